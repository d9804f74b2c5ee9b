import { randomUUID } from "node:crypto";
import { stringify } from "yaml";
import { makeLink } from "#app/features/accounts/one-time-link.server.ts";
import { CONSENT_VERSION } from "#app/features/assessment/consent-words.ts";
import { saveAnswer } from "#app/features/assessment/save-answer.server.ts";
import { shareResult } from "#app/features/assessment/share-result.server.ts";
import { beginDraft } from "#app/features/authoring/begin-draft.server.ts";
import { sha256 } from "#app/features/courseware/course-folder.server.ts";
import { publishCourse } from "#app/features/courseware/publish-course.server.ts";
import { publishPages } from "#app/features/courseware/publish-pages.server.ts";
import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import { completeLesson } from "#app/features/learning/complete-lesson.server.ts";
import { finishAssessment } from "#app/features/learning/finish-assessment.server.ts";
import { startAssessment } from "#app/features/learning/start-assessment.server.ts";
import { db } from "#app/platform/db.server.ts";
import { queueMail } from "#app/platform/mail/queue-mail.server.ts";
import { readSession } from "#app/platform/sessions/session.server.ts";
import { uploadStorage } from "#app/platform/storage/storage.server.ts";
import { aCheck, aProfile, profileAnswers } from "./assessment-builders.ts";
import { aCourseFolder } from "./course-folder.ts";
import { aCourse } from "./courses.ts";
import { onStaff } from "./enrolments.ts";
import { aSentGift } from "./gifts.ts";
import { aCookieOf, anAdmin, anInstructor, aStudent } from "./people.ts";
import { aCourseByPlan, aPlan } from "./plans.ts";
import { aBundle } from "./products.ts";
import { aPublicAssessment } from "./public-assessments.ts";
import { startSandbox } from "./sandbox.ts";
import { aPurchase } from "./shop.ts";
import { aTeam } from "./teams.ts";
import { aGrant } from "./viewers.ts";

/** Who comes to the site, in the order of the columns of the route table. */
export const ROLES = ["anonymous", "stranger", "fellow", "instructor", "owner", "admin"] as const;
export type Role = (typeof ROLES)[number];

export type WholeSite = Awaited<ReturnType<typeof aWholeSite>>;

/**
 * A site with something behind every address: a paid course with a free lesson, a closed one, one with a file and an
 * assessment; an owner who has bought it, handed in one attempt and is in the middle of another; a fellow who has the
 * course too, a stranger who has not, an instructor of another course, and an admin. `names` holds what stands in
 * addresses and forms, by the placeholder that a table writes for it.
 */
export async function aWholeSite() {
  const sandbox = await startSandbox();
  const welcome = makeLink({ purpose: "first_instructor" });
  const [owner, fellow, stranger] = [await aStudent({ name: "Olga Owner" }), await aStudent(), await aStudent()];
  const [instructor, author, admin] = [await anInstructor(), await anInstructor(), await anAdmin()];
  const course = await aPaidCourse(author.id);
  await beginDraft({ courseId: course.courseId, authorId: author.id });
  const free = await aCourse();
  const foreign = await aCourse({ ownerId: instructor.id });
  const bundle = await aBundle([course, await aCourse({ price: { amount: 3_900, currency: "usd" } })]);
  await onStaff(stranger, foreign, "grader");
  await aGrant({ userId: fellow.id, courseId: course.courseId });

  const open = await aPublicAssessment();
  const purchase = await aPurchase(course, sandbox.controls, owner);
  const given = await aSentGift(course, sandbox.controls, { buyer: owner });
  const team = await aTeam(course, sandbox.controls, { owner, emails: ["member@example.org"] });
  const plan = await aPlan(await aCourseByPlan(), "monthly", sandbox.controls, { buyer: owner });
  const otherPlan = await aPlan(await aCourseByPlan(), "monthly", sandbox.controls, { buyer: owner });
  const cookie = await aCookieOf(owner);
  const { viewer } = await readSession(cookie);
  if (!viewer) throw new Error("The owner is not signed in.");
  await completeLesson({ viewer, courseKey: course.key, lessonKey: "preview" });
  const handedIn = await anAnsweredAttempt(viewer, course.key);
  await finishAssessment({ userId: owner.id, attemptId: handedIn });
  const attempt = await anAnsweredAttempt(viewer, course.key);
  const profile = await aSharedProfile(viewer, course.key);
  const consent = await db.consent.findFirstOrThrow({ where: { userId: owner.id } });

  const verify = makeLink({ purpose: "verify_email", userId: owner.id, email: owner.email });
  const reset = makeLink({ purpose: "reset_password", userId: owner.id, email: owner.email });
  const change = makeLink({ purpose: "change_email", userId: owner.id, email: "olga-next@example.org" });
  const claim = makeLink({ purpose: "claim_account", userId: owner.id, email: owner.email });
  await db.accountToken.createMany({ data: [claim.row, welcome.row, verify.row, reset.row, change.row] });
  await queueMail({ to: owner.email, kind: "letter", subject: "To the owner", text: "Only for the owner." }, db);
  const mail = await db.outboxMail.findFirstOrThrow({ where: { subject: "To the owner" } });
  const event = { type: "charge.something", livemode: false, payload: {}, orderId: purchase.orderId };
  await db.stripeEvent.create({ data: { id: "evt_waiting", ...event } });
  await db.article.create({ data: anArticle(course.key) });
  await publishPages("content/pages");
  const entitlement = await db.entitlement.findFirstOrThrow({ where: { userId: owner.id, source: "order" } });

  return {
    sandbox,
    course,
    people: { stranger, fellow, instructor, owner, admin },
    /** The owner's session, open all the time. */
    ownerCookie: cookie,
    names: {
      COURSE: course.key,
      COURSE_ID: course.courseId,
      BUNDLE: bundle.key,
      FREE: free.key,
      FREE_ID: free.courseId,
      ASSESSMENT: open.key,
      REVISION: open.revisionId,
      HASH: course.manifest.media["sheet.txt"]?.hash.slice(0, 16) ?? "",
      ATTEMPT: attempt,
      HANDED_IN: handedIn,
      FILE: await anAnswerFile(handedIn),
      PROFILE: profile,
      CONSENT: consent.id,
      ORDER: String(purchase.orderNumber),
      CHECKOUT: purchase.sessionId,
      ENTITLEMENT: entitlement.id,
      GIFT: given.giftId,
      GIFT_LINK: given.token,
      TEAM: team.teamId,
      SEAT_LINK: team.tokens[0]!,
      PLAN: plan.planId,
      OTHER_PLAN: otherPlan.planId,
      OWNER: owner.id,
      OWNER_MAIL: owner.email,
      OWNER_SESSION: viewer.sessionHash,
      MAIL: mail.id,
      VERIFY: verify.token,
      RESET: reset.token,
      CHANGE: change.token,
      CLAIM: claim.token,
      WELCOME: welcome.token,
      // Of the form of a token, and nobody's.
      NO_TOKEN: makeLink({ purpose: "verify_email" }).token,
      NOBODY: randomUUID(),
    } as Record<string, string>,
  };
}

