import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { decideLessonAccess } from "#app/features/access/lesson-access.server.ts";
import { claimAccount } from "#app/features/accounts/claim-account.server.ts";
import { enrolPeople, previewEnrolment } from "#app/features/insights/enrol/enrol-people.server.ts";
import { readPeople } from "#app/features/insights/enrol/read-people.ts";
import { readStaffCourse } from "#app/features/insights/staff-course.queries.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aCourse } from "#tests/support/courses.ts";
import { onStaff } from "#tests/support/enrolments.ts";
import { mailsTo, tokenFor } from "#tests/support/outbox.ts";
import { PASSWORD } from "#tests/support/people.ts";
import { aGrant, aViewer } from "#tests/support/viewers.ts";

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY);
const anAddress = () => `enrolled-${randomUUID()}@example.org`;

async function anOwnedCourse() {
  const published = await aCourse();
  const owner = await aViewer({ role: "instructor", name: "Olu Owner" });
  await onStaff(owner, published);
  const course = (await readStaffCourse(owner, published.key))!;
  const preview = (written: string, until: Date | null = null) =>
    previewEnrolment({ course, people: readPeople(written).people, until });
  const enrol = async (written: string, given: { until?: Date | null; seen?: string; requestId?: string } = {}) => {
    const { until = null, requestId = randomUUID() } = given;
    const seen = given.seen ?? (await preview(written, until)).seen;
    const people = readPeople(written).people;
    return enrolPeople({ actor: owner, course, people, until, reason: "A scholarship.", seen, requestId });
  };
  const opens = async (userId: string) =>
    (
      await decideLessonAccess({
        courseId: course.id,
        viewer: { id: userId, role: "student" },
        lessonKey: published.manifest.modules[0]!.lessons.at(-1)!.key,
      })
    ).decision.allowed;
  return { published, course, owner, preview, enrol, opens };
}

test("who has an account gets the course, a line in the audit log and one mail with the way in", async () => {
  const { course, owner, enrol, opens } = await anOwnedCourse();
  const student = await aViewer();
  expect(await enrol(`${student.email.toUpperCase()}, Somebody Else`)).toEqual({ status: "enrolled", count: 1 });
  expect(await opens(student.id)).toBe(true);
  expect(await db.user.findUnique({ where: { id: student.id }, select: { name: true } })).toEqual({ name: student.name });
  const [mail, ...more] = await mailsTo(student.email);
  expect(more).toEqual([]);
  expect(mail?.text).toContain(`Olu Owner has given you ${course.title}. It is open to you without an end.`);
  expect(mail?.text).toContain(`/sign-in?returnTo=%2Flearn%2F${course.key}`);
  expect(await db.auditEntry.findMany({ where: { subjectId: student.id } })).toMatchObject([
    { action: "entitlement.grant", actorId: owner.id, reason: "A scholarship.", detail: { longer: false, endsAt: null } },
  ]);
  expect(await db.enrolment.count({ where: { userId: student.id, courseId: course.id } })).toBe(1);
});

test("who has no account comes in by the link of their mail, under the name they choose", async () => {
  const { enrol, opens } = await anOwnedCourse();
  const email = anAddress();
  const until = inDays(30);
  expect(await enrol(`Ann Smith <${email}>`, { until })).toEqual({ status: "enrolled", count: 1 });
  const token = await tokenFor(email, "claim");
  const claimed = await claimAccount({ token, name: "Annie", password: PASSWORD, userAgent: "Test" });
  if (claimed.status !== "claimed") throw new Error(claimed.reason);
  expect(await opens(claimed.userId)).toBe(true);
  expect(await db.entitlement.findMany({ where: { userId: claimed.userId } })).toMatchObject([
    { source: "manual", endsAt: until },
  ]);
});

