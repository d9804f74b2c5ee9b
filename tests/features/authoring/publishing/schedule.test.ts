import { beforeEach, describe, expect, test } from "vitest";
import { changeDraft } from "#app/features/authoring/change-draft.server.ts";
import { publishDraft } from "#app/features/authoring/publish-draft.server.ts";
import { cancelPublication } from "#app/features/authoring/publishing/cancel-publication.server.ts";
import { publishDueDrafts } from "#app/features/authoring/publishing/publish-due-drafts.server.ts";
import { readSchedule } from "#app/features/authoring/publishing/schedule.queries.server.ts";
import { schedulePublication } from "#app/features/authoring/publishing/schedule-publication.server.ts";
import { now, shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aDraft } from "#tests/support/drafts.ts";
import { mailsTo } from "#tests/support/outbox.ts";

const HOUR = 60 * 60 * 1000;
beforeEach(async () => {
  shiftClock(0);
  await db.scheduledPublication.updateMany({ where: { doneAt: null }, data: { doneAt: now(), waitingSlot: null } });
});

/** A day from now by the clocks of Berlin, in whole minutes. */
const tomorrow = (timeZone = "Europe/Berlin", hours = 24) =>
  new Date(now().getTime() + hours * HOUR).toLocaleString("sv-SE", { timeZone }).slice(0, 16).replace(" ", "T");

async function aPlan(given: { at?: string; timeZone?: string; revision?: number } = {}) {
  const draft = await aDraft();
  const { draftId, courseKey, viewer } = draft;
  const ask = {
    draftId,
    courseKey,
    authorId: viewer.id,
    revision: 1,
    at: tomorrow(),
    timeZone: "Europe/Berlin",
    notes: "New words",
  };
  const planned = await schedulePublication({ ...ask, ...given });
  const change = (basedOn: number, path: string, text: string) =>
    changeDraft({
      draftId,
      authorId: viewer.id,
      way: "studio",
      what: "Changed",
      basedOn,
      changes: new Map([[path, Buffer.from(text)]]),
    });
  const releases = () => db.release.findMany({ where: { courseId: draft.courseId }, orderBy: { number: "asc" } });
  const plan = () => db.scheduledPublication.findFirstOrThrow({ where: { draftId }, orderBy: { id: "desc" } });
  return { ...draft, ask, planned, change, releases, plan };
}
const later = (hours: number) => {
  shiftClock(hours * HOUR);
  return publishDueDrafts();
};

test("a draft is published at its moment and not before, once however many look, with its notes and in its author's name", async () => {
  const { planned, releases, plan, viewer, draftId, courseId } = await aPlan();
  expect(planned).toMatchObject({ status: "scheduled" });
  const at = (planned as { publishAt: Date }).publishAt.getTime();
  expect(Math.abs(at - now().getTime() - 24 * HOUR)).toBeLessThan(61_000);
  expect(await readSchedule({ draftId, courseId })).toMatchObject({ waiting: { revision: 1 }, failed: null });
  expect(await later(23)).toBe(0);
  expect(await releases()).toEqual([]);
  shiftClock(25 * HOUR);
  const runs = await Promise.all(Array.from({ length: 6 }, publishDueDrafts));
  expect(runs.reduce((sum, one) => sum + one, 0)).toBe(1);
  expect(await releases()).toMatchObject([{ number: 1, notes: "New words", publishedById: viewer.id }]);
  expect(await plan()).toMatchObject({ outcome: "published", waitingSlot: null });
  expect(await readSchedule({ draftId, courseId })).toEqual({ waiting: null, failed: null });
});

test("what is changed after it was planned is not in it", async () => {
  const { change, releases } = await aPlan();
  await change(1, "modules/first/one.md", "---\nkey: one\ntitle: Not yet\nsummary: A lesson.\n---\nText.\n");
  expect(await later(25)).toBe(1);
  expect(JSON.stringify((await releases())[0]!.manifest)).not.toContain("Not yet");
});

