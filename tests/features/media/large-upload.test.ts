import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { env } from "#app/platform/env.server.ts";
import { aCourse } from "#tests/support/courses.ts";
import { anInstructor } from "#tests/support/people.ts";

/** LARGE_UPLOAD_MB=2000 for the true size, as the promise has it: 2 GB with 512 MB of memory. */
const megabytes = process.env.LARGE_UPLOAD_MB ?? "700";

test("a film larger than the memory of the process is taken, hashed and stored as it streams", async () => {
  const owner = await anInstructor();
  const { courseId } = await aCourse({ ownerId: owner.id });
  const { stdout } = await promisify(execFile)(
    "node",
    ["--max-old-space-size=96", "--import", "tsx", "tests/bench/large-upload.ts", courseId, owner.id, megabytes],
    { env: { ...process.env, DATA_DIR: env().dataDir } },
  );
  const most = Number(stdout.trim().split("\n").at(-1));
  console.info(`${megabytes} MB were sent with ${most} MB of memory at most`);
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(512);
}, 300_000);
