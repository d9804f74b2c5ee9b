import type { ClozeSource } from "../../../items/cloze.tsx";
import type { GapSource } from "../../../items/gaps.ts";
import { compileNumberKey } from "../../../items/number-match.ts";
import type { NumericSource } from "../../../items/numeric.tsx";
import type { ShortTextSource } from "../../../items/short-text.tsx";
import { piecesOf } from "../../../items/text-match.ts";
import type { Asked, Pen } from "./asked.ts";
import { base, choose, declareResponse, float, idOf, matchCorrect, SCORE, SHARE, set, show, variable } from "./rules.ts";
import { patternOf } from "./text-pattern.ts";
import { qti, type Xml } from "./xml.ts";

/** What is typed: texts, numbers, and the gaps of a text. */

type TextSource = Pick<ShortTextSource, "answers" | "case" | "accents" | "spacing" | "punctuation">;
type NumberSource = Pick<NumericSource, "answers" | "unit">;

/** One response that is typed or chosen: how it is declared, and what sets its share. */
interface Field {
  declaration: Xml;
  rules: Xml[];
  feedback: Asked["feedback"];
}

export function askText(item: ShortTextSource, pen: Pen): Asked {
  const { declaration, rules, feedback } = textField("RESPONSE", SHARE, item, pen);
  const entry = qti("text-entry-interaction", { "response-identifier": "RESPONSE", "expected-length": item.maxLength });
  return { responses: [declaration], body: [inParagraph(entry)], points: item.points, rules, feedback };
}

export function askNumber(item: NumericSource, pen: Pen): Asked {
  const { declaration, rules, feedback } = numberField("RESPONSE", SHARE, item, pen);
  const entry = qti("text-entry-interaction", { "response-identifier": "RESPONSE" });
  return { responses: [declaration], body: [inParagraph(entry)], points: item.points, rules, feedback };
}

export function askCloze({ text, gaps }: ClozeSource, pen: Pen): Asked {
  const fields = gaps.map((gap) => gapField(gap, pen));
  const points = gaps.reduce((total, gap) => total + gap.points, 0);
  const shareOf = ({ key }: GapSource) => `${SHARE}_${idOf(key)}`;
  const parts = gaps.map((gap) => qti("product", {}, variable(shareOf(gap)), float(gap.points)));
  const total = qti("sum", {}, ...parts);
  const wholes = points > 0 ? [set(SHARE, qti("divide", {}, total, float(points)))] : [];
  return {
    responses: fields.map(({ declaration }) => declaration),
    body: pen.texts.withGaps(text, (key) => {
      const gap = gaps.find((one) => one.key === key);
      return gap && gapInteraction(gap);
    }),
    points,
    shares: gaps.map(shareOf),
    rules: [...fields.flatMap(({ rules }) => rules), set(SCORE, total), ...wholes],
    feedback: fields.flatMap(({ feedback }) => feedback),
  };
}

function inParagraph(entry: Xml): Xml {
  return { name: "p", attributes: {}, children: [entry] };
}

function gapInteraction(gap: GapSource): Xml {
  const given = { "response-identifier": idOf(gap.key), "aria-label": gap.label };
  if (gap.kind !== "choice") return qti("text-entry-interaction", given);
  const choices = gap.choices.map(({ key, text }) => qti("inline-choice", { identifier: idOf(key) }, text));
  return qti("inline-choice-interaction", { ...given, shuffle: gap.shuffle }, ...choices);
}

function gapField(gap: GapSource, pen: Pen): Field {
  const id = idOf(gap.key);
  const share = `${SHARE}_${id}`;
  if (gap.kind === "short-text") return textField(id, share, gap, pen);
  if (gap.kind === "numeric") return numberField(id, share, gap, pen);
  const right = gap.choices.filter(({ correct }) => correct).map(({ key }) => idOf(key));
  const isMapped = gap.choices.some(({ correct, share: part }) => !correct && part);
  const of = gap.choices.map(({ key, correct, share: part = 0 }): [string, number] => [idOf(key), correct ? 1 : part]);
  const spoken = gap.choices.flatMap(({ key, feedback }) =>
    feedback ? [{ key: idOf(key), name: `${id}_${key}`, markdown: feedback }] : [],
  );
  const isChosen = (key: string) => qti("match", {}, base("identifier", key), variable(id));
  return {
    declaration: declareResponse({
      identifier: id,
      cardinality: "single",
      type: "identifier",
      right,
      ...(isMapped && { mapping: { of } }),
    }),
    rules: [
      ...(isMapped ? [set(share, qti("map-response", { identifier: id }))] : matchCorrect(id, share)),
      ...spoken.flatMap(({ key, name }) => choose([{ when: isChosen(key), rules: [show(name)] }])),
    ],
    feedback: spoken.map(({ name, markdown }) => ({ name, markdown })),
  };
}

/** The best answer that fits counts, so the best ones are tried first. */
function branchesOf<A extends { share: number; feedback?: string }>(
  id: string,
  share: string,
  answers: A[],
  fits: (answer: A) => Xml,
): Pick<Field, "rules" | "feedback"> {
  const named = answers.map((answer, index) => ({ answer, name: `${id}_answer_${index + 1}` }));
  const best = [...named].sort((a, b) => b.answer.share - a.answer.share);
  return {
    rules: choose(
      best.map(({ answer, name }) => ({
        when: fits(answer),
        rules: [set(share, float(answer.share)), ...(answer.feedback ? [show(name)] : [])],
      })),
    ),
    feedback: named.flatMap(({ answer, name }) => (answer.feedback ? [{ name, markdown: answer.feedback }] : [])),
  };
}

function textField(id: string, share: string, { answers, ...rules }: TextSource, pen: Pen): Field {
  const ignored = (["accents", "punctuation"] as const).filter((name) => rules[name] === "ignore");
  if (ignored.length > 0) pen.note(`Other systems do not ignore ${ignored.join(" and ")} in what is typed.`);
  const isExact = rules.case === "exact";
  const fits = (pattern: string) => {
    const pieces = piecesOf(pattern);
    const [only = ""] = pieces;
    if (pieces.length === 1) return qti("string-match", { "case-sensitive": isExact }, variable(id), base("string", only));
    return qti("pattern-match", { pattern: patternOf(pieces, isExact) }, variable(id));
  };
  const best =
    answers.find((answer) => answer.share === 1 && piecesOf(answer.text).length === 1) ??
    answers.find((answer) => answer.share === 1);
  return {
    declaration: declareResponse({
      identifier: id,
      cardinality: "single",
      type: "string",
      right: best ? [piecesOf(best.text).join("")] : [],
    }),
    ...branchesOf(id, share, answers, ({ text }) => fits(text)),
  };
}

function numberField(id: string, share: string, source: NumberSource, pen: Pen): Field {
  if (source.unit) pen.note("Other systems ask for the number without its unit.");
  const plain = { block: (markdown: string) => markdown, inline: (markdown: string) => markdown };
  const { answers } = compileNumberKey(source, plain);
  const best = answers.find((answer) => answer.share === 1);
  return {
    declaration: declareResponse({
      identifier: id,
      cardinality: "single",
      type: "float",
      right: best ? [(best.from + best.to) / 2] : [],
    }),
    ...branchesOf(id, share, answers, ({ from, to }) => {
      if (from === to) return qti("equal", { "tolerance-mode": "exact" }, float(from), variable(id));
      return qti("and", {}, qti("gte", {}, variable(id), float(from)), qti("lte", {}, variable(id), float(to)));
    }),
  };
}
