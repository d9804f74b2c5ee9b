import type { ImportResult } from "../import-report.ts";
import { Refused } from "../stop.ts";
import { MAX_FILE } from "./limits.ts";
import { decodeXml } from "./package/decode-text.ts";
import { openPackage, packageOf } from "./package/open-package.ts";
import { isZip } from "./package/open-zip.ts";
import { parseXml } from "./package/xml-tree.ts";
import { readPackage } from "./read-package.ts";
import type { ImportedQti } from "./settings.ts";

type QtiImport = { status: "imported"; imported: ImportedQti } | Extract<ImportResult, { status: "refused" }>;

/**
 * Reads a package of QTI 2.0 to 3.0, one of QTI 1.2 (as Canvas exports it, or a Common Cartridge), or a single XML file
 * of any of them, as items of an instrument. Every question of the file is in the result, taken or not, with what became
 * of it. A file that is broken, hostile or too large is refused.
 */
export async function importQti(bytes: Uint8Array, fileName: string): Promise<QtiImport> {
  try {
    if (bytes.length === 0) throw new Refused("The file is empty.");
    if (bytes.length > MAX_FILE) throw new Refused(`The file is larger than ${MAX_FILE / 1_048_576} MB.`);
    const opened = isZip(bytes) ? await openPackage(bytes) : packageOf(fileName, parseXml(decodeXml(bytes)));
    return { status: "imported", imported: await readPackage(opened) };
  } catch (error) {
    if (error instanceof Refused) return { status: "refused", message: error.message };
    throw error;
  }
}
