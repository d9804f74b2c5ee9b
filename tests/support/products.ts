import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import { publishProducts } from "#app/features/courseware/publish-products.server.ts";

/** The folder content/products of a test file, published as often as a file of it changes. */
const dir = mkdtempSync(path.join(os.tmpdir(), "courses-products-"));
process.once("exit", () => rmSync(dir, { recursive: true, force: true }));

export type ProductYaml = { key: string } & Record<string, unknown>;

/** Writes a product's file (or takes it away) and publishes the folder. @throws where something has a fault. */
export async function publishProduct(key: string, yaml: ProductYaml | null) {
  const file = path.join(dir, `${key}.yaml`);
  if (yaml) writeFileSync(file, stringify(yaml));
  else rmSync(file);
  const published = await publishProducts(dir);
  if (published.faults.length > 0) throw new Error(JSON.stringify(published.faults));
  return published;
}

/** A bundle of these courses that costs 169 dollars, where nothing else is said. */
export async function aBundle(
  courses: { key: string }[],
  given: Record<string, unknown> = {},
): Promise<ProductYaml & { title: string }> {
  const key = `bundle-${randomUUID().slice(0, 8)}`;
  const yaml = {
    ...{ key, title: `Bundle ${key}`, tagline: "Several at once.", summary: "What is in it." },
    ...{ afterPayment: "You begin.", refundPolicy: "Thirty days." },
    contains: courses.map((course) => course.key),
    prices: [{ amount: 16_900, currency: "usd" }],
    ...given,
  };
  await publishProduct(yaml.key, yaml);
  return yaml;
}
