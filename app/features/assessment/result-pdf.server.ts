import { plural } from "#app/components/formatted.tsx";
import { Paper } from "#app/platform/pdf/paper.server.ts";
import type { PaperFacts } from "#app/platform/pdf/pdf-response.server.ts";
import { drawBars } from "./bars-drawing.ts";
import { drawOnPaper } from "./draw-on-paper.server.ts";
import { drawPlane } from "./plane-drawing.ts";
import {
  NO_DIAGNOSIS,
  nearLines,
  nearSummary,
  nearTitle,
  plotLegend,
  profileHeading,
  scoreColumns,
  scoreNotes,
  tooFewAnswers,
} from "./profile-words.ts";
import { formatPercent, type GradedModel, type ProfileModel } from "./result-model.ts";
import type { ResultPage } from "./results.queries.server.ts";

/** A result as a document to keep: what its page shows, in the same words. */
export async function resultPdf(page: ResultPage, facts: PaperFacts): Promise<Buffer> {
  const { title, model, number } = page;
  const paper = new Paper({ title: `Your result: ${title}`, language: "en", origin: facts.origin });
  paper.heading(1, title);
  paper.paragraph(`Attempt ${number}, ${formatMoment(page.submittedAt, facts)}`, "small");
  if (model.kind === "profile") await writeProfile(paper, model);
  else await writeGraded(paper, model);
  return paper.finish(facts.siteName);
}

export function formatMoment(at: Date, { locale, timeZone }: Pick<PaperFacts, "locale" | "timeZone">): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short", timeZone }).format(at);
}

async function writeProfile(paper: Paper, model: ProfileModel): Promise<void> {
  const { profile, near, scales, plot, limits, next } = model;
  const heading = profileHeading(model);
  if (heading) paper.heading(2, heading);
  paper.paragraph(NO_DIAGNOSIS);
  for (const scale of scales.filter(({ score }) => score === null)) {
    paper.paragraph(`There is no score for ${scale.title}. ${tooFewAnswers(scale)}`);
  }
  if (near.profiles.length > 0) {
    paper.paragraph(nearTitle(model), "strong");
    for (const line of nearLines(model)) paper.paragraph(line);
    paper.paragraph(nearSummary(model));
  }
  const drawing = plot?.kind === "plane" ? drawPlane(model, plot) : drawBars(scales);
  if (drawing) drawOnPaper(paper, drawing, plot?.kind === "plane" ? 0.7 : 0.85);
  for (const line of drawing ? plotLegend(model) : []) paper.paragraph(line, "small");
  const columns = scoreColumns(scales);
  paper.table(
    ["Scale", ...columns.map(({ heading }) => heading)],
    scales.map((scale) => [scale.title, ...columns.map(({ cell }) => cell(scale))]),
  );
  for (const note of scoreNotes(scales)) paper.paragraph(note, "small");
  if (profile?.reading) await paper.html(profile.reading);
  for (const { title, band } of scales) {
    if (!band) continue;
    paper.heading(2, `${title}: ${band.title}`);
    await paper.html(band.reading);
  }
  for (const other of near.profiles.filter(({ reading }) => reading)) {
    paper.heading(2, `Read also: ${other.title}`);
    await paper.html(other.reading);
  }
  if (next.length > 0) paper.heading(2, "What to do next");
  for (const { title, html } of next) {
    if (next.length > 1) paper.heading(3, title);
    await paper.html(html);
  }
  await writeLimits(paper, "What this result can and cannot tell", limits);
}

/** Every document about a person ends with what it is no proof of. */
export async function writeLimits(paper: Paper, heading: string, limits: string): Promise<void> {
  paper.heading(2, heading);
  if (limits) await paper.html(limits);
  else paper.paragraph(NO_DIAGNOSIS);
}

const STATES = {
  right: "Right",
  partly: "Partly right",
  wrong: "Not right",
  "to-be-graded": "Not yet graded",
  unanswered: "No answer",
} as const;

async function writeGraded(paper: Paper, model: GradedModel): Promise<void> {
  const { percent, points, max, passMark, passed, waiting, covered, items } = model;
  const outcome = passed ? "passed" : waiting > 0 ? "not yet graded" : "not passed yet";
  // What the page does not show yet, the file does not say either.
  if (percent === null || points === null) paper.heading(2, outcome.charAt(0).toUpperCase() + outcome.slice(1));
  else {
    paper.heading(2, `${formatPercent(percent)}: ${outcome}`);
    paper.paragraph(`${round(points)} of ${plural(max, "point")}; ${passMark} % is needed to pass.`);
  }
  if (waiting > 0) paper.paragraph(`${plural(waiting, "answer is", "answers are")} read by a person and count no points yet.`);
  paper.heading(2, "Question by question");
  if (covered) paper.paragraph("The right answers are not shown yet.");
  for (const item of items) {
    paper.heading(3, `Question ${item.number}`);
    await paper.html(item.prompt.html);
    if (item.state !== null) {
      const points = item.points === null ? "" : `: ${round(item.points)} of ${round(item.max)}`;
      paper.paragraph(`${STATES[item.state]}${points}`, "strong");
    }
    if (item.context) await paper.html(item.context);
    for (const option of item.options) {
      const signs = [option.given && "your answer", !covered && option.correct && "right answer"].filter(Boolean).join(", ");
      await paper.html(`<ul><li>${option.text}${signs ? ` <em>(${signs})</em>` : ""}</li></ul>`);
      if (option.feedback && (option.given || !covered)) await paper.html(option.feedback);
    }
    for (const html of [item.outcome, item.feedback]) if (html) await paper.html(html);
  }
  paper.heading(2, "What this result can and cannot tell");
  paper.paragraph("It says how these questions were answered on one day. It is no certificate and no measure of a person.");
}

function round(points: number): string {
  return String(Math.round(points * 100) / 100);
}
