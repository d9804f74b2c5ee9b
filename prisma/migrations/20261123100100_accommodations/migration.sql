-- CreateTable
CREATE TABLE "Accommodation" (
    "enrolmentId" TEXT NOT NULL,
    "lessonKey" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "extraAttempts" INTEGER NOT NULL DEFAULT 0,
    "extraMinutes" INTEGER NOT NULL DEFAULT 0,
    "closes" TEXT,
    "reason" TEXT NOT NULL DEFAULT '',
    "grantedById" TEXT,
    "grantedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Accommodation_pkey" PRIMARY KEY ("enrolmentId","lessonKey")
);

-- AddForeignKey
ALTER TABLE "Accommodation" ADD CONSTRAINT "Accommodation_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "Enrolment"("id") ON DELETE CASCADE ON UPDATE CASCADE;
