import type { RatingPoint } from "../../../items/item-kind.ts";
import type { LikertSource } from "../../../items/likert.tsx";
import type { MultipleChoiceSource } from "../../../items/multiple-choice.tsx";
import type { SingleChoiceSource } from "../../../items/single-choice.tsx";
import type { TrueFalseSource } from "../../../items/true-false.tsx";
import type { Asked, Pen } from "./asked.ts";
import { base, choose, declareResponse, idOf, matchCorrect, SHARE, set, show, variable } from "./rules.ts";
import { qti, type Xml, type XmlPart } from "./xml.ts";

const RESPONSE = "RESPONSE";

interface Choice {
  id: string;
  content: XmlPart[];
  fixed?: true;
}

function interaction(choices: Choice[], most: number, shuffle: boolean): Xml {
  return qti(
    "choice-interaction",
    { "response-identifier": RESPONSE, "max-choices": most, shuffle },
    ...choices.map(({ id, content, fixed }) => qti("simple-choice", { identifier: id, fixed }, ...content)),
  );
}

function feedbackRules(
  named: { id: string; feedback?: string }[],
  isSingle: boolean,
): Pick<Asked, "feedback"> & { rules: Xml[] } {
  const spoken = named.filter(({ feedback }) => feedback !== undefined);
  const isChosen = (id: string) => qti(isSingle ? "match" : "member", {}, base("identifier", id), variable(RESPONSE));
  return {
    feedback: spoken.map(({ id, feedback }) => ({ name: id, markdown: feedback! })),
    rules: spoken.flatMap(({ id }) => choose([{ when: isChosen(id), rules: [show(id)] }])),
  };
}

export function askSingle({ choices, points, shuffle }: SingleChoiceSource, { texts }: Pen): Asked {
  const right = choices.filter(({ correct }) => correct).map(({ key }) => idOf(key));
  const shares = choices.map(({ key, correct, share }): [string, number] => [idOf(key), correct ? 1 : (share ?? 0)]);
  const isMapped = choices.some(({ correct, share }) => !correct && share);
  const said = feedbackRules(
    choices.map(({ key, feedback }) => ({ id: idOf(key), ...(feedback && { feedback }) })),
    true,
  );
  const mapping = isMapped ? { mapping: { of: shares } } : {};
  return {
    responses: [declareResponse({ identifier: RESPONSE, cardinality: "single", type: "identifier", right, ...mapping })],
    body: [
      interaction(
        choices.map(({ key, text }) => ({ id: idOf(key), content: texts.inline(text) })),
        1,
        shuffle,
      ),
    ],
    points,
    feedback: said.feedback,
    rules: [...(isMapped ? [set(SHARE, qti("map-response", { identifier: RESPONSE }))] : matchCorrect(RESPONSE)), ...said.rules],
  };
}

export function askMultiple({ choices, points, shuffle, credit }: MultipleChoiceSource, { texts }: Pen): Asked {
  const right = choices.filter(({ correct }) => correct).map(({ key }) => idOf(key));
  const usual = 1 / right.length;
  const shares = choices.map(({ key, correct, share }): [string, number] => {
    const wrong = credit === "partial" ? -usual : 0;
    return [idOf(key), credit === "shares" && share !== undefined ? share : correct ? usual : wrong];
  });
  const said = feedbackRules(
    choices.map(({ key, feedback }) => ({ id: idOf(key), ...(feedback && { feedback }) })),
    false,
  );
  const isWhole = credit === "all-or-nothing";
  const mapping = isWhole ? {} : { mapping: { of: shares } };
  return {
    responses: [declareResponse({ identifier: RESPONSE, cardinality: "multiple", type: "identifier", right, ...mapping })],
    body: [
      interaction(
        choices.map(({ key, text }) => ({ id: idOf(key), content: texts.inline(text) })),
        0,
        shuffle,
      ),
    ],
    points,
    feedback: said.feedback,
    rules: [...(isWhole ? matchCorrect(RESPONSE) : [set(SHARE, qti("map-response", { identifier: RESPONSE }))]), ...said.rules],
  };
}

export function askTrueFalse({ answer, points, feedbackFor = {} }: TrueFalseSource): Asked {
  const said = feedbackRules(
    (["true", "false"] as const).map((id) => ({ id, ...(feedbackFor[id] && { feedback: feedbackFor[id] }) })),
    true,
  );
  const choices = [
    { id: "true", content: ["True"] },
    { id: "false", content: ["False"] },
  ];
  return {
    responses: [declareResponse({ identifier: RESPONSE, cardinality: "single", type: "identifier", right: [String(answer)] })],
    body: [interaction(choices, 1, false)],
    points,
    feedback: said.feedback,
    rules: [...matchCorrect(RESPONSE), ...said.rules],
  };
}

/** A rating: a choice without a right one. */
export function askLikert({ notApplicable }: LikertSource, points: RatingPoint[], pen: Pen): Asked {
  pen.note("A rating is a choice without a right one; its scales, weights and readings are not in the package.");
  const choices: Choice[] = points.map(({ value, label }, index) => ({
    id: `point-${index + 1}`,
    content: [label ?? String(value)],
  }));
  if (typeof notApplicable === "string") choices.push({ id: "not-applicable", content: [notApplicable], fixed: true });
  return {
    responses: [declareResponse({ identifier: RESPONSE, cardinality: "single", type: "identifier" })],
    body: [interaction(choices, 1, false)],
    points: 0,
    feedback: [],
  };
}
