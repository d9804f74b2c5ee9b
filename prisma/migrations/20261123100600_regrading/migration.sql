-- A score may be by the key of another revision than the attempt's own.
ALTER TABLE "Score" ADD COLUMN "keyRevisionId" TEXT;
ALTER TABLE "Score" ADD CONSTRAINT "Score_keyRevisionId_fkey" FOREIGN KEY ("keyRevisionId") REFERENCES "InstrumentRevision"("id") ON DELETE SET NULL ON UPDATE CASCADE;
