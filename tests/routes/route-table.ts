import { ROLES, type Role } from "#tests/support/whole-site.ts";
import { studioRows } from "./studio-rows.ts";

/**
 * What somebody gets: "open" is a page, data or a file; "→ /path" a redirect, without its query; "sign-in" the redirect
 * to sign in and come back; anything else the status of a refusal.
 */
type Answers = Record<Role, string>;

export interface Row {
  method: "GET" | "POST";
  answers: Answers;
  query?: string;
  /** Where they differ from `PARAMS`. */
  params?: Record<string, string>;
  form?: Record<string, string>;
  json?: string;
}

//                                         anonymous stranger fellow instructor owner admin
const by = (...answers: string[]) => Object.fromEntries(ROLES.map((role, at) => [role, answers[at]])) as Answers;
const all = (answer: string) => by(answer, answer, answer, answer, answer, answer);
const signedIn = (answer: string) => by("sign-in", answer, answer, answer, answer, answer);
const ownersOnly = (answer: string) => by("sign-in", "404", "404", "404", answer, "404");
const adminsOnly = (answer: string) => by("sign-in", "404", "404", "404", "404", answer);
const learnersOnly = (answer: string) => by("sign-in", course, answer, course, answer, answer);
const guestsOnly = by("open", "→ /learn", "→ /learn", "→ /learn", "→ /learn", "→ /learn");
const desk = by("sign-in", "404", "404", "open", "404", "open");

const course = "→ /courses/{COURSE}";
const learn = "→ /learn/{COURSE}";
const pay = "→ /payment-sandbox/pay";

type More = Omit<Row, "method" | "answers">;
const get = (answers: Answers, more: More = {}): Row => ({ method: "GET", answers, ...more });
const post = (form: Record<string, string>, answers: Answers, more: More = {}): Row => ({
  method: "POST",
  answers,
  form,
  ...more,
});
const postJson = (data: unknown, answers: Answers, more: More = {}): Row => ({
  method: "POST",
  answers,
  json: JSON.stringify(data),
  ...more,
});

const profile = { name: "Somebody Else", timeZone: "", theme: "" };
const newcomer = { name: "New Comer", email: "newcomer@example.org", password: "quite an honest sentence" };
const why = { reason: "Tried by the table" };
const giftWords = { recipientEmail: "friend@example.org", senderName: "Somebody", message: "", sendOn: "2099-01-01" };
const guestAnswers = { revision: "{REVISION}", seed: "1", "item.anxiety-1": "5", intent: "submit-anyway" };
const answer = { item: "colour", values: ["red"], sequence: 2 };

