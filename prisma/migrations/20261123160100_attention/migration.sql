-- CreateTable
CREATE TABLE "SetAside" (
    "key" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "setAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SetAside_pkey" PRIMARY KEY ("key")
);
