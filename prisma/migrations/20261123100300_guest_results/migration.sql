-- AlterTable
ALTER TABLE "Attempt" ALTER COLUMN "enrolmentId" DROP NOT NULL;

-- CreateTable
CREATE TABLE "GuestResult" (
    "id" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "courseId" TEXT NOT NULL,
    "revisionId" TEXT NOT NULL,
    "seed" INTEGER NOT NULL,
    "answers" JSONB,
    "result" JSONB,
    "scorerVersion" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "claimedAt" TIMESTAMPTZ(3),
    "claimedById" TEXT,

    CONSTRAINT "GuestResult_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "GuestResult_tokenHash_key" ON "GuestResult"("tokenHash");

-- CreateIndex
CREATE INDEX "GuestResult_expiresAt_idx" ON "GuestResult"("expiresAt");

-- CreateIndex
CREATE INDEX "GuestResult_claimedById_idx" ON "GuestResult"("claimedById");

-- AddForeignKey
ALTER TABLE "GuestResult" ADD CONSTRAINT "GuestResult_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GuestResult" ADD CONSTRAINT "GuestResult_revisionId_fkey" FOREIGN KEY ("revisionId") REFERENCES "InstrumentRevision"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GuestResult" ADD CONSTRAINT "GuestResult_claimedById_fkey" FOREIGN KEY ("claimedById") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
