import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { compileCourse } from "#app/features/courseware/compile-course.server.ts";
import { publishCourse } from "#app/features/courseware/publish-course.server.ts";
import { currentRelease, loadInstrument, loadLessonHtml, loadManifest } from "#app/features/courseware/release.queries.server.ts";
import { db } from "#app/platform/db.server.ts";
import { storage } from "#app/platform/storage/storage.server.ts";
import { statementsOf } from "#tests/support/statements.ts";
import { aFolder, COURSE_YAML, mp4Of, swap, WELCOME_MD } from "./course-files.ts";

const keyed = (key: string) => ({ "course.yaml": swap(COURSE_YAML, "key: small-talk", `key: ${key}`) });

async function publish(key: string, changes: Record<string, string> = {}) {
  const folder = aFolder({ ...keyed(key), ...changes });
  const outcome = await publishCourse({ folder });
  if (outcome.status === "refused") throw new Error("refused");
  return { ...outcome, folder };
}

test("what a release holds is read once, however many ask at the same time", async () => {
  const { releaseId, courseId, folder } = await publish("cached");
  const { manifest, lessons, instruments } = compileCourse(folder);
  const [lesson] = lessons;
  const [instrument] = instruments;
  const statements = await statementsOf(async () => {
    for (let round = 0; round < 2; round += 1) {
      const manifests = await Promise.all([loadManifest(releaseId), loadManifest(releaseId), loadManifest(releaseId)]);
      expect(manifests[0]).toEqual(manifest);
      expect(await loadLessonHtml(lesson!.hash)).toBe(lesson!.html);
      expect((await loadInstrument(courseId, instrument!.key, instrument!.digest)).definition).toEqual(instrument!.definition);
    }
  });
  expect(statements).toHaveLength(3);
});

test("an instrument comes with the id of its revision", async () => {
  const { courseId, folder } = await publish("pinned");
  const { key, digest } = compileCourse(folder).instruments[0]!;
  const revision = await db.instrumentRevision.findFirstOrThrow({ where: { courseId } });
  expect((await loadInstrument(courseId, key, digest)).revisionId).toBe(revision.id);
});

test("what is not there is an error, not an empty page", async () => {
  await expect(loadManifest("no-such-release")).rejects.toThrow("There is no release no-such-release.");
  await expect(loadLessonHtml("0".repeat(64))).rejects.toThrow("There is no lesson content");
  await expect(loadInstrument("no-course", "key", "digest")).rejects.toThrow("has no instrument key");
});

test("the current release is the one that was published last, at the next question", async () => {
  expect(await currentRelease("current")).toBeNull();
  const first = await publish("current");
  expect(await currentRelease("current")).toMatchObject({ courseId: first.courseId, releaseId: first.releaseId, number: 1 });
  const second = await publish("current", { "modules/opening/welcome.md": swap(WELCOME_MD, "title: Welcome", "title: Hello") });
  const current = await currentRelease("current");
  expect(current).toMatchObject({ releaseId: second.releaseId, number: 2 });
  expect(current!.manifest.modules[0]!.lessons[0]!.title).toBe("Hello");
});

test("a medium's bytes are read whole or in part", async () => {
  const { folder } = await publish("media");
  const { hash } = compileCourse(folder).manifest!.media["clip.mp4"]!;
  expect(await buffer(await storage().read(hash))).toEqual(mp4Of(4));
  expect((await buffer(await storage().read(hash, { start: 4, end: 7 }))).toString()).toBe("ftyp");
});
