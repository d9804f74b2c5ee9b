import { afterAll, beforeAll, expect, test } from "vitest";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { db } from "#app/platform/db.server.ts";
import type { FormReply } from "#app/platform/http/parse-form.ts";
import { loader as rootLoader } from "#app/root.tsx";
import { action, loader } from "#app/routes/admin.attention.tsx";
import { aCookieOf, anAdmin, aStudent } from "#tests/support/people.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, anOpenCheckout, orderState } from "#tests/support/shop.ts";
import { dataOf, responseOf, visit } from "#tests/support/visit.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let cookie: string;
beforeAll(async () => {
  sandbox = await startSandbox();
  cookie = await aCookieOf(await anAdmin());
});
afterAll(() => sandbox.close());

const page = (form?: Record<string, string>) => visit("/admin/attention", { cookie, form });
const countFor = async (path: string, cookie: string) => (await rootLoader(visit(path, { cookie }))).attention;

test("each matter has its button, which says why first, and is there once", async () => {
  expect((await loader(page())).matters).toEqual([]);
  const { orderId, sessionId } = await anOpenCheckout(await aCourseForSale());
  await db.order.update({ where: { id: orderId }, data: { total: 9_900 } });
  await sandbox.controls.payByCard(sessionId);
  await fulfil(sessionId);
  const [matter] = (await loader(page())).matters;
  expect(matter).toMatchObject({ key: `order:${orderId}`, remedy: { kind: "grant" } });
  expect(await countFor("/admin/orders", cookie)).toBe(1);
  expect(await countFor("/courses", cookie)).toBe(0);
  expect(await countFor("/admin/orders", await aCookieOf(await aStudent()))).toBe(0);

  const form = { key: matter!.key, kind: "grant" };
  for (const reason of ["", "  ", "x".repeat(501), "\0"]) {
    const refused = await dataOf(action(page({ ...form, reason })));
    expect(refused.status).toBe(400);
    expect((refused.data as FormReply).errors.reason?.[0], JSON.stringify(reason)).toMatch(/^Write /);
  }
  for (const broken of [{ key: "", kind: "grant" }, { key: "\0", kind: "grant" }, { ...form, kind: "pay" }, { reason: "x" }]) {
    expect((await dataOf(action(page({ reason: "Why not", ...broken } as Record<string, string>)))).status).toBe(400);
  }
  const changed = await dataOf(action(page({ ...form, kind: "refund", reason: "Of yesterday's page" })));
  expect(changed.status).toBe(400);
  expect(await orderState(orderId)).toMatchObject({ live: 0 });

  const done = await responseOf(() => action(page({ ...form, reason: "The till was wrong" })));
  expect([done.status, done.headers.get("Location")]).toEqual([303, "/admin/attention?done=done"]);
  expect(await orderState(orderId)).toMatchObject({ live: 1 });
  const again = await responseOf(() => action(page({ ...form, reason: "The till was wrong" })));
  expect(again.headers.get("Location")).toBe("/admin/attention?done=gone");
  expect(await loader(visit("/admin/attention?done=done", { cookie }))).toMatchObject({
    matters: [],
    setAside: 1,
    notice: "It is done",
  });
});
