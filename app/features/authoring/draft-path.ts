/** How many files a draft has at most: as many as a course folder on a disk. */
export const MOST_FILES = 5_000;

/** What file managers and archive programs leave behind. Names that begin with a dot are left out as well. */
const DEBRIS = new Set(["Thumbs.db", "desktop.ini", "__MACOSX"]);
const LONGEST_NAME = 255;
const LONGEST_PATH = 1_000;

/** True for what is left out of every course folder, on a disk as in a draft, without a word. */
export function isLeftOut(path: string): boolean {
  return path.split("/").some((name) => (name.startsWith(".") && name !== "." && name !== "..") || DEBRIS.has(name));
}

/** What is wrong with the path of a file in a folder, as a sentence; null where it serves on every computer. */
export function faultOfPath(path: string): string | null {
  if (path === "") return "A file has no name.";
  const shown = shownPath(path);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
  if (/[\u0000-\u001f\u007f\ufffd\\]|\p{Surrogate}/u.test(path))
    return `The name of ${shown} has a sign that does not work on every computer.`;
  if (path.startsWith("/") || /^[a-z]:/i.test(path)) return `The path ${shown} does not begin in the folder.`;
  const names = path.split("/");
  if (names.some((name) => name === "..")) return `The path ${shown} leads out of the folder.`;
  if (names.some((name) => name === "" || name === ".")) return `The path ${shown} has a part without a name.`;
  if (isLeftOut(path)) return `The file ${shown} has a name that is left out of course folders.`;
  const bytes = (text: string) => new TextEncoder().encode(text).length;
  if (names.some((name) => bytes(name) > LONGEST_NAME) || bytes(path) > LONGEST_PATH) return `The path ${shown} is too long.`;
  return null;
}

/** Two of the paths of which one is a file and would have to be a folder for the other; null where there are none. */
export function fileThatIsFolder(paths: Iterable<string>): { file: string; below: string } | null {
  const all = new Set(paths);
  for (const path of all) {
    for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) {
      const file = path.slice(0, at);
      if (all.has(file)) return { file, below: path };
    }
  }
  return null;
}

/** A path as a message can show it. */
export function shownPath(path: string): string {
  const plain = [...path].map((sign) => (sign < " " || /\p{Surrogate}/u.test(sign) ? "?" : sign)).join("");
  return plain.length > 120 ? `${plain.slice(0, 120)}…` : plain;
}
