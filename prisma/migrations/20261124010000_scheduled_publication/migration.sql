-- AlterTable
ALTER TABLE "Enrolment" ADD COLUMN     "notesRead" INTEGER NOT NULL DEFAULT 0;

-- Nobody is told of what was published before there was a place to read it.
UPDATE "Enrolment" e SET "notesRead" = (SELECT max(r."number") FROM "Release" r WHERE r."courseId" = e."courseId");

-- CreateTable
CREATE TABLE "ScheduledPublication" (
    "id" TEXT NOT NULL,
    "draftId" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "publishAt" TIMESTAMPTZ(3) NOT NULL,
    "notes" TEXT NOT NULL DEFAULT '',
    "authorId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "doneAt" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "waitingSlot" TEXT,

    CONSTRAINT "ScheduledPublication_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ScheduledPublication_waitingSlot_key" ON "ScheduledPublication"("waitingSlot");

-- CreateIndex
CREATE INDEX "ScheduledPublication_draftId_idx" ON "ScheduledPublication"("draftId");

-- CreateIndex
CREATE INDEX "ScheduledPublication_doneAt_publishAt_idx" ON "ScheduledPublication"("doneAt", "publishAt");

-- AddForeignKey
ALTER TABLE "ScheduledPublication" ADD CONSTRAINT "ScheduledPublication_draftId_fkey" FOREIGN KEY ("draftId") REFERENCES "Draft"("id") ON DELETE CASCADE ON UPDATE CASCADE;
