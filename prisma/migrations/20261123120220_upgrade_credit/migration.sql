-- AlterTable
ALTER TABLE "OrderItem" ADD COLUMN "credit" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "UpgradeCredit" (
    "id" TEXT NOT NULL,
    "towardsId" TEXT NOT NULL,
    "fromItemId" TEXT NOT NULL,
    "slot" TEXT,
    "amount" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "UpgradeCredit_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "UpgradeCredit_slot_key" ON "UpgradeCredit"("slot");

-- CreateIndex
CREATE INDEX "UpgradeCredit_towardsId_idx" ON "UpgradeCredit"("towardsId");

-- CreateIndex
CREATE INDEX "UpgradeCredit_fromItemId_idx" ON "UpgradeCredit"("fromItemId");

-- AddForeignKey
ALTER TABLE "UpgradeCredit" ADD CONSTRAINT "UpgradeCredit_towardsId_fkey" FOREIGN KEY ("towardsId") REFERENCES "OrderItem"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UpgradeCredit" ADD CONSTRAINT "UpgradeCredit_fromItemId_fkey" FOREIGN KEY ("fromItemId") REFERENCES "OrderItem"("id") ON DELETE CASCADE ON UPDATE CASCADE;
