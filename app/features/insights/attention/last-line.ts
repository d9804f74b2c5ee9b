/** What an error says at its end; what stands before is where it happened. */
export function lastLine(error: string | null): string {
  return (error ?? "").trim().split("\n").at(-1)?.trim().slice(0, 300) || "no reason was kept.";
}
