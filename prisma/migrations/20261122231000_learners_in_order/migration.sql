-- DropIndex
DROP INDEX "Enrolment_courseId_idx";

-- CreateIndex
CREATE INDEX "Enrolment_courseId_id_idx" ON "Enrolment"("courseId", "id");
