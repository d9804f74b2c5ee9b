import { spawnSync } from "node:child_process";

// Ten thousand random schedules in processes of five hundred, each with a seed of its own that its output names. One that
// fails is repeated by `SCHEDULES_SEED=… npx vitest run tests/faults/stripe-schedules.test.ts`.
const CHUNK = 500;
const wanted = Number(process.env.SCHEDULES ?? 10_000);
const base = Number(process.env.SCHEDULES_SEED ?? Math.floor(Date.now() / 86_400_000));

for (let done = 0; done < wanted; done += CHUNK) {
  const env = { ...process.env, SCHEDULES: String(CHUNK), SCHEDULES_SEED: String(base * 1_000 + done / CHUNK) };
  const { status } = spawnSync("npx", ["vitest", "run", "schedules.test"], { env, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
console.log(`${wanted} schedules, and a fifth as many of memberships and instalments: no difference to the books.`);
