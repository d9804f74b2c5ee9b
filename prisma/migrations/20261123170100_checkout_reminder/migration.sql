-- AlterTable
ALTER TABLE "Order" ADD COLUMN     "remindAt" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "Order_remindAt_idx" ON "Order"("remindAt");
