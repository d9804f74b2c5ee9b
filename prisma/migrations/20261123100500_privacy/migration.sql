-- Consent before a questionnaire, sharing of results, deletion by their owners, figures in whole groups of people, and
-- what the books keep of a buyer whose account is erased.
CREATE TYPE "ShareScope" AS ENUM ('result', 'result_and_answers');

ALTER TABLE "Attempt" ADD COLUMN "deletedAt" TIMESTAMPTZ(3);

CREATE TABLE "Consent" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "courseId" TEXT NOT NULL,
    "instrumentKey" TEXT NOT NULL,
    "wordsVersion" INTEGER NOT NULL,
    "consentedAt" TIMESTAMPTZ(3) NOT NULL,
    "withdrawnAt" TIMESTAMPTZ(3),

    CONSTRAINT "Consent_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "ResultShare" (
    "id" TEXT NOT NULL,
    "attemptId" TEXT NOT NULL,
    "scope" "ShareScope" NOT NULL,
    "liveSlot" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ResultShare_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "StatisticsGroup" (
    "id" TEXT NOT NULL,
    "courseId" TEXT NOT NULL,
    "lessonKey" TEXT NOT NULL,
    "people" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "StatisticsGroup_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "StatisticsMember" (
    "attemptId" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,

    CONSTRAINT "StatisticsMember_pkey" PRIMARY KEY ("attemptId")
);

CREATE TABLE "ErasedBuyer" (
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "erasedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ErasedBuyer_pkey" PRIMARY KEY ("userId")
);

CREATE UNIQUE INDEX "Consent_userId_courseId_instrumentKey_wordsVersion_key" ON "Consent"("userId", "courseId", "instrumentKey", "wordsVersion");

CREATE UNIQUE INDEX "ResultShare_liveSlot_key" ON "ResultShare"("liveSlot");

CREATE INDEX "ResultShare_attemptId_idx" ON "ResultShare"("attemptId");

CREATE INDEX "StatisticsGroup_courseId_lessonKey_idx" ON "StatisticsGroup"("courseId", "lessonKey");

CREATE INDEX "StatisticsMember_groupId_idx" ON "StatisticsMember"("groupId");

ALTER TABLE "Consent" ADD CONSTRAINT "Consent_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "Consent" ADD CONSTRAINT "Consent_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "ResultShare" ADD CONSTRAINT "ResultShare_attemptId_fkey" FOREIGN KEY ("attemptId") REFERENCES "Attempt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "StatisticsMember" ADD CONSTRAINT "StatisticsMember_attemptId_fkey" FOREIGN KEY ("attemptId") REFERENCES "Attempt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "StatisticsMember" ADD CONSTRAINT "StatisticsMember_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "StatisticsGroup"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "ErasedBuyer" ADD CONSTRAINT "ErasedBuyer_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
