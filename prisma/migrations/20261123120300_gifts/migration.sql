-- CreateEnum
CREATE TYPE "OrderPurpose" AS ENUM ('own', 'gift');

-- AlterTable
ALTER TABLE "Order" ADD COLUMN "purpose" "OrderPurpose" NOT NULL DEFAULT 'own';

-- CreateTable
CREATE TABLE "Gift" (
    "id" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "requestKey" TEXT NOT NULL,
    "recipientEmail" TEXT NOT NULL,
    "senderName" TEXT NOT NULL,
    "message" TEXT NOT NULL DEFAULT '',
    "sendOn" TEXT NOT NULL,
    "timeZone" TEXT NOT NULL,
    "sendAt" TIMESTAMPTZ(3) NOT NULL,
    "sentAt" TIMESTAMPTZ(3),
    "sendings" INTEGER NOT NULL DEFAULT 0,
    "redeemedAt" TIMESTAMPTZ(3),
    "redeemedById" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Gift_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "GiftLink" (
    "id" TEXT NOT NULL,
    "giftId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "GiftLink_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Gift_orderId_key" ON "Gift"("orderId");

-- CreateIndex
CREATE UNIQUE INDEX "Gift_requestKey_key" ON "Gift"("requestKey");

-- CreateIndex
CREATE INDEX "Gift_redeemedById_idx" ON "Gift"("redeemedById");

-- CreateIndex
CREATE INDEX "Gift_recipientEmail_idx" ON "Gift"("recipientEmail");

-- CreateIndex
CREATE INDEX "Gift_sentAt_sendAt_idx" ON "Gift"("sentAt", "sendAt");

-- CreateIndex
CREATE INDEX "GiftLink_giftId_idx" ON "GiftLink"("giftId");

-- AddForeignKey
ALTER TABLE "Gift" ADD CONSTRAINT "Gift_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Order"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Gift" ADD CONSTRAINT "Gift_redeemedById_fkey" FOREIGN KEY ("redeemedById") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GiftLink" ADD CONSTRAINT "GiftLink_giftId_fkey" FOREIGN KEY ("giftId") REFERENCES "Gift"("id") ON DELETE CASCADE ON UPDATE CASCADE;