/** Every route, and how it answers each of them. */
export const ROUTES: Record<string, Row[]> = {
  _index: [get(all("open"))],
  "account._index": [get(signedIn("open")), post(profile, signedIn("→ /account"))],
  "account.confirm-email.$token": [get(all("open"), { params: { token: "{CHANGE}" } }), post({}, all("→ {SELF}"))],
  "account.data._index": [get(signedIn("open")), post({ consentId: "{CONSENT}" }, ownersOnly("→ /account/data"))],
  "account.data.delete": [get(signedIn("open")), post({ password: "a guess" }, signedIn("400"))],
  "account.data.download": [get(all("→ /account/data")), post({}, signedIn("open"))],
  "account.security": [
    get(signedIn("open")),
    // Another person's session is not ended, and nobody is told that it is there.
    post({ intent: "end-session", session: "{OWNER_SESSION}" }, signedIn("→ /account/security")),
    post({ intent: "change-password", currentPassword: "a guess", newPassword: "quite another one" }, signedIn("400")),
    post({ intent: "change-email", email: "{OWNER_MAIL}", password: "a guess" }, signedIn("400")),
  ],
  "account.time-zone": [get(all("→ /account")), post({ timeZone: "Asia/Tokyo" }, signedIn("open"))],
  "admin._index": [get(adminsOnly("open"))],
  "admin.attention": [get(adminsOnly("open")), post({ key: "reconciler", kind: "reconcile" }, adminsOnly("→ /admin/attention"))],
  "admin.audit": [get(adminsOnly("open"))],
  "admin.books.$month.lines[.]csv": [get(adminsOnly("open"), { params: { month: "2026-11" } })],
  "admin.books.$month.lines[.]json": [get(adminsOnly("open"), { params: { month: "2026-11" } })],
  "admin.books._index": [get(adminsOnly("open"))],
  "admin.products": [get(adminsOnly("open"))],
  "admin.coupons": [get(adminsOnly("open")), post({ intent: "create", code: "x" }, adminsOnly("400"))],
  "admin.events": [get(adminsOnly("open")), post({ eventId: "evt_waiting" }, adminsOnly("→ /admin/events"))],
  "admin.mail": [get(adminsOnly("open"))],
  "admin.orders.$orderNumber._index": [get(adminsOnly("open")), post({}, adminsOnly("→ /admin/orders/{ORDER}"))],
  "admin.orders.$orderNumber.refund": [get(adminsOnly("open")), post({}, adminsOnly("400"))],
  "admin.orders._index": [get(adminsOnly("open"))],
  "admin.people.$userId": [
    get(adminsOnly("open"), { query: "?course={COURSE}&lesson=closed" }),
    post({ intent: "grant", courseId: "{COURSE_ID}", grantKey: "{NOBODY}", ...why }, adminsOnly("→ {SELF}")),
    post({ intent: "revoke", entitlementId: "{ENTITLEMENT}", ...why }, adminsOnly("→ {SELF}")),
    post({ intent: "set-role", role: "instructor", ...why }, adminsOnly("→ {SELF}")),
    post({ intent: "reconcile" }, adminsOnly("→ {SELF}")),
  ],
  "admin.people._index": [get(adminsOnly("open"))],
  "articles.$slug": [get(all("open"))],
  "articles._index": [get(all("open"))],
  "account.plans.$planId._index": [get(ownersOnly("open")), post({ intent: "keep" }, ownersOnly("→ /account/plans/{PLAN}"))],
  "account.plans.$planId.cancel": [
    get(ownersOnly("open"), { params: { planId: "{OTHER_PLAN}" } }),
    post({}, ownersOnly("→ /account/plans/{OTHER_PLAN}"), { params: { planId: "{OTHER_PLAN}" } }),
  ],
  "account.plans.$planId.switch.$way": [get(ownersOnly("open")), post({}, ownersOnly("→ /account/plans/{PLAN}"))],
  "account.plans._index": [get(signedIn("open"))],
  "account.results": [get(signedIn("open"))],
  "assessments._index": [get(all("open"))],
  "assessments.$key._index": [get(all("open"))],
  // Without the cookie of a visitor's result there is none; who holds the cookie, guest-assessment.test.ts says.
  "assessments.$key.result": [
    get(all("404"), { query: "?save" }),
    post({ intent: "delete" }, all("404")),
    post({ intent: "save" }, by("sign-in", "404", "404", "404", "404", "404")),
  ],
  "assessments.$key.take": [
    get(all("open")),
    post(guestAnswers, all("→ /assessments/{ASSESSMENT}/result")),
    post({ ...guestAnswers, intent: "submit" }, all("422")),
  ],
  "attempts.$attemptId._index": [
    get(ownersOnly("open")),
    get(ownersOnly("→ /attempts/{HANDED_IN}/result"), { params: { attemptId: "{HANDED_IN}" } }),
  ],
  "attempts.$attemptId.answers": [
    get(ownersOnly("open")),
    postJson(answer, ownersOnly("open")),
    post({ "item.round": "false" }, ownersOnly("→ /learn/{COURSE}/check")),
  ],
  "attempts.$attemptId.files.$fileId": [
    get(by("sign-in", "404", "404", "404", "open", "open"), { params: { attemptId: "{HANDED_IN}" } }),
    // A file goes with its attempt alone.
    get(by("sign-in", "404", "404", "404", "404", "404")),
  ],
  "attempts.$attemptId.upload": [get(ownersOnly("open")), post({ intent: "upload" }, ownersOnly("400"))],
  // One of the two is still open, and leads there.
  "attempts.$attemptId.compare.$otherId._index": [get(ownersOnly("→ /attempts/…"), { params: { attemptId: "{HANDED_IN}" } })],
  "attempts.$attemptId.compare.$otherId.report[.]pdf": [
    get(ownersOnly("→ /attempts/…"), { params: { attemptId: "{HANDED_IN}" } }),
  ],
  "attempts.$attemptId.result": [get(ownersOnly("open"), { params: { attemptId: "{HANDED_IN}" } })],
  "attempts.$attemptId.result[.]pdf": [get(ownersOnly("open"), { params: { attemptId: "{HANDED_IN}" } })],
  "attempts.$attemptId.delete": [
    get(ownersOnly("open"), { params: { attemptId: "{PROFILE}" } }),
    post({}, ownersOnly("→ {SELF}"), { params: { attemptId: "{HANDED_IN}" } }),
  ],
  "attempts.$attemptId.share": [
    get(all("→ /attempts/{ATTEMPT}/result")),
    post({ scope: "result_and_answers" }, ownersOnly("→ /attempts/{PROFILE}/result"), { params: { attemptId: "{PROFILE}" } }),
    post({ scope: "nobody" }, ownersOnly("→ /attempts/{PROFILE}/result"), { params: { attemptId: "{PROFILE}" } }),
    post({ scope: "result" }, ownersOnly("→ /attempts/{PROFILE}/result"), { params: { attemptId: "{PROFILE}" } }),
  ],
  "attempts.$attemptId.submit": [
    get(ownersOnly("open")),
    post({ intent: "save" }, ownersOnly("→ /attempts/…")),
    post({ intent: "later" }, ownersOnly("→ /learn/{COURSE}/check")),
    post({ intent: "submit-anyway" }, ownersOnly("→ /attempts/{ATTEMPT}/result")),
  ],
  "check-your-mail": [get(all("open"))],
  "checkout.cancelled": [
    get(all("open"), { query: "?course={COURSE}" }),
    post({ intent: "remind" }, signedIn("→ /checkout/cancelled"), { query: "?course={COURSE}" }),
  ],
  "checkout.success": [
    get(ownersOnly("open"), { query: "?session_id={CHECKOUT}" }),
    // For the browser of a guest alone; guest-checkout.test.ts has one.
    post({}, all("404"), { query: "?session_id={CHECKOUT}" }),
  ],
  "claim.$token": [
    get(all("open"), { params: { token: "{CLAIM}" } }),
    post({ name: "Some Body", password: "quite an honest sentence" }, all("→ {SELF}")),
    post({ intent: "renew" }, all("→ /check-your-mail")),
  ],
  "courses.$courseSlug._index": [get(all("open"))],
  "courses.$courseSlug.buy": [
    get(all(course)),
    // Who has it by a grant, which may end, can buy it.
    post({}, by(pay, pay, pay, pay, learn, pay)),
  ],
  "courses.$courseSlug.enrol": [get(all(course)), post({}, signedIn(course))],
  "courses.$courseSlug.lessons.$lessonKey": [get(all("open"), { params: { lessonKey: "preview" } }), get(all(`${learn}/closed`))],
  "courses.$courseSlug.gift": [
    get(signedIn("open")),
    // A day too far off, so that nothing is bought.
    post({ ...giftWords, requestId: "{NOBODY}" }, signedIn("400")),
  ],
  "courses.$courseSlug.team": [
    get(signedIn("open")),
    // Too many, so that nothing is bought.
    post({ name: "A team", seats: "501", requestId: "{NOBODY}" }, signedIn("400")),
  ],
  "courses._index": [get(all("open"))],
  "forgot-password": [get(all("open")), post({ email: "nobody@example.org" }, all("→ /check-your-mail"))],
  // Whoever has a gift's link may look at it; what it opens, gifts.test.ts says.
  "gift.$token": [get(all("open"), { params: { token: "{GIFT_LINK}" } }), get(all("404")), post({}, signedIn("→ {SELF}"))],
  "gifts.$giftId": [
    get(ownersOnly("open")),
    post({ intent: "change", ...giftWords }, ownersOnly("400")),
    post({ intent: "change", recipientEmail: "nobody" }, ownersOnly("400")),
    post({ intent: "resend" }, ownersOnly("→ {SELF}")),
  ],
  "gifts._index": [get(signedIn("open"))],
  goodbye: [get(all("open"))],
  healthz: [get(all("open"))],
  accessibility: [get(all("open"))],
  "content-notes": [get(all("open"))],
  help: [get(all("open"))],
  privacy: [get(all("open"))],
  refunds: [get(all("open"))],
  terms: [get(all("open"))],
  "instructor._index": [get(desk)],
  // The instructor's own course is another one.
  "instructor.courses.$courseSlug._index": [get(adminsOnly("open"))],
  "instructor.courses.$courseSlug.assessments.$lessonKey._index": [get(adminsOnly("open"), { params: { lessonKey: "check" } })],
  "instructor.courses.$courseSlug.assessments.$lessonKey.regrade": [
    get(adminsOnly("open"), { params: { lessonKey: "check" } }),
    post({ keyRevisionId: "none", attemptIds: "none", reason: "A wrong key." }, adminsOnly("400"), {
      params: { lessonKey: "check" },
    }),
  ],
  "instructor.courses.$courseSlug.assessments.$lessonKey.results[.]csv": [
    get(adminsOnly("open"), { params: { lessonKey: "check" } }),
  ],
  "instructor.courses.$courseSlug.revenue": [get(adminsOnly("open"))],
  "instructor.courses.$courseSlug.grading.$attemptId": [
    get(adminsOnly("open"), { params: { attemptId: "{HANDED_IN}" } }),
    post({ intent: "save" }, adminsOnly("→ {SELF}"), { params: { attemptId: "{HANDED_IN}" } }),
  ],
  "instructor.courses.$courseSlug.grading._index": [
    get(adminsOnly("open")),
    post({ intent: "release-lesson", lesson: "check" }, adminsOnly("→ {SELF}")),
  ],
  "instructor.courses.$courseSlug.students.$userId": [
    get(adminsOnly("open")),
    post({ intent: "accommodate", lessonKey: "check", extraAttempts: "1", ...why }, adminsOnly("→ {SELF}")),
    post({ intent: "withdraw", lessonKey: "check", ...why }, adminsOnly("→ {SELF}")),
  ],
  // The admin runs every course, and the owner shares the result of the questionnaire.
  "instructor.courses.$courseSlug.results.$attemptId": [
    get(adminsOnly("open"), { params: { attemptId: "{HANDED_IN}" } }),
    get(adminsOnly("open"), { params: { attemptId: "{PROFILE}" } }),
  ],
  "instructor.courses.$courseSlug.staff": [
    get(adminsOnly("open")),
    post({ intent: "add", email: "nobody@example.org", role: "editor" }, adminsOnly("400")),
    post({ intent: "remove", userId: "{NOBODY}" }, adminsOnly("400")),
  ],
  "instructor.courses.$courseSlug.students._index": [get(adminsOnly("open"))],
  "instructor.courses.$courseSlug.students.enrol": [
    get(adminsOnly("open")),
    post({ intent: "look", people: "nobody@example.org", ...why }, adminsOnly("open")),
    post({ intent: "enrol", people: "nobody@example.org", ...why }, adminsOnly("400")),
  ],
  "instructor.courses.$courseSlug.students[.]csv": [get(adminsOnly("open"))],
  "learn.$courseSlug.$lessonKey._index": [
    get(learnersOnly("open")),
    get(learnersOnly("open"), { params: { lessonKey: "check" } }),
    post({}, learnersOnly(`${learn}/check`)),
  ],
  "learn.$courseSlug.$lessonKey.attempt": [
    get(all(`${learn}/closed`)),
    post({}, learnersOnly("→ /attempts/…"), {
      params: { lessonKey: "check" },
    }),
  ],
  "learn.$courseSlug.$lessonKey.next": [get(learnersOnly(`${learn}/check`))],
  "learn.$courseSlug.$lessonKey.position": [
    postJson({ position: 1, playedShare: 0.5 }, by("sign-in", "403", "open", "403", "open", "open")),
  ],
  "learn.$courseSlug._index": [get(learnersOnly("open")), post({ number: "1" }, learnersOnly("→ {SELF}"))],
  "learn._index": [get(signedIn("open"))],
  "media.$courseKey.$lessonKey.$hash.$file": [get(by("401", "403", "open", "403", "open", "open"))],
  "products.$productKey._index": [get(all("open")), get(all("404"), { params: { productKey: "{COURSE}" } })],
  "products.$productKey.buy": [get(all("→ /products/{BUNDLE}")), post({}, all(pay))],
  "orders.$orderNumber._index": [get(ownersOnly("open"))],
  "orders.$orderNumber.receipt[.]pdf": [get(ownersOnly("open"))],
  "orders._index": [get(signedIn("open"))],
  // A local site's outbox is open to everybody; that a live site's is not, accounts-outbox-live.test.ts says.
  "outbox.$mailId": [get(all("open"))],
  "outbox._index": [get(all("open"))],
  readyz: [get(all("open"))],
  "reset-password.$token": [
    get(all("open"), { params: { token: "{RESET}" } }),
    post({ password: "quite another one" }, all("→ {SELF}")),
  ],
  "robots[.]txt": [get(all("open"))],
  // Whoever has an invitation may look at it; what it opens, teams.test.ts says.
  "seat.$token": [get(all("open"), { params: { token: "{SEAT_LINK}" } }), get(all("404")), post({}, signedIn("→ {SELF}"))],
  "sign-in": [get(guestsOnly), post({ email: "{OWNER_MAIL}", password: "a guess" }, all("400"))],
  "sign-out": [get(all("→ /")), post({}, all("→ /"))],
  "sign-up": [get(guestsOnly), post(newcomer, all("→ /check-your-mail"))],
  "sitemap[.]xml": [get(all("open"))],
  ...studioRows({ get, post, by, desk, adminsOnly }),
  "teams.$teamId": [
    get(ownersOnly("open")),
    post({ intent: "invite", emails: "not an address" }, ownersOnly("400")),
    // No seat of this team; what comes of one that is, teams.test.ts says.
    post({ intent: "resend", seatId: "{NOBODY}" }, ownersOnly("404")),
    post({ intent: "take-back", seatId: "{NOBODY}" }, ownersOnly("404")),
  ],
  "teams._index": [get(signedIn("open"))],
  "verify-email.$token": [get(all("open"), { params: { token: "{VERIFY}" } }), post({}, all("→ {SELF}"))],
  "webhooks.stripe": [get(all("405")), postJson({ id: "evt_forged", type: "checkout.session.completed" }, all("400"))],
  "welcome.$token": [get(all("open"), { params: { token: "{WELCOME}" } }), post(newcomer, all("→ {SELF}"))],
};