const aQuestionnaire = {
  key: "styles",
  required: false,
  assessment: aProfile({ profiles: aProfile().profiles.map(({ reading: _reading, ...profile }) => profile) }),
};

/** Handed in, and its result shared with who runs the course. */
async function aSharedProfile(viewer: Parameters<typeof startAssessment>[0]["viewer"], courseKey: string): Promise<string> {
  const started = await startAssessment({ viewer, courseKey, lessonKey: "styles", consent: CONSENT_VERSION });
  if (started.status !== "opened") throw new Error(`No attempt: ${JSON.stringify(started)}`);
  const { attemptId } = started;
  for (const [itemKey, value] of Object.entries(profileAnswers(2, 3))) {
    await saveAnswer({ userId: viewer.id, attemptId, itemKey, value, sequence: 1 });
  }
  await finishAssessment({ userId: viewer.id, attemptId });
  const shared = await shareResult({ userId: viewer.id, attemptId, scope: "result" });
  if (shared.status !== "shared") throw new Error(`Not shared: ${shared.reason}`);
  return attemptId;
}

async function aPaidCourse(ownerId: string) {
  const lessons = [
    { key: "preview", preview: true },
    "closed",
    { key: "check", assessment: aCheck({ attempts: 9 }) },
    "last",
    aQuestionnaire,
  ];
  const folder = aCourseFolder({ key: "paid-course", price: { amount: 14_900, currency: "usd" }, lessons });
  const downloads = [{ file: "sheet.txt", title: "The sheet", description: "To print." }];
  const front = { key: "closed", title: "Closed", kind: "text", summary: "A lesson.", downloads };
  folder.files.set("modules/first/closed.md", Buffer.from(`---\n${stringify(front)}---\nBehind the wall.\n`));
  folder.files.set("media/sheet.txt", Buffer.from("Paid for.\n"));
  const published = await publishCourse({ folder, ownerId });
  if (published.status === "refused") throw new Error(JSON.stringify(published.faults));
  const { courseId, courseKey, releaseId } = published;
  return { courseId, releaseId, key: courseKey, manifest: await loadManifest(releaseId) };
}

async function anAnsweredAttempt(viewer: Parameters<typeof startAssessment>[0]["viewer"], courseKey: string): Promise<string> {
  const started = await startAssessment({ viewer, courseKey, lessonKey: "check" });
  if (started.status !== "opened") throw new Error(`No attempt: ${started.status}`);
  const answer = { userId: viewer.id, attemptId: started.attemptId, itemKey: "colour", value: ["red"], sequence: 1 };
  const saved = await saveAnswer(answer);
  if (saved.status !== "saved") throw new Error(`No answer: ${saved.status}`);
  return started.attemptId;
}

async function anAnswerFile(attemptId: string): Promise<string> {
  const bytes = Buffer.from("Only for the owner.");
  const hash = sha256(bytes);
  await db.uploadBlob.create({ data: { hash, size: bytes.length, mediaType: "text/plain" } });
  await uploadStorage().put(hash, bytes, "text/plain");
  const { id } = await db.answerFile.create({ data: { attemptId, itemKey: "colour", blobHash: hash, name: "own.txt" } });
  return id;
}

function anArticle(courseKey: string) {
  const words = { title: "An article", summary: "It says a thing.", html: "<p>A thing.</p>", text: "A thing." };
  return { key: "an-article", ...words, headings: [], courseKey, publishedAt: new Date("2026-01-01"), digest: "d" };
}
