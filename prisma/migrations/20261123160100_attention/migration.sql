-- AlterTable
ALTER TABLE "Dispute" ADD COLUMN "evidenceDueAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "SetAside" (
    "key" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "setAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SetAside_pkey" PRIMARY KEY ("key")
);
