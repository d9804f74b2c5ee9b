import yauzl from "yauzl";
import yazl from "yazl";
import type { ImportedQuestion } from "#app/features/instruments/exchange/import-report.ts";
import { importQti } from "#app/features/instruments/exchange/qti/import-qti.ts";
import type { ImportedQti } from "#app/features/instruments/exchange/qti/settings.ts";

/** Packages of QTI that tests write themselves, and what becomes of them. */

type Files = Record<string, string | Uint8Array>;

export async function zipOf(files: Files): Promise<Uint8Array> {
  const zip = new yazl.ZipFile();
  for (const [path, content] of Object.entries(files)) {
    zip.addBuffer(Buffer.from(content as string), path, { mtime: new Date(2000, 0, 1) });
  }
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export async function filesOf(bytes: Uint8Array): Promise<Record<string, string>> {
  const zip = await yauzl.fromBufferPromise(Buffer.from(bytes), { lazyEntries: true });
  const files: Record<string, string> = {};
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    files[entry.fileName] = Buffer.concat(chunks).toString("utf8");
  }
  return files;
}

/** @throws where it is refused. */
export async function imported(bytes: Uint8Array | string, name = "package.zip"): Promise<ImportedQti> {
  const result = await importQti(typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes, name);
  if (result.status === "refused") throw new Error(result.message);
  return result.imported;
}

export async function refusal(bytes: Uint8Array | string, name = "package.zip"): Promise<string> {
  const result = await importQti(typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes, name);
  return result.status === "refused" ? result.message : `It was taken: ${result.imported.questions.length}`;
}

export const NAMESPACES = {
  "2.1": "http://www.imsglobal.org/xsd/imsqti_v2p1",
  "2.2": "http://www.imsglobal.org/xsd/imsqti_v2p2",
};
export type Version2 = keyof typeof NAMESPACES;

/** An item of QTI 2: its declarations, its body and what follows that. */
export function item2(version: Version2, declarations: string, body: string, rest = "", id = "q1"): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem xmlns="${NAMESPACES[version]}" identifier="${id}" title="A question" adaptive="false" timeDependent="false">
${declarations}
<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>
<itemBody>${body}</itemBody>${rest}</assessmentItem>`;
}

export const MATCH_CORRECT = `<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/>`;
export const MAP_RESPONSE = `<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response"/>`;

export function declare(cardinality: string, baseType: string, right: string[], more = "", id = "RESPONSE"): string {
  const values = right.map((value) => `<value>${value}</value>`).join("");
  const correct = right.length > 0 ? `<correctResponse>${values}</correctResponse>` : "";
  return `<responseDeclaration identifier="${id}" cardinality="${cardinality}" baseType="${baseType}">${correct}${more}</responseDeclaration>`;
}

/** The same text of QTI 2 in the names of QTI 3. */
export function asQti3(text: string): string {
  const html = /^(?:p|div|span|em|strong|ul|ol|li|img|audio|source|a|table|tr|td|th|br|object|pre|code|script|b|i)$/;
  const kebab = (name: string) => name.replace(/[A-Z]/g, (sign) => `-${sign.toLowerCase()}`);
  return text
    .replace(/<(\/?)([a-zA-Z]+)((?:\s+[\w:-]+="[^"]*")*)/g, (_, slash: string, name: string, attributes: string) => {
      if (html.test(name)) return `<${slash}${name}${attributes}`;
      return `<${slash}qti-${kebab(name)}${attributes.replace(/\s([\w:-]+)="/g, (_whole, key: string) => ` ${kebab(key)}="`)}`;
    })
    .replaceAll(NAMESPACES["2.1"], "http://www.imsglobal.org/xsd/imsqtiasi_v3p0")
    .replace(/\/question\/qti_v2p1\/rptemplates\/(\w+)/g, "/spec/qti/v3p0/rptemplates/$1");
}

/** The one question of a text that is an item. */
export async function theQuestion(text: string): Promise<ImportedQuestion> {
  const { questions } = await imported(text, "q1.xml");
  if (questions.length !== 1) throw new Error(`There are ${questions.length} questions.`);
  return questions[0]!;
}

export function messagesOf({ notes }: { notes: { level: string; message: string }[] }): string[] {
  return notes.map(({ level, message }) => `${level}: ${message}`);
}
