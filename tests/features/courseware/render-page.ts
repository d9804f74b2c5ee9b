import { Findings } from "#app/features/courseware/fault.ts";
import type { Page, PageKind, Rendered } from "#app/features/courseware/markdown/page.ts";
import { renderMarkdown } from "#app/features/courseware/markdown/render-markdown.ts";

/** Renders a text among surroundings in which every lesson and every file is there. */
export function render(source: string, kind: PageKind = "lesson"): Rendered & { faults: string[]; warnings: string[] } {
  const findings = new Findings();
  const page: Page = {
    kind,
    language: "en",
    findings,
    at: (line) => ({ file: "modules/a/b.md", line }),
    surroundings: {
      lessonUrl: (key) => `/learn/course/${key}`,
      lessonAt: () => undefined,
      media: (name, use) => ({
        url: `/media/course/lesson/0123456789abcdef/${encodeURIComponent(name)}`,
        mediaType: use === "video" ? "video/mp4" : use === "audio" ? "audio/mpeg" : "image/png",
        size: 12_345,
        ...(use === "image" && { dimensions: { width: 640, height: 360 } }),
      }),
      transcript: (name) => renderMarkdown("A: *every* word.", { ...page, kind: "piece", at: (line) => ({ file: name, line }) }),
    },
  };
  const rendered = renderMarkdown(source, page);
  const words = ({ line, message }: { line: number; message: string }) => `${line}: ${message}`;
  return { ...rendered, faults: findings.faults.map(words), warnings: findings.warnings.map(words) };
}
