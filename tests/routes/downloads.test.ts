import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { mediaUrl } from "#app/features/courseware/manifest.ts";
import { publishCourse } from "#app/features/courseware/publish-course.server.ts";
import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { aDownloadFolder } from "#tests/support/download-folder.ts";
import { aCookieOf, aStudent } from "#tests/support/people.ts";
import { askRoute } from "#tests/support/routes.ts";
import { startSandbox } from "#tests/support/sandbox.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => shiftClock(0));

async function aDownload() {
  const published = await publishCourse({ folder: aDownloadFolder() });
  if (published.status === "refused") throw new Error(JSON.stringify(published.faults));
  const { media } = await loadManifest(published.releaseId);
  const href = mediaUrl(published.courseKey, "cards", media["cards.pdf"]!.hash, "cards.pdf");
  const [, , courseKey = "", lessonKey = "", hash = "", file = ""] = href.split("/");
  const fetchFile = async (cookie?: string) =>
    (await askRoute({ name: FILE_ROUTE, method: "GET", params: { courseKey, lessonKey, hash, file }, cookie })).status;
  return { key: published.courseKey, fetchFile };
}
const FILE_ROUTE = "media.$courseKey.$lessonKey.$hash.$file";

const learn = (key: string, cookie: string) =>
  askRoute({ name: "learn.$courseSlug._index", method: "GET", params: { courseSlug: key }, cookie });

test("bought, it opens its files and shows no progress; refunded, it closes them; strangers get nothing", async () => {
  const { key, fetchFile } = await aDownload();
  const buyer = await aStudent();
  const cookie = await aCookieOf(buyer);
  const page = await askRoute({ name: "courses.$courseSlug._index", method: "GET", params: { courseSlug: key }, cookie });
  expect(JSON.parse(page.said).course).toMatchObject({ kind: "download" });
  expect(await fetchFile(cookie)).toBeGreaterThanOrEqual(300);

  await askRoute({ name: "courses.$courseSlug.buy", method: "POST", params: { courseSlug: key }, cookie });
  const order = await db.order.findFirstOrThrow({ where: { userId: buyer.id } });
  await sandbox.controls.payByCard(order.checkoutSessionId!);
  const query = `?session_id=${order.checkoutSessionId}`;
  const success = await askRoute({ name: "checkout.success", method: "GET", params: {}, query, cookie });
  expect(JSON.parse(success.said)).toMatchObject({ state: "paid", files: true, courseKeys: [key] });

  const files = JSON.parse((await learn(key, cookie)).said);
  expect(files).toMatchObject({ kind: "files", files: { parts: [{ key: "cards" }, { key: "how-to", downloads: [] }] } });
  expect(await fetchFile(cookie)).toBe(200);
  const mine = await askRoute({ name: "learn._index", method: "GET", params: {}, cookie });
  expect(JSON.parse(mine.said).courses).toMatchObject([{ key, files: 2, open: true }]);
  expect(await fetchFile(await aCookieOf(await aStudent()))).toBeGreaterThanOrEqual(300);
  expect(await fetchFile()).toBeGreaterThanOrEqual(300);

  const { paymentIntentId } = await db.payment.findFirstOrThrow({ where: { orderId: order.id } });
  await stripe().refunds.create({ payment_intent: paymentIntentId });
  await fulfil(order.checkoutSessionId!, { thorough: true });
  expect(await fetchFile(cookie)).toBeGreaterThanOrEqual(300);
  expect((await learn(key, cookie)).status).toBe(302);
});
