import { expect, test } from "vitest";
import { compileCourse } from "#app/features/courseware/compile-course.server.ts";
import { sha256 } from "#app/features/courseware/course-folder.server.ts";
import { readManifest } from "#app/features/courseware/manifest.ts";
import { isPublished, type PublishCourse, publishCourse } from "#app/features/courseware/publish-course.server.ts";
import { db } from "#app/platform/db.server.ts";
import { storage } from "#app/platform/storage/storage.server.ts";
import { anInstructor } from "#tests/support/people.ts";
import { aFolder, COURSE_YAML, INSTRUMENT_YAML, swap, WELCOME_MD } from "./course-files.ts";

let courses = 0;

/** A folder of a course that no other test publishes. */
function aCourse(changes: Record<string, string | Buffer | null> = {}, given?: string) {
  courses += 1;
  const key = given ?? `course-${courses}`;
  const yaml = String(changes["course.yaml"] ?? COURSE_YAML);
  return { key, folder: aFolder({ ...changes, "course.yaml": swap(yaml, "key: small-talk", `key: ${key}`) }) };
}

const changed = (word: string) => ({
  "modules/opening/welcome.md": swap(WELCOME_MD, "A first paragraph", `A ${word} paragraph`),
});
const priced = (price: string) => ({
  "course.yaml": swap(COURSE_YAML, "price: free", `price: ${price}\nafterPayment: You learn.\nrefundPolicy: Thirty days.`),
});

function published(outcome: PublishCourse) {
  if (outcome.status === "refused") throw new Error(JSON.stringify(outcome.faults));
  return outcome;
}

test("publishing writes the release, its files, its lessons and its instruments", async () => {
  const instructor = await anInstructor();
  const { key, folder } = aCourse();
  const outcome = published(
    await publishCourse({ folder, publishedById: instructor.id, ownerId: instructor.id, notes: "First." }),
  );
  expect(outcome).toMatchObject({ status: "published", courseKey: key, number: 1, warnings: [] });

  const course = await db.course.findUniqueOrThrow({
    where: { key },
    include: { currentRelease: { include: { files: true } }, staff: true, instruments: true },
  });
  const release = course.currentRelease!;
  expect(release).toMatchObject({
    id: outcome.releaseId,
    number: 1,
    notes: "First.",
    publishedById: instructor.id,
    schemaVersion: 1,
  });
  expect(readManifest(release.manifest)).toEqual(compileCourse(folder).manifest);
  expect(course.staff).toMatchObject([{ userId: instructor.id, role: "owner" }]);
  expect(course.instruments).toMatchObject([{ key: "check-opening" }]);
  expect(release.files.map(({ path }) => path).sort()).toEqual([...folder.files.keys()].sort());

  for (const { path, blobHash } of release.files) {
    const bytes = folder.files.get(path)!;
    expect(blobHash).toBe(sha256(bytes));
    const blob = await db.blob.findUniqueOrThrow({ where: { hash: blobHash } });
    const inStorage = path.startsWith("media/") && !path.endsWith(".md");
    expect(blob.bytes === null).toBe(inStorage);
    if (inStorage) expect(await storage().has(blobHash)).toBe(true);
    else expect(Buffer.from(blob.bytes!)).toEqual(bytes);
  }
  for (const { hash, html, text, words } of compileCourse(folder).lessons) {
    expect(await db.lessonContent.findUniqueOrThrow({ where: { hash } })).toEqual({ hash, html, text, words });
  }
  const audit = await db.auditEntry.findMany({ where: { subjectId: course.id } });
  expect(audit).toMatchObject([
    { action: "course.publish", actorId: instructor.id, reason: "First.", detail: { release: 1, before: null } },
  ]);
});

test("a folder with faults is refused, and nothing is written", async () => {
  const { key, folder } = aCourse({ "media/clip.vtt": null });
  const outcome = await publishCourse({ folder });
  expect(outcome).toMatchObject({ status: "refused", reason: "faults", faults: [{ file: "modules/opening/watch.md", line: 6 }] });
  expect(await db.course.findUnique({ where: { key } })).toBeNull();
});