describe("it is not published", () => {
  test("where it was taken back", async () => {
    const { draftId, plan, releases } = await aPlan();
    const { id } = await plan();
    expect(await cancelPublication({ draftId: "another", scheduledId: id })).toBe(false);
    expect(await cancelPublication({ draftId, scheduledId: id })).toBe(true);
    expect(await cancelPublication({ draftId, scheduledId: id })).toBe(false);
    expect(await later(25)).toBe(0);
    expect(await releases()).toEqual([]);
  });

  test("where the draft was published by hand meanwhile: nothing older comes back", async () => {
    const { draftId, courseKey, viewer, change, releases } = await aPlan();
    await change(1, "modules/first/one.md", "---\nkey: one\ntitle: Newer\nsummary: A lesson.\n---\nText.\n");
    expect(await publishDraft({ draftId, courseKey, publishedById: viewer.id, revision: 2 })).toMatchObject({
      status: "published",
    });
    expect(await later(25)).toBe(0);
    expect(await releases()).toHaveLength(1);
  });

  test("where its author may no longer publish the course, who is told so", async () => {
    const { courseId, draftId, viewer, releases } = await aPlan();
    await db.courseStaff.updateMany({ where: { courseId }, data: { role: "viewer" } });
    expect(await later(25)).toBe(0);
    expect(await releases()).toEqual([]);
    expect(await readSchedule({ draftId, courseId })).toMatchObject({ failed: { because: "not-allowed" } });
    expect(await mailsTo(viewer.email)).toMatchObject([{ kind: "not-published", text: expect.stringContaining("no longer") }]);
  });

  test("where it has faults by then, with a mail that names them, once", async () => {
    const { courseId, draftId, viewer, releases } = await aPlan();
    // As a stricter checker of a newer version finds them.
    const { blobHash } = await db.draftFile.findFirstOrThrow({ where: { draftId, path: "modules/first/two.md" } });
    await db.draftChange.updateMany({ where: { draftId, path: "modules/first/one.md" }, data: { after: blobHash } });
    expect(await later(25)).toBe(0);
    expect(await later(26)).toBe(0);
    expect(await releases()).toEqual([]);
    expect(await readSchedule({ draftId, courseId })).toMatchObject({ waiting: null, failed: { because: "faults" } });
    const [mail, ...more] = await mailsTo(viewer.email);
    expect(more).toEqual([]);
    expect(mail?.text).toMatch(/modules\/first\/(one|two)\.md, line \d+/);
  });
});

test("what cannot be planned is refused with its reason, and nothing waits", async () => {
  const { ask, draftId, change } = await aPlan({ at: "never" });
  const plan = (given: Partial<typeof ask>) => schedulePublication({ ...ask, ...given });
  for (const at of ["", "2027-02-30T10:00", "2027-02-01", "tomorrow"])
    expect(await plan({ at })).toEqual({ status: "refused", reason: "bad-time" });
  expect(await plan({ at: tomorrow("Europe/Berlin", -1) })).toEqual({ status: "refused", reason: "over" });
  expect(await plan({ at: tomorrow("Europe/Berlin", 24 * 400) })).toEqual({ status: "refused", reason: "too-far" });
  expect(await plan({ revision: 7 })).toEqual({ status: "refused", reason: "moved-on" });
  expect(await db.scheduledPublication.count({ where: { draftId } })).toBe(0);
  const both = await Promise.all([plan({}), plan({})]);
  expect(both.map(({ status }) => status).sort()).toEqual(["refused", "scheduled"]);
  expect(both).toContainEqual({ status: "refused", reason: "one-waits" });
  await cancelPublication({ draftId });
  await change(1, "course.yaml", "key: other\n");
  expect(await plan({ revision: 2 })).toEqual({ status: "refused", reason: "faults" });
});

test("the moment is by the clocks of who plans it", async () => {
  const at = tomorrow("UTC");
  const moments = [];
  for (const timeZone of ["UTC", "America/New_York", "Asia/Kolkata"]) {
    const { planned } = await aPlan({ at, timeZone });
    moments.push((planned as { publishAt?: Date }).publishAt?.getTime());
  }
  const [utc, newYork, kolkata] = moments as number[];
  expect([4, 5]).toContain((newYork! - utc!) / HOUR);
  expect((utc! - kolkata!) / HOUR).toBe(5.5);
});
