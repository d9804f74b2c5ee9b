-- CreateTable
CREATE TABLE "SetAside" (
    "key" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "setAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SetAside_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "MoneyFault" (
    "key" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "lastAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "MoneyFault_pkey" PRIMARY KEY ("key")
);
