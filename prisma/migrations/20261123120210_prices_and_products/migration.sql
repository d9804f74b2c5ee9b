-- AlterTable
ALTER TABLE "Price" ADD COLUMN "position" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "regions" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN "retiredAt" TIMESTAMPTZ(3),
ADD COLUMN "validFrom" TIMESTAMPTZ(3),
ADD COLUMN "validUntil" TIMESTAMPTZ(3),
ADD COLUMN "withProductId" TEXT;

-- CreateTable
CREATE TABLE "ProductSheet" (
    "productId" TEXT NOT NULL,
    "bundle" BOOLEAN NOT NULL,
    "tagline" TEXT NOT NULL DEFAULT '',
    "summary" TEXT NOT NULL DEFAULT '',
    "afterPayment" TEXT NOT NULL DEFAULT '',
    "refundPolicy" TEXT NOT NULL DEFAULT '',
    "bumpProductId" TEXT,
    "bumpWords" TEXT NOT NULL DEFAULT '',
    "digest" TEXT NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ProductSheet_pkey" PRIMARY KEY ("productId")
);

-- CreateIndex
CREATE INDEX "ProductSheet_bumpProductId_idx" ON "ProductSheet"("bumpProductId");

-- CreateIndex
CREATE INDEX "Price_withProductId_idx" ON "Price"("withProductId");

-- AddForeignKey
ALTER TABLE "Price" ADD CONSTRAINT "Price_withProductId_fkey" FOREIGN KEY ("withProductId") REFERENCES "Product"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProductSheet" ADD CONSTRAINT "ProductSheet_productId_fkey" FOREIGN KEY ("productId") REFERENCES "Product"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProductSheet" ADD CONSTRAINT "ProductSheet_bumpProductId_fkey" FOREIGN KEY ("bumpProductId") REFERENCES "Product"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- A price is no debt, and a sale ends after it began.
ALTER TABLE "Price" ADD CONSTRAINT "Price_can_be_asked" CHECK ("amount" >= 0 AND "validUntil" > "validFrom");
