/** "PDF, 3.4 MB": what a file is by the ending of its name, and its size in bytes as people say it. */
export function fileFacts({ name, size }: { name: string; size: number }): string {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toUpperCase();
  return [ending, readableSize(size)].filter(Boolean).join(", ");
}

function readableSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
