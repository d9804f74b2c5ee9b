-- Scores in their order: the last one counts. What was scored so far is counted by the scorer's versions, as it was.
CREATE TYPE "ScoreReason" AS ENUM ('submitted', 'graded', 'regraded', 'rescored');

ALTER TABLE "Score" ADD COLUMN     "sequence" INTEGER,
ADD COLUMN     "reason" "ScoreReason" NOT NULL DEFAULT 'submitted',
ADD COLUMN     "actorId" TEXT;

UPDATE "Score" s SET "sequence" = n.place, "reason" = (CASE WHEN n.place = 1 THEN 'submitted' ELSE 'rescored' END)::"ScoreReason"
FROM (SELECT id, row_number() OVER (PARTITION BY "attemptId" ORDER BY "scorerVersion")::int AS place FROM "Score") n
WHERE n.id = s.id;

ALTER TABLE "Score" ALTER COLUMN "sequence" SET NOT NULL;

DROP INDEX "Score_attemptId_scorerVersion_key";

CREATE UNIQUE INDEX "Score_attemptId_sequence_key" ON "Score"("attemptId", "sequence");

-- The queue of a course, and its statistics, ask for the attempts of a lesson.
CREATE INDEX "Attempt_courseId_lessonKey_idx" ON "Attempt"("courseId", "lessonKey");

CREATE TABLE "Grade" (
    "attemptId" TEXT NOT NULL,
    "itemKey" TEXT NOT NULL,
    "marks" JSONB,
    "feedback" TEXT NOT NULL DEFAULT '',
    "releasedAt" TIMESTAMPTZ(3),
    "releasedById" TEXT,
    "draftMarks" JSONB,
    "draftFeedback" TEXT NOT NULL DEFAULT '',
    "note" TEXT NOT NULL DEFAULT '',
    "revision" INTEGER NOT NULL,
    "graderId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Grade_pkey" PRIMARY KEY ("attemptId","itemKey")
);

CREATE TABLE "UploadBlob" (
    "hash" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "mediaType" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "UploadBlob_pkey" PRIMARY KEY ("hash")
);

CREATE TABLE "AnswerFile" (
    "id" TEXT NOT NULL,
    "attemptId" TEXT NOT NULL,
    "itemKey" TEXT NOT NULL,
    "blobHash" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AnswerFile_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "AnswerFile_attemptId_itemKey_idx" ON "AnswerFile"("attemptId", "itemKey");

CREATE INDEX "AnswerFile_blobHash_idx" ON "AnswerFile"("blobHash");

ALTER TABLE "Grade" ADD CONSTRAINT "Grade_attemptId_fkey" FOREIGN KEY ("attemptId") REFERENCES "Attempt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "AnswerFile" ADD CONSTRAINT "AnswerFile_attemptId_fkey" FOREIGN KEY ("attemptId") REFERENCES "Attempt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "AnswerFile" ADD CONSTRAINT "AnswerFile_blobHash_fkey" FOREIGN KEY ("blobHash") REFERENCES "UploadBlob"("hash") ON DELETE RESTRICT ON UPDATE CASCADE;
