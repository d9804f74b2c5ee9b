-- AlterEnum
ALTER TYPE "TokenPurpose" ADD VALUE 'claim_account';

-- AlterTable
ALTER TABLE "Order" ADD COLUMN "guestId" TEXT;

-- CreateTable
CREATE TABLE "GuestBuyer" (
    "userId" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "GuestBuyer_pkey" PRIMARY KEY ("userId")
);

-- CreateIndex
CREATE UNIQUE INDEX "GuestBuyer_tokenHash_key" ON "GuestBuyer"("tokenHash");

-- CreateIndex
CREATE INDEX "GuestBuyer_createdAt_idx" ON "GuestBuyer"("createdAt");

-- CreateIndex
CREATE INDEX "Order_guestId_idx" ON "Order"("guestId");

-- AddForeignKey
ALTER TABLE "GuestBuyer" ADD CONSTRAINT "GuestBuyer_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
