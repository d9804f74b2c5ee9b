-- CreateEnum
CREATE TYPE "LedgerKind" AS ENUM ('payment', 'refund', 'refund_returned', 'dispute', 'dispute_returned', 'access_opened', 'access_closed');

-- CreateTable
CREATE TABLE "LedgerEntry" (
    "number" SERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "kind" "LedgerKind" NOT NULL,
    "orderId" TEXT NOT NULL,
    "amount" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "livemode" BOOLEAN NOT NULL,
    "reference" TEXT NOT NULL DEFAULT '',
    "reason" TEXT NOT NULL DEFAULT '',
    "happenedAt" TIMESTAMPTZ(3) NOT NULL,
    "recordedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LedgerEntry_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "Receipt" (
    "number" INTEGER NOT NULL,
    "orderId" TEXT NOT NULL,
    "issuedAt" TIMESTAMPTZ(3) NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,

    CONSTRAINT "Receipt_pkey" PRIMARY KEY ("number")
);

-- CreateIndex
CREATE UNIQUE INDEX "LedgerEntry_key_key" ON "LedgerEntry"("key");

-- CreateIndex
CREATE INDEX "LedgerEntry_orderId_idx" ON "LedgerEntry"("orderId");

-- CreateIndex
CREATE INDEX "LedgerEntry_happenedAt_idx" ON "LedgerEntry"("happenedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Receipt_orderId_key" ON "Receipt"("orderId");

-- AddForeignKey
ALTER TABLE "LedgerEntry" ADD CONSTRAINT "LedgerEntry_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Receipt" ADD CONSTRAINT "Receipt_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What happened before there was a ledger.
INSERT INTO "LedgerEntry" ("key", "kind", "orderId", "amount", "currency", "livemode", "reference", "happenedAt", "recordedAt")
SELECT line.* FROM (
    SELECT 'payment:' || p."paymentIntentId" AS key, 'payment'::"LedgerKind" AS kind, p."orderId", p."amount", p."currency", p."livemode",
        p."paymentIntentId", p."createdAt" AS at, now()
    FROM "Payment" p
    UNION ALL
    SELECT 'refund:' || r."stripeRefundId", 'refund', p."orderId", -r."amount", r."currency", p."livemode", r."stripeRefundId", r."createdAt", now()
    FROM "Refund" r JOIN "Payment" p ON p."id" = r."paymentId"
    UNION ALL
    SELECT 'refund-returned:' || r."stripeRefundId", 'refund_returned', p."orderId", r."amount", r."currency", p."livemode", r."stripeRefundId", r."createdAt", now()
    FROM "Refund" r JOIN "Payment" p ON p."id" = r."paymentId" WHERE r."status" IN ('failed', 'canceled')
    UNION ALL
    SELECT 'dispute:' || d."stripeDisputeId", 'dispute', p."orderId", -d."amount", d."currency", p."livemode", d."stripeDisputeId", d."createdAt", now()
    FROM "Dispute" d JOIN "Payment" p ON p."id" = d."paymentId" WHERE d."status" NOT LIKE 'warning\_%' AND d."status" <> 'prevented'
    UNION ALL
    SELECT 'dispute-returned:' || d."stripeDisputeId", 'dispute_returned', p."orderId", d."amount", d."currency", p."livemode", d."stripeDisputeId", d."createdAt", now()
    FROM "Dispute" d JOIN "Payment" p ON p."id" = d."paymentId" WHERE d."status" = 'won'
) line ORDER BY line.at, line.key;

INSERT INTO "Receipt" ("number", "orderId", "issuedAt", "name", "email")
SELECT row_number() OVER (ORDER BY o."paidAt", o."number"), o."id", o."paidAt", coalesce(b."name", u."name"), coalesce(b."email", u."email")
FROM "Order" o JOIN "User" u ON u."id" = o."userId" LEFT JOIN "ErasedBuyer" b ON b."userId" = u."id"
WHERE o."paidAt" IS NOT NULL;

-- A line that is written stays as it is: a mistake is put right by another line.
CREATE FUNCTION "ledger_is_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The ledger is append-only: % is refused.', TG_OP;
END $$;

CREATE TRIGGER "LedgerEntry_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "LedgerEntry"
FOR EACH STATEMENT EXECUTE FUNCTION "ledger_is_append_only"();