test("publishing the current folder again changes nothing", async () => {
  const { folder } = aCourse();
  const first = published(await publishCourse({ folder }));
  const count = async () => [await db.release.count(), await db.blob.count(), await db.auditEntry.count()];
  const before = await count();
  expect(await isPublished({ folder, manifest: compileCourse(folder).manifest! })).toBe(true);
  expect(published(await publishCourse({ folder, notes: "Again." }))).toMatchObject({
    status: "unchanged",
    releaseId: first.releaseId,
    number: 1,
  });
  expect(await count()).toEqual(before);
});

test("a changed folder is the next release, and going back to an old one is a release too", async () => {
  const { key, folder } = aCourse();
  await publishCourse({ folder });
  const { folder: second } = aCourse(changed("second"), key);
  expect(published(await publishCourse({ folder: second })).number).toBe(2);
  expect(published(await publishCourse({ folder })).number).toBe(3);
  const course = await db.course.findUniqueOrThrow({ where: { key }, include: { currentRelease: true, releases: true } });
  expect(course.currentRelease!.number).toBe(3);
  expect(course.releases).toHaveLength(3);
});

test("a folder whose rendering has changed is published anew, though its files have not", async () => {
  const { folder } = aCourse();
  const { releaseId } = published(await publishCourse({ folder }));
  const { manifest } = await db.release.findUniqueOrThrow({ where: { id: releaseId } });
  const rendered = JSON.parse(JSON.stringify(manifest).replaceAll('"content":"', '"content":"older'));
  await db.release.update({ where: { id: releaseId }, data: { manifest: rendered } });
  expect(published(await publishCourse({ folder }))).toMatchObject({ status: "published", number: 2 });
});

test("an instrument has a new revision only where it has changed", async () => {
  const { key, folder } = aCourse();
  const { courseId } = published(await publishCourse({ folder }));
  await publishCourse({ folder: aCourse(changed("second"), key).folder });
  expect(await db.instrumentRevision.count({ where: { courseId } })).toBe(1);
  const reworded = { "assessments/check-opening.yaml": swap(INSTRUMENT_YAML, "Which one?", "Which of them?") };
  await publishCourse({ folder: aCourse(reworded, key).folder });
  expect(await db.instrumentRevision.count({ where: { courseId } })).toBe(2);
});

test("the same bytes as text and as media can be read back from both", async () => {
  const { folder } = aCourse({ "media/sheet.txt": "Same words.\n", "notes/readme.txt": "Same words.\n" });
  const { releaseId } = published(await publishCourse({ folder }));
  const hash = sha256("Same words.\n");
  expect(await db.releaseFile.count({ where: { releaseId, blobHash: hash } })).toBe(2);
  expect(Buffer.from((await db.blob.findUniqueOrThrow({ where: { hash } })).bytes!).toString()).toBe("Same words.\n");
  expect(await storage().has(hash)).toBe(true);
});

// ---------------------------------------------------------------- prices

/** Amounts of the product's prices, with a star at those in use. */
async function pricesOf(key: string): Promise<{ active: boolean; prices: string[] } | null> {
  const product = await db.product.findUnique({ where: { key }, include: { prices: { orderBy: { id: "asc" } }, courses: true } });
  if (!product) return null;
  expect(product.courses).toHaveLength(1);
  return {
    active: product.active,
    prices: product.prices.map(({ amount, currency, active }) => `${amount} ${currency}${active ? " *" : ""}`),
  };
}

