import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { LessonMedia } from "#app/features/learning/lesson-media.tsx";

test("captions and transcript are named and read out in the course's language", () => {
  const file = { hash: "0".repeat(64), size: 1, mediaType: "video/mp4" };
  const html = renderToStaticMarkup(
    <LessonMedia
      lesson={{
        title: "Anfang",
        completion: "watched",
        video: { file: "a.mp4", captions: "a.vtt", transcript: "<p>Guten Tag.</p>", alt: "Zwei Stühle", duration: 60 },
      }}
      place={{ courseKey: "kurs", lessonKey: "anfang", language: "de", media: { "a.mp4": file, "a.vtt": file } }}
      position={0}
      playedShare={0}
    />,
  );
  expect(html).toMatch(/<track kind="captions" srcLang="de" label="Deutsch"/);
  expect(html).toContain('<div lang="de" class="prose"><p>Guten Tag.</p></div>');
});
