import { stringify } from "yaml";
import { aCourseFolder } from "./course-folder.ts";

/** The files of a download for sale: one part with two files, and one that only says something. */
export function aDownloadFolder({
  price = { amount: 1_900, currency: "usd" },
  key,
}: {
  price?: object | "free";
  key?: string;
} = {}) {
  const { files } = aCourseFolder({ key, price: price as never, lessons: ["cards", "how-to"] });
  const change = (name: string, from: RegExp | string, to: string) =>
    files.set(name, Buffer.from(files.get(name)!.toString().replace(from, to)));
  change("course.yaml", "kind: course", "kind: download");
  const downloads = [
    { file: "cards.pdf", title: "The cards", description: "To print and cut out." },
    { file: "notes.txt", title: "Notes" },
  ];
  change("modules/first/cards.md", "kind: text\n", `kind: download\n${stringify({ downloads })}`);
  files.set("media/cards.pdf", Buffer.from("%PDF-1.4\n%%EOF\n"));
  files.set("media/notes.txt", Buffer.from("A note.\n".repeat(200)));
  return { files };
}
