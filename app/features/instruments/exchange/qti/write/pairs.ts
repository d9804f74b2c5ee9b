import type { MatchingSource } from "../../../items/matching.tsx";
import type { OrderingSource } from "../../../items/ordering.tsx";
import type { Asked, Pen } from "./asked.ts";
import { base, choose, declareResponse, float, idOf, matchCorrect, SHARE, set, show, variable } from "./rules.ts";
import { qti, type Xml } from "./xml.ts";

const RESPONSE = "RESPONSE";

/** Both sides of a matching are choices of one interaction, so their names must not meet. */
const leftOf = (key: string) => `pair_${key}`;
const rightOf = (key: string) => `answer_${key}`;

export function askMatching({ points, credit, pairs, answers }: MatchingSource, { texts }: Pen): Asked {
  const right = pairs.map(({ key, answer }) => `${leftOf(key)} ${rightOf(answer)}`);
  const part = 1 / pairs.length;
  const isWhole = credit === "all-or-nothing";
  const mapping = { of: right.map((pair): [string, number] => [pair, part]), others: credit === "partial" ? -part : 0 };
  const spoken = pairs.flatMap(({ key, feedback }, index) =>
    feedback ? [{ name: leftOf(key), pair: right[index]!, markdown: feedback }] : [],
  );
  const side = (choices: Xml[]) => qti("simple-match-set", {}, ...choices);
  return {
    responses: [
      declareResponse({
        identifier: RESPONSE,
        cardinality: "multiple",
        type: "directedPair",
        right,
        ...(!isWhole && { mapping }),
      }),
    ],
    body: [
      qti(
        "match-interaction",
        { "response-identifier": RESPONSE, shuffle: true, "max-associations": pairs.length },
        side(
          pairs.map(({ key, text }) =>
            qti("simple-associable-choice", { identifier: leftOf(key), "match-max": 1 }, ...texts.inline(text)),
          ),
        ),
        side(answers.map(({ key, text }) => qti("simple-associable-choice", { identifier: rightOf(key), "match-max": 0 }, text))),
      ),
    ],
    points,
    feedback: spoken.map(({ name, markdown }) => ({ name, markdown })),
    rules: [
      ...(isWhole ? matchCorrect(RESPONSE) : [set(SHARE, qti("map-response", { identifier: RESPONSE }))]),
      ...spoken.flatMap(({ name, pair }) =>
        choose([{ when: qti("member", {}, base("directedPair", pair), variable(RESPONSE)), rules: [show(name)] }]),
      ),
    ],
  };
}

export function askOrdering({ points, credit, entries }: OrderingSource, { texts }: Pen): Asked {
  const ids = entries.map(({ key }) => idOf(key));
  return {
    responses: [declareResponse({ identifier: RESPONSE, cardinality: "ordered", type: "identifier", right: ids })],
    body: [
      qti(
        "order-interaction",
        { "response-identifier": RESPONSE, shuffle: true },
        ...inNoOrder(entries).map(({ key, text }) => qti("simple-choice", { identifier: idOf(key) }, ...texts.inline(text))),
      ),
    ],
    points,
    feedback: [],
    rules: credit === "all-or-nothing" ? matchCorrect(RESPONSE) : sharesOfOrder(ids, credit),
  };
}

/** Systems that do not shuffle shall not show the right order: by the alphabet it is right by chance alone. */
function inNoOrder(entries: OrderingSource["entries"]): OrderingSource["entries"] {
  return [...entries].sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
}

function sharesOfOrder(ids: string[], credit: "positions" | "neighbours"): Xml[] {
  const given = variable(RESPONSE);
  const tests =
    credit === "positions"
      ? ids.map((id, index) => qti("match", {}, qti("index", { n: index + 1 }, given), base("identifier", id)))
      : ids.slice(1).map((id, index) => {
          const pair = qti("ordered", {}, base("identifier", ids[index]!), base("identifier", id));
          return qti("contains", {}, given, pair);
        });
  const more = set(SHARE, qti("sum", {}, variable(SHARE), float(1 / tests.length)));
  return tests.flatMap((when) => choose([{ when, rules: [more] }]));
}
