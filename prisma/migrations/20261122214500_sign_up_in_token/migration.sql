-- AlterTable
ALTER TABLE "AccountToken" ADD COLUMN     "name" TEXT,
ADD COLUMN     "passwordHash" TEXT;
