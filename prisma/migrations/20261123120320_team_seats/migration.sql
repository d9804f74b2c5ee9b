-- AlterEnum
ALTER TYPE "OrderPurpose" ADD VALUE 'team';

-- AlterEnum
ALTER TYPE "EntitlementSource" ADD VALUE 'team';

-- AlterTable
ALTER TABLE "OrderItem" ADD COLUMN "quantity" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "Team" (
    "id" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "requestKey" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Seat" (
    "id" TEXT NOT NULL,
    "teamId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "email" TEXT NOT NULL DEFAULT '',
    "linkHash" TEXT,
    "invitedAt" TIMESTAMPTZ(3),
    "mails" INTEGER NOT NULL DEFAULT 0,
    "joinedAt" TIMESTAMPTZ(3),
    "userId" TEXT,
    "turn" INTEGER NOT NULL DEFAULT 0,
    "closedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Seat_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Team_orderId_key" ON "Team"("orderId");

-- CreateIndex
CREATE UNIQUE INDEX "Team_requestKey_key" ON "Team"("requestKey");

-- CreateIndex
CREATE UNIQUE INDEX "Seat_linkHash_key" ON "Seat"("linkHash");

-- CreateIndex
CREATE UNIQUE INDEX "Seat_teamId_number_key" ON "Seat"("teamId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "Seat_teamId_userId_key" ON "Seat"("teamId", "userId");

-- CreateIndex
CREATE INDEX "Seat_userId_idx" ON "Seat"("userId");

-- CreateIndex
CREATE INDEX "Seat_email_idx" ON "Seat"("email");

-- AddForeignKey
ALTER TABLE "Team" ADD CONSTRAINT "Team_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Order"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Seat" ADD CONSTRAINT "Seat_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Seat" ADD CONSTRAINT "Seat_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;