test("a price is a row that is never changed: a new amount or currency is a new row", async () => {
  const { key, folder } = aCourse();
  const publish = async (changes: Record<string, string>) =>
    published(await publishCourse({ folder: aCourse(changes, key).folder }));
  await publishCourse({ folder });
  expect(await pricesOf(key)).toBeNull();

  await publish(priced("{ amount: 14900, currency: usd }"));
  expect(await pricesOf(key)).toEqual({ active: true, prices: ["14900 usd *"] });
  await publish({ ...priced("{ amount: 14900, currency: usd }"), ...changed("second") });
  expect(await pricesOf(key)).toEqual({ active: true, prices: ["14900 usd *"] });
  await publish(priced("{ amount: 9900, currency: usd }"));
  expect(await pricesOf(key)).toEqual({ active: true, prices: ["14900 usd", "9900 usd *"] });
  await publish(priced("{ amount: 9900, currency: eur }"));
  expect(await pricesOf(key)).toEqual({ active: true, prices: ["14900 usd", "9900 usd", "9900 eur *"] });
  await publish({});
  expect((await pricesOf(key))!.active).toBe(false);
  await publish(priced("{ amount: 14900, currency: usd }"));
  expect(await pricesOf(key)).toEqual({ active: true, prices: ["14900 usd", "9900 usd", "9900 eur", "14900 usd *"] });

  const { id } = await db.course.findUniqueOrThrow({ where: { key } });
  const changes = await db.auditEntry.findMany({ where: { subjectId: id, action: "price.change" }, orderBy: { id: "asc" } });
  expect(changes.map(({ detail }) => (detail as { price: unknown }).price)).toEqual([
    { amount: 14900, currency: "usd" },
    { amount: 9900, currency: "usd" },
    { amount: 9900, currency: "eur" },
    "free",
    { amount: 14900, currency: "usd" },
  ]);
});

test("a new title is the product's title too", async () => {
  const { key, folder } = aCourse(priced("{ amount: 14900, currency: usd }"));
  await publishCourse({ folder });
  const renamed = {
    "course.yaml": swap(priced("{ amount: 14900, currency: usd }")["course.yaml"]!, "Small Talk", "Smaller Talk"),
  };
  await publishCourse({ folder: aCourse(renamed, key).folder });
  expect((await db.product.findUniqueOrThrow({ where: { key } })).title).toBe("Smaller Talk");
});

// ---------------------------------------------------------------- races

test("one folder published many times at once is one release", async () => {
  const { key, folder } = aCourse(priced("{ amount: 14900, currency: usd }"));
  const outcomes = (await Promise.all(Array.from({ length: 6 }, () => publishCourse({ folder })))).map(published);
  expect(outcomes.filter(({ status }) => status === "published")).toHaveLength(1);
  expect(outcomes.filter(({ status }) => status === "unchanged")).toHaveLength(5);
  expect(new Set(outcomes.map(({ releaseId }) => releaseId)).size).toBe(1);
  expect(await pricesOf(key)).toEqual({ active: true, prices: ["14900 usd *"] });
});

test("different folders of one course published at once are releases one after another", async () => {
  const { key } = aCourse();
  const folders = ["one", "two", "three", "four", "five"].map(
    (word, index) => aCourse({ ...changed(word), ...priced(`{ amount: ${1000 + index}, currency: usd }`) }, key).folder,
  );
  const outcomes = (await Promise.all(folders.map((folder) => publishCourse({ folder })))).map(published);
  expect(outcomes.map(({ number }) => number).sort()).toEqual([1, 2, 3, 4, 5]);
  const course = await db.course.findUniqueOrThrow({ where: { key } });
  const last = outcomes.find(({ number }) => number === 5)!;
  expect(course.currentReleaseId).toBe(last.releaseId);
  const { prices } = (await pricesOf(key))!;
  expect(prices.filter((price) => price.endsWith("*"))).toEqual([`${1000 + outcomes.indexOf(last)} usd *`]);
});

test("courses that share files and lessons are published at once without waiting for each other in a ring", async () => {
  const numbers = Array.from({ length: 60 }, (_, index) => index);
  // The same notes, in files whose order is one way round in every other folder and the other way round in the rest.
  const notes = (backwards: boolean) =>
    Object.fromEntries(numbers.map((n) => [`notes/${10 + (backwards ? 59 - n : n)}.txt`, `Note ${n}.`]));
  const folders = Array.from({ length: 4 }, (_, index) => aCourse(notes(index % 2 === 1)).folder);
  const outcomes = (await Promise.all(folders.map((folder) => publishCourse({ folder })))).map(published);
  expect(outcomes.map(({ status, number }) => `${status} ${number}`)).toEqual(Array(4).fill("published 1"));
});

test("publishing within a larger transaction that fails leaves nothing behind", async () => {
  const { key, folder } = aCourse();
  const failing = db.$transaction(async (tx) => {
    published(await publishCourse({ folder }, tx));
    throw new Error("later step failed");
  });
  await expect(failing).rejects.toThrow("later step failed");
  expect(await db.course.findUnique({ where: { key } })).toBeNull();
});
