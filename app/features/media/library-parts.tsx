import { Button } from "#app/components/button.tsx";
import { TextField } from "#app/components/form-field.tsx";
import { Notice } from "#app/components/notice.tsx";
import { ACCEPTED } from "./file-name.ts";

interface Shown {
  id: string;
  name: string;
  hash: string;
  size: number;
  mediaType: string;
  width: number | null;
  height: number | null;
  seconds: number | null;
  alt: string;
  variants: { width: number; mediaType: string; hash: string }[];
  /** Titles of the lessons that show it. */
  uses: string[];
}

/** A plain form for small files; its script sends files of any size in pieces, and says how far it is. */
export function UploadForm({ path, error }: { path: string; error: string | undefined }) {
  return (
    <form
      method="post"
      encType="multipart/form-data"
      action={`${path}?index`}
      data-enhance="upload"
      data-uploads={`${path}/uploads`}
    >
      {error && (
        <Notice tone="error" title="The file was not taken" live>
          <p id="file-error">{error}</p>
        </Notice>
      )}
      <label htmlFor="file" className="mb-1 block font-semibold">
        Add a file
      </label>
      <p id="file-hint" className="mb-2 text-small text-soft">
        Pictures, films, recordings, captions, PDF and text. Pictures lose what the camera noted, such as the place.
      </p>
      <input
        id="file"
        name="file"
        type="file"
        required
        accept={ACCEPTED.join(",")}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? "file-error file-hint" : "file-hint"}
        className="mb-3 block w-full max-w-full file:mr-3 file:min-h-12 file:rounded file:border file:border-edge file:bg-raised file:px-4 file:text-ink"
      />
      <Button>Send the file</Button>
      <div data-progress hidden className="mt-4">
        <progress max={100} value={0} aria-label="How much has been sent" className="w-full" />
      </div>
      <p data-said role="status" className="mt-2 text-small" />
    </form>
  );
}

export function LibraryList({ path, files }: { path: string; files: Shown[] }) {
  return (
    <ul className="mt-8 divide-y divide-line border-y border-line">
      {files.map((file) => (
        <li key={file.id} id={`file-${file.id}`} className="grid gap-4 py-5 sm:grid-cols-[10rem_1fr]">
          <Preview path={path} file={file} />
          <div className="min-w-0">
            <h2 className="break-words font-semibold">{file.name}</h2>
            <p className="text-small text-soft tabular-nums">{factsOf(file)}</p>
            <p className="text-small">
              {file.uses.length > 0 ? `Used in ${file.uses.join(", ")}` : "Not used in a published lesson"}
            </p>
            {file.mediaType.startsWith("image/") && (
              <form method="post" action={`${path}?index`} className="mt-3">
                <input type="hidden" name="fileId" value={file.id} />
                <TextField
                  id={`alt-${file.id}`}
                  name="alt"
                  label="What it shows, for who cannot see it"
                  defaultValue={file.alt}
                  maxLength={500}
                  hint={file.alt === "" ? "This picture has no description yet." : undefined}
                />
                <Button look="secondary" name="intent" value="describe">
                  Save<span className="sr-only"> the description of {file.name}</span>
                </Button>
              </form>
            )}
            <IntentForm path={path} file={file} intent="put-away" label="Put away" />
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Files that were put away: published lessons go on showing them, and they can be brought back. */
export function PutAway({ path, files }: { path: string; files: Shown[] }) {
  return (
    <ul className="space-y-3">
      {files.map((file) => (
        <li key={file.id} id={`file-${file.id}`}>
          <span className="break-words">{file.name}</span>
          {file.uses.length > 0 && <span className="text-small text-soft"> still used in {file.uses.join(", ")}</span>}
          <IntentForm path={path} file={file} intent="bring-back" label="Bring back" />
        </li>
      ))}
    </ul>
  );
}

function IntentForm({ path, file, intent, label }: { path: string; file: Shown; intent: string; label: string }) {
  return (
    <form method="post" action={`${path}?index`} className="mt-2">
      <input type="hidden" name="fileId" value={file.id} />
      <Button look="quiet" name="intent" value={intent}>
        {label}
        <span className="sr-only"> {file.name}</span>
      </Button>
    </form>
  );
}

function Preview({ path, file }: { path: string; file: Shown }) {
  const addressOf = (hash: string) => `${path}/files/${hash}/${encodeURIComponent(file.name)}`;
  if (file.mediaType.startsWith("image/")) {
    const small = file.variants.find(({ mediaType }) => mediaType === "image/webp");
    return (
      <img
        src={addressOf(small?.hash ?? file.hash)}
        alt={file.alt}
        loading="lazy"
        width={file.width ?? undefined}
        height={file.height ?? undefined}
        className="h-auto max-h-40 w-full bg-sunken object-contain"
      />
    );
  }
  return (
    <a href={addressOf(file.hash)} className="text-link">
      Open {file.name}
    </a>
  );
}

function factsOf({ mediaType, size, width, height, seconds }: Shown): string {
  const facts = [mediaType, size < 1_000_000 ? `${Math.ceil(size / 1_000)} kB` : `${(size / 1_000_000).toFixed(1)} MB`];
  if (width && height) facts.push(`${width} × ${height}`);
  if (seconds) facts.push(`${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, "0")} min`);
  return facts.join(" · ");
}
