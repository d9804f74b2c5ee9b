import { createInterface } from "node:readline/promises";
import { compileCourse } from "../../features/courseware/compile-course.server.ts";
import { describeMigration } from "../../features/courseware/describe-migration.server.ts";
import { publishArticles } from "../../features/courseware/publish-articles.server.ts";
import { isPublished, publishCourse } from "../../features/courseware/publish-course.server.ts";
import { publishPages } from "../../features/courseware/publish-pages.server.ts";
import { publishProducts } from "../../features/courseware/publish-products.server.ts";
import { readFolder } from "../../features/courseware/read-folder.server.ts";
import { faultLines, migrationLines } from "./report.ts";

/** Says what will change for whom, asks where somebody is there to answer, and publishes. True where the folder is published now. */
export async function publishFolder(dir: string, options: { yes?: boolean; notes?: string }): Promise<boolean> {
  const folder = readFolder(dir);
  const { manifest, faults } = compileCourse(folder);
  if (!manifest) {
    console.log(
      [
        ...faultLines(dir, faults),
        `${dir} is not published: it has ${faults.length === 1 ? "a fault" : `${faults.length} faults`}.`,
      ].join("\n"),
    );
    return false;
  }
  if (await isPublished({ folder, manifest })) {
    console.log(`${manifest.title} is published as it is in ${dir}; nothing has changed.`);
    return true;
  }
  const migration = await describeMigration(manifest.key, manifest);
  console.log(migrationLines({ title: manifest.title, price: manifest.price, migration }).join("\n"));
  if (!options.yes && process.stdin.isTTY && !(await confirm("Publish? [y/N] "))) {
    console.log("Nothing is published.");
    return false;
  }
  const outcome = await publishCourse({ folder, notes: options.notes });
  if (outcome.status === "refused") return false;
  const hint =
    outcome.warnings.length === 0
      ? ""
      : ` ${outcome.warnings.length === 1 ? "One warning" : `${outcome.warnings.length} warnings`}: npm run course -- check ${dir}`;
  console.log(`Published ${outcome.courseKey} as release ${outcome.number}.${hint}`);
  return true;
}

export async function publishTextFolder({
  what,
  dir,
}: {
  what: "products" | "articles" | "pages";
  dir: string;
}): Promise<boolean> {
  if (what === "products") return publishProductFolder(dir);
  const outcome = await (what === "articles" ? publishArticles(dir) : publishPages(dir));
  if (outcome.status === "refused") {
    console.log([...faultLines(dir, outcome.faults), `${dir} is not published.`].join("\n"));
    return false;
  }
  const { added, changed, removed, unchanged } = outcome;
  const name = what === "articles" ? "Articles" : "Pages";
  console.log(`${name}: ${added.length} new, ${changed.length} changed, ${removed.length} removed, ${unchanged} as they were.`);
  return true;
}

/** A product with a fault keeps none of the others back: what was published of it stays. */
async function publishProductFolder(dir: string): Promise<boolean> {
  const { added, changed, removed, unchanged, faults } = await publishProducts(dir);
  console.log(`Products: ${added.length} new, ${changed.length} changed, ${removed.length} removed, ${unchanged} as they were.`);
  if (faults.length === 0) return true;
  console.log([...faultLines(dir, faults), `Not every product in ${dir} is published.`].join("\n"));
  return false;
}

async function confirm(question: string): Promise<boolean> {
  const dialogue = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await dialogue.question(question).finally(() => dialogue.close());
  return /^y(es)?$/i.test(answer.trim());
}
