import { fileFacts } from "#app/components/file-facts.ts";
import { downloadsOf, type Manifest } from "#app/features/courseware/manifest.ts";

/** The files of a download as a visitor sees them before buying: those of a free preview are links to it. */
export function FilesOffered({ manifest }: { manifest: Manifest }) {
  return (
    <ul className="max-w-measure border-b border-line">
      {downloadsOf(manifest).map(({ lesson, download, file }) => (
        <li key={`${lesson.key} ${download.file}`} className="border-t border-line py-3">
          <p className="flex flex-wrap items-baseline justify-between gap-x-4">
            {lesson.preview ? (
              <span>
                <a href={`/courses/${manifest.key}/lessons/${lesson.key}`} className="text-link font-semibold">
                  {download.title}
                </a>
                <span className="ml-2 rounded border border-done px-2 py-0.5 text-small text-done">Free preview</span>
              </span>
            ) : (
              <span className="font-semibold">{download.title}</span>
            )}
            <span className="text-small text-soft">{fileFacts({ name: download.file, size: file.size })}</span>
          </p>
          {download.description && <p className="text-small text-soft">{download.description}</p>}
        </li>
      ))}
    </ul>
  );
}
