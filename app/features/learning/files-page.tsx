import type { ReactNode } from "react";
import { Page } from "#app/components/page.tsx";
import type { FilesModel } from "./files-of.server.ts";
import { DownloadList } from "./lesson-media.tsx";

/** `news`: what has changed in it. */
export function FilesPage({ files, news }: { files: FilesModel; news: ReactNode }) {
  const { courseKey, title, tagline, language, parts } = files;
  return (
    <Page title={title} lead={tagline} width="text">
      {news}
      {parts.map((part) => (
        <section key={part.key} aria-labelledby={`part-${part.key}`} className="mb-10">
          <h2 id={`part-${part.key}`} className="font-serif text-title">
            <a href={`/learn/${courseKey}/${part.key}`} className="text-link">
              {part.title}
            </a>
          </h2>
          <p className="mt-1 mb-3 text-soft">{part.summary}</p>
          {part.downloads.length > 0 && (
            <DownloadList lesson={part} place={{ courseKey, lessonKey: part.key, media: part.media, language }} />
          )}
        </section>
      ))}
      <p className="text-small text-soft">
        The files are yours to keep. You find them here again, also in a newer version if there is one.
      </p>
    </Page>
  );
}
