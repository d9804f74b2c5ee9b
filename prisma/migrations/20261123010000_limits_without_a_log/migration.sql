-- Tries are counted for minutes. After a crash of the database they begin again at nothing, and in return counting one
-- waits for no disk: a sign-in counts six times.
ALTER TABLE "RateLimit" SET UNLOGGED;
