import { expect, test } from "vitest";
import { stringify } from "yaml";
import { claimGuestResult } from "#app/features/assessment/claim-guest-result.server.ts";
import {
  cardOf,
  findPublicAssessment,
  listPublicAssessments,
} from "#app/features/assessment/public-assessments.queries.server.ts";
import { readSitemap } from "#app/features/catalog/sitemap.queries.server.ts";
import { compileCourse } from "#app/features/courseware/compile-course.server.ts";
import { publishCourse } from "#app/features/courseware/publish-course.server.ts";
import { parseInstrument } from "#app/features/instruments/parse-instrument.ts";
import { readAssessmentPanel } from "#app/features/learning/assessment-panel.queries.server.ts";
import { aCheck } from "#tests/support/assessment-builders.ts";
import { aCourseFolder } from "#tests/support/course-folder.ts";
import { aCourse } from "#tests/support/courses.ts";
import { anEnrolment } from "#tests/support/enrolments.ts";
import { aStudent } from "#tests/support/people.ts";
import { aGuestResult, aPublicAssessment, aPublicProfile } from "#tests/support/public-assessments.ts";

const faultsOf = (data: unknown) => parseInstrument(data).faults.map(({ path, message }) => [path.join("."), message]);

test("only a profile without a time limit can be public", () => {
  expect(faultsOf(aPublicProfile())).toEqual([]);
  expect(faultsOf(aCheck({ public: false }))).toEqual([]);
  expect(faultsOf(aCheck({ public: true }))).toEqual([["public", expect.stringContaining("Only a profile can be public")]]);
  expect(faultsOf(aPublicProfile({ minutes: 5 }))).toEqual([["minutes", expect.stringContaining("no time limit")]]);
  expect(faultsOf(aPublicProfile({ public: "yes" }))).toEqual([["public", expect.any(String)]]);
  const letter = { key: "letter", kind: "long-text", prompt: "Write." };
  const withLetter = aPublicProfile({ items: [...aPublicProfile().items, letter] });
  expect(faultsOf(withLetter)).toContainEqual(["items.8.kind", expect.stringContaining("needs somebody with an account")]);
});

test("what is published and public is listed, found and in the sitemap, and nothing else", async () => {
  const assessment = await aPublicAssessment({ title: "Ways to be close" });
  const hidden = aPublicProfile({ public: false });
  await aCourse({ lessons: [{ key: "hidden", assessment: hidden }] });
  const listed = (await listPublicAssessments()).filter(({ key }) => [assessment.key, hidden.key].includes(key));
  const summary = "Eight statements. It is short.";
  expect(listed).toEqual([{ key: assessment.key, title: "Ways to be close", summary, items: 8, minutes: 2 }]);
  expect(await findPublicAssessment(hidden.key)).toBeNull();
  expect(await findPublicAssessment("no-such")).toBeNull();
  const paths = (await readSitemap({ now: new Date() })).map(({ path }) => path);
  expect(paths).toContain("/assessments");
  expect(paths).toContain(`/assessments/${assessment.key}`);
  expect(paths).not.toContain(`/assessments/${hidden.key}`);
});

test("a public assessment needs no lesson, and a course without one has the manifest it always had", async () => {
  const profile = aPublicProfile();
  const folder = aCourseFolder();
  const plain = compileCourse(folder);
  expect(plain.manifest).not.toHaveProperty("publicAssessments");
  folder.files.set(`assessments/${profile.key}.yaml`, Buffer.from(stringify(profile)));
  expect(compileCourse(folder).warnings.filter(({ file }) => file === `assessments/${profile.key}.yaml`)).toMatchObject([
    ...profile.profiles.map(() => ({ message: expect.stringContaining("no reading") })),
  ]);
  expect((await publishCourse({ folder })).status).toBe("published");
  expect(await findPublicAssessment(profile.key)).toMatchObject({ key: profile.key, instrument: { title: "Styles" } });
});

test("a key that two courses have is that of the course which was there first", async () => {
  const first = await aPublicAssessment();
  const second = await aCourse({ lessons: [{ key: "styles", assessment: { ...first.profile, title: "A copy" } }] });
  const found = await findPublicAssessment(first.key);
  expect(found).toMatchObject({ courseId: first.course.courseId, instrument: { title: "Styles" } });
  expect(second.manifest.publicAssessments).toHaveLength(1);
  const paths = (await readSitemap({ now: new Date() })).filter(({ path }) => path === `/assessments/${first.key}`);
  expect(paths).toHaveLength(1);
});

test("the summary is plain text", () => {
  const instrument = {
    title: "T",
    intro: "<p>A &#x26; B, &quot;so&quot; &#x3C;b&gt; <em>now</em>.</p><p>More.</p>",
    items: [{}],
  };
  expect(cardOf({ key: "k", instrument } as never).summary).toBe('A & B, "so" <b> now.');
});

test("somebody who learns in the course finds the saved result at its lesson, beside the attempts and not among them", async () => {
  const assessment = await aPublicAssessment();
  const { course, key } = assessment;
  const user = await aStudent();
  const { id: enrolmentId } = await anEnrolment({ user, course });
  const { attemptId } = (await claimGuestResult({ userId: user.id, key, token: await aGuestResult(assessment) })) as {
    attemptId: string;
  };
  const lesson = course.manifest.modules[0]!.lessons.find(({ key }) => key === "styles")!;
  const panel = await readAssessmentPanel({ userId: user.id, courseId: course.courseId, enrolmentId, lesson, completed: false });
  expect(panel).toMatchObject({ history: [], passed: false, outside: [{ attemptId, result: "Anxious" }] });
});
