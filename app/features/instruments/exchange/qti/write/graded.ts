import { FILE_KINDS, type FileUploadSource } from "../../../items/file-upload.tsx";
import type { LongTextSource } from "../../../items/long-text.tsx";
import { type Criterion, mostPoints } from "../../../items/rubric.tsx";
import type { Asked, Pen } from "./asked.ts";
import { declareResponse } from "./rules.ts";
import { qti, type Xml, xml } from "./xml.ts";

/** What a person grades. */

export function askLongText(item: LongTextSource, pen: Pen): Asked {
  const { minWords, maxWords, rubric } = item;
  if (minWords !== undefined || maxWords !== undefined) pen.note("Other systems do not check the number of words.");
  const lines = Math.min(40, Math.max(6, Math.ceil((maxWords ?? minWords ?? 100) / 12)));
  return {
    responses: [declareResponse({ identifier: "RESPONSE", cardinality: "single", type: "string" })],
    body: [qti("extended-text-interaction", { "response-identifier": "RESPONSE", "expected-lines": lines }), ...rubricOf(rubric)],
    points: mostPoints(item),
    feedback: [],
  };
}

export function askUpload(item: FileUploadSource, pen: Pen): Asked {
  pen.note(
    `Other systems do not check the files: ${item.accept.map((kind) => FILE_KINDS[kind].words).join(", ")}, ${item.maxSize} MB, ${item.maxFiles} at most.`,
  );
  return {
    responses: [declareResponse({ identifier: "RESPONSE", cardinality: "single", type: "file" })],
    body: [qti("upload-interaction", { "response-identifier": "RESPONSE" }), ...rubricOf(item.rubric)],
    points: mostPoints(item),
    feedback: [],
  };
}

function rubricOf(rubric: Criterion[] = []): Xml[] {
  if (rubric.length === 0) return [];
  const criteria = rubric.map(({ title, levels }) => {
    const rows = levels.map((level) => xml("li", {}, `${level.title}: ${level.points}`));
    return xml("li", {}, xml("p", {}, title), xml("ul", {}, ...rows));
  });
  return [qti("rubric-block", { use: "scoring", view: "scorer" }, qti("content-body", {}, xml("ul", {}, ...criteria)))];
}
