import { execFile } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { db } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, anOpenCheckout, orderState } from "#tests/support/shop.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

function reconcileByHand(...words: string[]): Promise<{ code: number; said: string }> {
  const { dataDir, databaseUrl } = env();
  const settings = { ...process.env, DATA_DIR: dataDir, DATABASE_URL: databaseUrl ?? process.env.DATABASE_URL };
  return new Promise((resolve) => {
    execFile("node", ["--import", "tsx", "app/cli/reconcile.ts", ...words], { env: settings }, (error, out, err) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, said: out + err }),
    );
  });
}

test("by hand: mends, says what is left, and refuses what is no day", { timeout: 120_000 }, async () => {
  const { orderId, sessionId } = await anOpenCheckout(await aCourseForSale());
  await sandbox.controls.payByCard(sessionId);
  expect(await reconcileByHand()).toMatchObject({ code: 0, said: expect.stringContaining("Nothing needs attention.") });
  expect(await orderState(orderId)).toMatchObject({ status: "paid", live: 1 });

  const other = await anOpenCheckout(await aCourseForSale());
  await db.order.update({ where: { id: other.orderId }, data: { total: 100 } });
  await sandbox.controls.payByCard(other.sessionId);
  await fulfil(other.sessionId);
  const left = await reconcileByHand("--since", "2026-01-01");
  expect(left).toMatchObject({ code: 1, said: expect.stringContaining("Paid, but not what was asked for") });

  for (const words of [["--since", "yesterday"], ["--since", "2026-02-31x"], ["--until", "2026-01-01"], ["now"]]) {
    expect(await reconcileByHand(...words), words.join(" ")).toMatchObject({
      code: 2,
      said: expect.stringContaining("npm run reconcile"),
    });
  }
});