test("access gets longer and never shorter; for whom nothing changes there is no mail and no row", async () => {
  const { course, enrol, preview } = await anOwnedCourse();
  const [short, long] = [await aViewer(), await aViewer()];
  await aGrant({ userId: short.id, courseId: course.id, endsAt: inDays(3) });
  await aGrant({ userId: long.id, courseId: course.id, endsAt: inDays(300) });
  const list = `${short.email}\n${long.email}`;
  expect((await preview(list, inDays(30))).effects.map(({ effect }) => effect)).toEqual(["longer", "keeps"]);
  expect(await enrol(list, { until: inDays(30) })).toEqual({ status: "enrolled", count: 1 });
  expect(await mailsTo(long.email)).toEqual([]);
  expect((await mailsTo(short.email)).map(({ subject }) => subject)).toEqual([`${course.title} stays open to you`]);
  expect(await db.entitlement.count({ where: { userId: long.id } })).toBe(1);
  expect(await enrol(list, { until: inDays(20) })).toEqual({ status: "refused", reason: "nobody" });
});

test("the same form sent five times at once gives and mails once, and says so each time", async () => {
  const { enrol, preview } = await anOwnedCourse();
  const emails = [anAddress(), anAddress(), anAddress()];
  const list = emails.join("\n");
  const { seen } = await preview(list);
  const requestId = randomUUID();
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => enrol(list, { seen, requestId })));
  expect(outcomes).toEqual(Array.from({ length: 5 }, () => ({ status: "enrolled", count: 3 })));
  for (const email of emails) {
    expect(await mailsTo(email)).toHaveLength(1);
    expect(await db.entitlement.count({ where: { user: { email } } })).toBe(1);
  }
});

test("two lists at once that share people give each of them once: the second is shown again", async () => {
  const { enrol, preview } = await anOwnedCourse();
  const shared = anAddress();
  const [one, other] = [`${shared}\n${anAddress()}`, `${anAddress()}\n${shared}`];
  const [seenOne, seenOther] = [(await preview(one)).seen, (await preview(other)).seen];
  const outcomes = await Promise.all([enrol(one, { seen: seenOne }), enrol(other, { seen: seenOther })]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["enrolled", "refused"]);
  const refused = outcomes.find((outcome) => outcome.status === "refused")!;
  if (!("preview" in refused)) throw new Error("It is not shown again.");
  expect(refused.preview.effects.find(({ email }) => email === shared)).toMatchObject({ effect: "keeps", from: null });
  expect(await db.entitlement.count({ where: { user: { email: shared } } })).toBe(1);
  expect(await mailsTo(shared)).toHaveLength(1);
});

test("all of a list or none: where one row fails, no account, no access and no mail is left", async () => {
  const { course, owner, preview } = await anOwnedCourse();
  const emails = [anAddress(), anAddress()];
  const people = readPeople(emails.join("\n")).people;
  const { seen } = await preview(emails.join("\n"));
  const ask = { actor: { ...owner, name: "a\u0000b" }, course, people, until: null, reason: "x", seen, requestId: randomUUID() };
  // The database refuses the byte in the last thing that is written: the mails.
  await expect(enrolPeople(ask)).rejects.toThrow();
  expect(await db.user.count({ where: { email: { in: emails } } })).toBe(0);
  expect(await db.outboxMail.count({ where: { to: { in: emails } } })).toBe(0);
});

test("editors, graders, viewers and other instructors enrol nobody; owners and admins do", async () => {
  const { published, preview } = await anOwnedCourse();
  for (const role of ["editor", "grader", "viewer", null, "owner", "admin"] as const) {
    const actor = await aViewer({ role: role === "admin" ? "admin" : "instructor" });
    if (role && role !== "admin") await onStaff(actor, published, role);
    const course = (await readStaffCourse(actor, published.key)) ?? {
      id: published.courseId,
      key: published.key,
      title: "x",
      staffRole: null,
      currentReleaseId: published.releaseId,
    };
    const email = anAddress();
    const people = readPeople(email).people;
    const { seen } = await preview(email);
    const outcome = await enrolPeople({ actor, course, people, until: null, reason: "x", seen, requestId: randomUUID() });
    const may = role === "owner" || role === "admin";
    expect(outcome).toEqual(may ? { status: "enrolled", count: 1 } : { status: "refused", reason: "not-allowed" });
    expect(await mailsTo(email)).toHaveLength(may ? 1 : 0);
  }
});

test("the longest list is done in one go", async () => {
  const { enrol } = await anOwnedCourse();
  const list = Array.from({ length: 500 }, anAddress).join("\n");
  expect(await enrol(list)).toEqual({ status: "enrolled", count: 500 });
});
