import { Paper } from "#app/platform/pdf/paper.server.ts";
import type { PaperFacts } from "#app/platform/pdf/pdf-response.server.ts";
import { drawChanges } from "./change-drawing.ts";
import type { ComparisonPage } from "./comparison.queries.server.ts";
import { changeWords } from "./comparison.ts";
import { CHANGE_IS_NO_VERDICT, changeColumns, changeLegend, changeNotes, profileChangeWords } from "./comparison-words.ts";
import { drawOnPaper } from "./draw-on-paper.server.ts";
import { formatMoment, writeLimits } from "./result-pdf.server.ts";

/** A before/after report as a document to keep: what its page shows, in the same words. */
export async function comparisonPdf(page: Extract<ComparisonPage, { status: "compared" }>, facts: PaperFacts): Promise<Buffer> {
  const { title, model } = page;
  const { scales } = model;
  const paper = new Paper({ title: `Before and after: ${title}`, language: "en", origin: facts.origin });
  paper.heading(1, title);
  for (const [name, side] of [
    ["Before", page.before],
    ["After", page.after],
  ] as const) {
    paper.paragraph(`${name}: ${side.lessonTitle}, attempt ${side.number}, ${formatMoment(side.submittedAt, facts)}`, "small");
  }
  paper.heading(2, "Before and after");
  for (const words of profileChangeWords(model)) paper.paragraph(words);
  paper.paragraph(CHANGE_IS_NO_VERDICT);
  const drawing = drawChanges(scales);
  if (drawing) {
    drawOnPaper(paper, drawing, 0.85);
    paper.paragraph(changeLegend(scales).join(" "), "small");
  }
  const columns = changeColumns(scales);
  paper.table(
    ["Scale", ...columns.map(({ heading }) => heading)],
    scales.map((scale) => [scale.title, ...columns.map(({ cell }) => cell(scale))]),
  );
  paper.heading(2, "What that means");
  for (const scale of scales) {
    paper.paragraph(scale.title, "strong");
    paper.paragraph(changeWords(scale));
  }
  for (const note of changeNotes(scales)) paper.paragraph(note, "small");
  await writeLimits(paper, "What these results can and cannot tell", model.limits);
  return paper.finish(facts.siteName);
}
