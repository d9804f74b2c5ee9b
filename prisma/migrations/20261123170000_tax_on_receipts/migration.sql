-- AlterTable
ALTER TABLE "Receipt" ADD COLUMN     "address" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "tax" INTEGER,
ADD COLUMN     "taxIds" TEXT[] DEFAULT ARRAY[]::TEXT[];
