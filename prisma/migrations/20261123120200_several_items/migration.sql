-- AlterTable
ALTER TABLE "OrderItem" ADD COLUMN "position" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "OrderItemCourse" (
    "orderItemId" TEXT NOT NULL,
    "courseId" TEXT NOT NULL,

    CONSTRAINT "OrderItemCourse_pkey" PRIMARY KEY ("orderItemId","courseId")
);

-- CreateIndex
CREATE INDEX "OrderItemCourse_courseId_idx" ON "OrderItemCourse"("courseId");

-- AddForeignKey
ALTER TABLE "OrderItemCourse" ADD CONSTRAINT "OrderItemCourse_orderItemId_fkey" FOREIGN KEY ("orderItemId") REFERENCES "OrderItem"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OrderItemCourse" ADD CONSTRAINT "OrderItemCourse_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What was sold until now is what its product opens today.
INSERT INTO "OrderItemCourse" ("orderItemId", "courseId")
SELECT i."id", pc."courseId" FROM "OrderItem" i JOIN "ProductCourse" pc ON pc."productId" = i."productId";
