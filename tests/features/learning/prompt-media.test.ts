import sharp from "sharp";
import { expect, test } from "vitest";
import { startAttempt } from "#app/features/assessment/start-attempt.server.ts";
import { compileCourse } from "#app/features/courseware/compile-course.server.ts";
import { publishCourse } from "#app/features/courseware/publish-course.server.ts";
import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import { readCompiled } from "#app/features/instruments/compiled.ts";
import { findLessonMedia } from "#app/features/learning/lesson-media.queries.server.ts";
import { visitLesson } from "#app/features/learning/visit.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aCourseFolder } from "#tests/support/course-folder.ts";
import { onStaff } from "#tests/support/enrolments.ts";
import { aGrant, aViewer } from "#tests/support/viewers.ts";

const picture = (background: string) =>
  sharp({ create: { width: 6, height: 4, channels: 3, background } })
    .png()
    .toBuffer();

function aShownCheck(prompt: string, given: object = {}) {
  const choices = [
    { key: "a", text: "Yes", correct: true },
    { key: "b", text: "No" },
  ];
  return {
    key: "shown",
    title: "Look",
    kind: "graded",
    passMark: 50,
    items: [{ key: "look", kind: "single-choice", prompt, choices }],
    ...given,
  };
}

const PROMPT = `What do you see?

![A red field](media:scene.png)

::audio{file=voice.mp3 transcript=voice.md title="The voice"}`;

async function aShownFolder(check: object, key?: string, colour = "#c00") {
  const folder = aCourseFolder({
    ...(key && { key }),
    price: { amount: 900, currency: "usd" },
    lessons: [{ key: "check", assessment: check as never }, "other"],
  });
  folder.files.set("media/scene.png", await picture(colour));
  folder.files.set("media/voice.mp3", Buffer.from("ID3 a voice"));
  folder.files.set("media/voice.md", Buffer.from("Somebody says *hello*."));
  return folder;
}

const faultsOf = async (check: object) => compileCourse(await aShownFolder(check)).faults.map(({ message }) => message);

test("a prompt shows pictures and recordings, which are files of its lesson", async () => {
  const { manifest, instruments, faults } = compileCourse(await aShownFolder(aShownCheck(PROMPT)));
  expect(faults).toEqual([]);
  const [lesson, other] = manifest!.modules[0]!.lessons;
  expect([lesson?.media, other?.media]).toEqual([["scene.png", "voice.mp3"], []]);
  const html = readCompiled(instruments[0]!.definition).items[0]!.prompt.html;
  const address = `/media/${manifest!.key}/check/${manifest!.media["scene.png"]!.hash.slice(0, 16)}/scene.png`;
  expect(html).toContain(`<img src="${address}" alt="A red field"`);
  expect(html).toMatch(/<audio controls.*voice\.mp3.*<summary>Transcript<\/summary>.*<em>hello<\/em>/s);
});

test("a picture without words, a recording without a transcript, and files that are not there are faults", async () => {
  expect(await faultsOf(aShownCheck("![](media:scene.png)"))).toEqual(["This image has no alternative text."]);
  expect(await faultsOf(aShownCheck('::audio{file=voice.mp3 title="The voice"}'))).not.toEqual([]);
  expect(await faultsOf(aShownCheck("![A field](media:gone.png)"))).toEqual(["There is no file media/gone.png."]);
  expect(await faultsOf(aShownCheck("![A field](https://example.org/a.png)"))).toEqual([
    expect.stringContaining("is not in media/"),
  ]);
});

test("media stay out of readings, choices and video; two lessons cannot share an assessment that shows some", async () => {
  const inChoice = aShownCheck("Look", {
    items: [
      {
        ...aShownCheck("Look").items[0],
        choices: [
          { key: "a", text: "![A](media:scene.png)", correct: true },
          { key: "b", text: "No" },
        ],
      },
    ],
  });
  expect(await faultsOf(inChoice)).toContain("An image cannot stand here.");
  expect(await faultsOf(aShownCheck("::video{file=a.mp4 captions=a.vtt transcript=voice.md title=T}"))).toEqual([
    "The directive video cannot stand here.",
  ]);
  const check = aShownCheck(PROMPT);
  const folder = await aShownFolder(check);
  const lesson = folder.files.get("modules/first/check.md")!.toString();
  folder.files.set("modules/first/other.md", Buffer.from(lesson.replace("key: check", "key: other")));
  expect(compileCourse(folder).faults.map(({ message }) => message)).toEqual([
    "The assessment shown shows pictures or recordings, which are files of the lesson check.",
  ]);
  const shared = await aShownFolder(aShownCheck("Without any"));
  const same = shared.files.get("modules/first/check.md")!.toString();
  shared.files.set("modules/first/other.md", Buffer.from(same.replace("key: check", "key: other")));
  expect(compileCourse(shared).faults).toEqual([]);
});

test("they are served to who may open the lesson, and the old one to who was asked with it", async () => {
  const key = "shown-course";
  const first = await publishCourse({ folder: await aShownFolder(aShownCheck(PROMPT), key) });
  if (first.status === "refused") throw new Error(JSON.stringify(first.faults));
  const { courseId, releaseId } = first;
  const [asked, later, stranger, grader] = [
    await aViewer(),
    await aViewer(),
    await aViewer(),
    await aViewer({ role: "instructor" }),
  ];
  for (const { id } of [asked, later]) await aGrant({ userId: id, courseId });
  await onStaff(grader, { courseId }, "grader");
  const before = (await loadManifest(releaseId)).media["scene.png"]!.hash.slice(0, 16);
  const fetchOf = async (viewer: typeof asked | null, hash: string, lessonKey = "check") =>
    (await findLessonMedia({ viewer, courseKey: key, lessonKey, hash, file: "scene.png" })).status;
  expect(await fetchOf(asked, before)).toBe("found");
  expect(await fetchOf(stranger, before)).toBe("refused");
  expect(await fetchOf(null, before)).toBe("refused");
  expect(await fetchOf(asked, before, "other")).toBe("refused");

  const visit = await visitLesson(asked, key, "check");
  if (visit.status !== "open") throw new Error(visit.status);
  const instrument = visit.lesson.assessment!;
  await startAttempt({ userId: asked.id, enrolmentId: visit.enrolment.id, courseId, lessonKey: "check", instrument });
  const second = await publishCourse({ folder: await aShownFolder(aShownCheck(PROMPT), key, "#00c") });
  if (second.status === "refused") throw new Error(JSON.stringify(second.faults));
  const after = (await loadManifest(second.releaseId)).media["scene.png"]!.hash.slice(0, 16);
  expect(after).not.toBe(before);
  for (const viewer of [asked, later, grader]) expect(await fetchOf(viewer, after)).toBe("found");
  expect(await fetchOf(asked, before)).toBe("found");
  expect(await fetchOf(grader, before)).toBe("found");
  expect(await fetchOf(later, before)).toBe("refused");
  await db.entitlement.updateMany({ where: { userId: asked.id }, data: { revokedAt: new Date() } });
  expect(await fetchOf(asked, before)).toBe("refused");
});
