import type { ReactNode } from "react";

type Tone = "done" | "attention" | "error" | "plain";

const tones: Record<Tone, string> = {
  done: "border-done bg-done-wash text-done",
  attention: "border-attention bg-attention-wash text-attention",
  error: "border-error bg-error-wash text-error",
  plain: "border-line bg-sunken text-ink",
};

const signs: Record<Tone, string> = { done: "✓", attention: "!", error: "✕", plain: "" };

/** A short message of state. The sign says it too, so that colour is never alone; `live` reads it out on arrival. */
export function Notice({
  tone = "plain",
  title,
  live = false,
  children,
}: {
  tone?: Tone;
  title?: string;
  live?: boolean;
  children?: ReactNode;
}) {
  return (
    <div
      role={live ? (tone === "error" ? "alert" : "status") : undefined}
      className={`my-5 rounded border px-4 py-3 ${tones[tone]}`}
    >
      {title && (
        <p className="font-semibold">
          {signs[tone] && <span aria-hidden="true">{signs[tone]} </span>}
          {title}
        </p>
      )}
      {children && <div className="text-ink [&_a]:text-accent [&_a]:underline">{children}</div>}
    </div>
  );
}
