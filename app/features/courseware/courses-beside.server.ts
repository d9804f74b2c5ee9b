import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { courseSchema } from "./course-files.schema.ts";
import type { Price } from "./manifest.ts";

const heads = courseSchema.pick({ key: true, price: true });

/** The courses in the folder courses/ beside a folder of products, by key, with what each costs; one with a fault is left out. */
export function coursesBeside(productsDir: string): Map<string, Price | null> {
  const dir = path.join(productsDir, "..", "courses");
  const files = existsSync(dir) ? readdirSync(dir).map((name) => path.join(dir, name, "course.yaml")) : [];
  const found = new Map<string, Price | null>();
  for (const file of files.filter(existsSync)) {
    const head = readHead(file);
    if (head) found.set(head.key, head.price === "free" ? null : head.price);
  }
  return found;
}

function readHead(file: string) {
  try {
    const { key, price } = parse(readFileSync(file, "utf8"));
    return heads.safeParse({ key, price }).data;
  } catch {
    // Checking the course says what is wrong with it.
    return undefined;
  }
}
