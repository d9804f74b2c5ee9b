import { Upload } from "tus-js-client";

/** Sends the file of the form in pieces, and goes on where it stopped: after a lost connection, and after a reload. */
export function enhance(form: HTMLElement): void {
  const input = form.querySelector<HTMLInputElement>("input[type=file]");
  const progress = form.querySelector<HTMLElement>("[data-progress]");
  const bar = form.querySelector("progress");
  const said = form.querySelector<HTMLElement>("[data-said]");
  const button = form.querySelector("button");
  if (!input || !progress || !bar || !said || !button) return;
  form.addEventListener("submit", (event) => {
    const [file] = input.files ?? [];
    if (!file) return;
    event.preventDefault();
    button.disabled = true;
    progress.hidden = false;
    said.textContent = "Sending. You can go on after a lost connection: choose the same file again.";
    const upload = new Upload(file, {
      endpoint: form.dataset.uploads,
      chunkSize: 8_000_000,
      retryDelays: [0, 1_000, 3_000, 10_000, 30_000],
      metadata: { filename: file.name },
      removeFingerprintOnSuccess: true,
      onProgress: (sent, all) => {
        bar.value = (sent / all) * 100;
      },
      onSuccess: () => location.reload(),
      onError: (error) => {
        const answer = "originalResponse" in error ? error.originalResponse?.getBody() : undefined;
        said.textContent = answer || "The connection was lost. Send the same file again: it goes on where it stopped.";
        button.disabled = false;
      },
    });
    void upload.findPreviousUploads().then(([previous]) => {
      if (previous) upload.resumeFromPreviousUpload(previous);
      upload.start();
    });
  });
}
