-- AlterTable
ALTER TABLE "Refund" ADD COLUMN "itemId" TEXT;
