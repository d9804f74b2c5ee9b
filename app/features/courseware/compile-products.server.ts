import { checkFields } from "./check-fields.ts";
import { checkProduct } from "./check-product.ts";
import { NOWHERE } from "./compile-texts.server.ts";
import { type CourseFolder, canonicalJson, decodeText, sha256 } from "./course-folder.server.ts";
import { type Fault, Findings } from "./fault.ts";
import type { WantedPrice } from "./keep-prices.server.ts";
import type { Price } from "./manifest.ts";
import { renderMarkdown } from "./markdown/render-markdown.ts";
import { type ProductFields, productSchema, readMoment } from "./product-file.schema.ts";
import { readYaml, type YamlFile } from "./yaml-file.ts";

export interface CompiledProduct {
  key: string;
  /** It has a page of its own; else it is the product of the course of its key. */
  bundle: boolean;
  title: string;
  tagline: string;
  /** HTML, as the next two. */
  summary: string;
  afterPayment: string;
  refundPolicy: string;
  /** Keys of courses. */
  contains: string[];
  prices: Omit<WantedPrice, "withProductId">[];
  bump: { productKey: string; words: string; prices: Price[] } | null;
  /** SHA-256 of all of the above. */
  digest: string;
}

/** The courses that there are, by key, with what each costs; null: nothing. */
export type CoursesOnSale = ReadonlyMap<string, Price | null>;

export interface ProductFile {
  file: string;
  yaml: YamlFile;
  fields: ProductFields;
}

interface Compiled {
  products: CompiledProduct[];
  /** Keys of files that have a fault: what was published of them stays. `null`: a file whose key cannot be read. */
  faulty: (string | null)[];
  faults: Fault[];
  warnings: Fault[];
}

/** Checks a folder of products against the courses that there are. A file with a fault keeps none of the others back. */
export function compileProducts(folder: CourseFolder, courses: CoursesOnSale): Compiled {
  const findings = new Findings();
  for (const fault of folder.unreadable ?? []) findings.fault(fault);
  const faulty: Compiled["faulty"] = (folder.unreadable ?? []).map(() => null);
  const files = new Map<string, ProductFile>();
  for (const [file, bytes] of folder.files) {
    const read = readProduct(file, bytes, findings);
    if (read === undefined || read.fields === undefined) {
      faulty.push(read?.key ?? null);
      continue;
    }
    const { fields, yaml } = read;
    const earlier = files.get(fields.key)?.file;
    if (earlier) {
      const remedy = "Give this product a key of its own, or put both into one file.";
      findings.fault({
        file,
        line: yaml.lineOf(["key"]),
        message: `The key ${fields.key} is already the key of ${earlier}.`,
        remedy,
      });
      faulty.push(fields.key);
    } else files.set(fields.key, { file, yaml, fields });
  }
  const products: CompiledProduct[] = [];
  for (const product of files.values()) {
    checkProduct({ product, files, courses }, findings);
    const compiled = compile(product, findings);
    const spoiled = findings.faults.some(({ file }) => file === product.file);
    if (spoiled) faulty.push(product.fields.key);
    else products.push(compiled);
  }
  return { products, faulty, faults: findings.faults, warnings: findings.warnings };
}

function readProduct(file: string, bytes: Buffer, findings: Findings) {
  const source = decodeText(bytes);
  if (source === undefined) {
    findings.fault({ file, line: 1, message: "This file is not UTF-8.", remedy: "Save it as UTF-8." });
    return undefined;
  }
  const yaml = readYaml({ file, source }, findings);
  if (!yaml) return undefined;
  const fields = checkFields(productSchema, yaml, findings);
  const key = (yaml.data as { key?: unknown } | null)?.key;
  return { yaml, fields, key: typeof key === "string" ? key : null };
}

function compile({ file, yaml, fields }: ProductFile, findings: Findings): CompiledProduct {
  const html = (markdown: string | undefined) => {
    if (!markdown) return "";
    const place = yaml.placeOf(markdown);
    const at = (line: number) => ({ file, line: place.literal ? place.line + line - 1 : place.line });
    return renderMarkdown(markdown, { kind: "piece", language: "en", findings, at, surroundings: NOWHERE }).html;
  };
  const bundle = fields.contains !== undefined;
  // A course's own price stands first, at 0.
  const first = bundle ? 0 : 1;
  const ordinary = fields.prices.map((price, index) => ({
    ...price,
    validFrom: null,
    validUntil: null,
    position: first + index,
  }));
  const sales = fields.sales.map(({ amount, currency, from, until }, index) => ({
    ...{ amount, currency, regions: [] },
    ...{ validFrom: readMoment(from)!, validUntil: endOf(until), position: first + fields.prices.length + index },
  }));
  const product = {
    key: fields.key,
    bundle,
    title: fields.title ?? "",
    tagline: fields.tagline ?? "",
    summary: html(fields.summary),
    afterPayment: html(fields.afterPayment),
    refundPolicy: html(fields.refundPolicy),
    contains: fields.contains ?? [fields.key],
    prices: [...ordinary, ...sales],
    bump: fields.bump ? { productKey: fields.bump.product, words: fields.bump.text, prices: fields.bump.prices } : null,
  };
  return { ...product, digest: sha256(canonicalJson(JSON.parse(JSON.stringify(product)))) };
}

/** A day counts until it ends, a time until it comes. */
export function endOf(written: string): Date {
  const moment = readMoment(written)!;
  return written.includes(" ") ? moment : new Date(moment.getTime() + 24 * 60 * 60 * 1000);
}
