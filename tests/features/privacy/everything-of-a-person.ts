import { randomUUID } from "node:crypto";
import { makeLink } from "#app/features/accounts/one-time-link.server.ts";
import { setRole } from "#app/features/accounts/set-role.server.ts";
import { shareResult } from "#app/features/assessment/share-result.server.ts";
import { redeemGift } from "#app/features/checkout/gifts/redeem-gift.server.ts";
import { joinTeam } from "#app/features/checkout/teams/join-team.server.ts";
import { completeLesson } from "#app/features/learning/complete-lesson.server.ts";
import { db } from "#app/platform/db.server.ts";
import { queueMail } from "#app/platform/mail/queue-mail.server.ts";
import type { SandboxControls } from "#app/platform/stripe/sandbox/controls.ts";
import { aCheck, profileAnswers } from "#tests/support/assessment-builders.ts";
import { aSentGift, giftWords } from "#tests/support/gifts.ts";
import { aCookieOf, anAdmin } from "#tests/support/people.ts";
import { aProfileCourse, aTaker, begin, takeProfile } from "#tests/support/profile-takers.ts";
import { aCoupon, aCourseForSale, anOpenCheckout, aPurchase } from "#tests/support/shop.ts";
import { aTeam } from "#tests/support/teams.ts";
import { aGrant } from "#tests/support/viewers.ts";

/**
 * Somebody with a row in every table that can have one of theirs: an order paid and one left, grants, progress, attempts
 * open, handed in and deleted, shares, consents, mails, links, sessions, lines of the log.
 */
export async function everythingOf(name: string, controls: SandboxControls) {
  const admin = await anAdmin({ name: "Somebody Who Runs It" });
  const course = await aProfileCourse({ check: aCheck() });
  const viewer = await aTaker(course, { name, email: `${name.toLowerCase()}@${name.toLowerCase()}.example.org` });
  const userId = viewer.id;
  const [bought, left] = [await aCourseForSale(), await aCourseForSale()];
  const { code } = await aCoupon();
  const purchase = await aPurchase(bought, controls, viewer, code);
  const open = await anOpenCheckout(left, viewer);
  const signed = { senderName: name, message: `From ${name}` };
  await aSentGift(bought, controls, { buyer: viewer, words: giftWords(signed) });
  await aSentGift(left, controls, { words: giftWords({ recipientEmail: viewer.email }) });
  const taken = await aSentGift(left, controls);
  await redeemGift({ userId, token: taken.token });
  const team = await aTeam(left, controls, { owner: viewer, name: `${name} and friends`, emails: [viewer.email] });
  await joinTeam({ userId: (await anAdmin()).id, token: team.tokens[0]! });
  const other = await aTeam(await aCourseForSale(), controls, { emails: [viewer.email] });
  await joinTeam({ userId, token: other.tokens[0]! });
  await completeLesson({ viewer, courseKey: course.key, lessonKey: "intro" });
  const shared = await takeProfile(viewer, course, profileAnswers(7, 1));
  await shareResult({ userId, attemptId: shared, scope: "result_and_answers" });
  const check = await takeProfile(viewer, course, { colour: "red" }, "check");
  const going = await begin(viewer, course, { "anxiety-1": 2 });
  await aGrant({ userId, courseId: bought.courseId });
  await setRole({ actorId: admin.id, userId, role: "instructor", reason: `${name} teaches now` });
  await db.courseStaff.create({ data: { courseId: bought.courseId, userId, role: "grader" } });
  const detail = { before: `earlier-${name.toLowerCase()}@example.org`, after: viewer.email };
  const log = { actorId: userId, action: "account.change-email", subjectKind: "user", subjectId: userId };
  await db.auditEntry.create({ data: { ...log, detail } });
  const verify = makeLink({ purpose: "change_email", userId, email: `next-${name.toLowerCase()}@example.org` });
  await db.accountToken.create({ data: verify.row });
  for (const to of [viewer.email, detail.before, `next-${name.toLowerCase()}@example.org`]) {
    await queueMail({ to, kind: "letter", subject: `To ${name}`, text: `Follow ${verify.token}` }, db);
  }
  await aGradedFile(name, check, admin.id);
  await aSavedGuestResult(userId, shared);
  const { enrolmentId } = await db.attempt.findUniqueOrThrow({ where: { id: check } });
  const granted = { version: 1, extraAttempts: 1, reason: `${name} was ill`, grantedById: admin.id, grantedAt: new Date() };
  const place = { enrolmentId: enrolmentId!, lessonKey: "check" };
  await db.accommodation.upsert({
    where: { enrolmentId_lessonKey: place },
    create: { ...place, ...granted },
    update: granted,
  });
  const cookie = await aCookieOf(viewer);
  return {
    viewer,
    userId,
    admin,
    course,
    bought,
    purchase,
    open,
    attempts: { shared, check, going },
    token: verify.token,
    cookie,
  };
}

async function aGradedFile(name: string, attemptId: string, graderId: string) {
  const { hash } = await db.uploadBlob.create({ data: { hash: randomUUID(), size: 3, mediaType: "text/plain" } });
  const own = { attemptId, itemKey: "colour" };
  await db.answerFile.create({ data: { ...own, name: `by-${name}.txt`, blobHash: hash } });
  const released = { marks: { points: 1 }, feedback: `Well done, ${name}.`, releasedAt: new Date(), releasedById: graderId };
  await db.grade.create({ data: { ...own, ...released, note: "For graders alone", revision: 1, graderId } });
}

/** As a claim leaves it: whose it was, and nothing of what it said. */
async function aSavedGuestResult(userId: string, attemptId: string) {
  const { courseId, revisionId } = await db.attempt.findUniqueOrThrow({ where: { id: attemptId } });
  const at = new Date();
  const what = { courseId, revisionId, seed: 1, scorerVersion: 1, wordsVersion: 1, createdAt: at, expiresAt: at };
  await db.guestResult.create({ data: { tokenHash: randomUUID(), ...what, claimedAt: at, claimedById: userId } });
}
