/**
 * The address to return to after signing in: a path of this site, or `fallback`. Whatever a browser could read as
 * another origin ("//evil", "/\evil", "https:...", a control character) is the fallback, so no link of ours can send
 * a person elsewhere.
 */
export function redirectTarget(wanted: unknown, fallback = "/learn"): string {
  if (typeof wanted !== "string" || wanted.length > 2_000) return fallback;
  if (!/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(wanted)) return fallback;
  const base = "http://site.invalid";
  const url = new URL(wanted, base);
  // Dots resolve to nothing: "/.//evil" has become "//evil" by now.
  if (url.origin !== base || url.pathname.startsWith("//")) return fallback;
  return url.pathname + url.search + url.hash;
}

/** A path of this site that keeps the page to return to, where there is one worth keeping. */
export function withReturnTo(path: string, returnTo: unknown): string {
  const target = redirectTarget(returnTo, "");
  if (target === "") return path;
  return `${path}${path.includes("?") ? "&" : "?"}${new URLSearchParams({ returnTo: target })}`;
}
