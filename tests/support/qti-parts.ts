/** What items of QTI 2 in tests are made of, and what is expected of them. */

export interface Case {
  declarations: string;
  body: string;
  rest?: string;
  item: Record<string, unknown> | null;
  /** Of each note that is told, in their order; nothing else may be told. */
  notes?: (string | RegExp)[];
}

export const choices = (attributes: string, ids = ["a", "b", "c"]) =>
  `<choiceInteraction responseIdentifier="RESPONSE" ${attributes}><prompt>Which?</prompt>${ids
    .map((id) => `<simpleChoice identifier="${id}">Choice <em>${id}</em></simpleChoice>`)
    .join("")}</choiceInteraction>`;
export const mapping = (entries: Record<string, number>, attributes = 'defaultValue="0"') =>
  `<mapping ${attributes}>${Object.entries(entries)
    .map(([key, value]) => `<mapEntry mapKey="${key}" mappedValue="${value}"/>`)
    .join("")}</mapping>`;
export const entry = (id = "RESPONSE") => `<textEntryInteraction responseIdentifier="${id}" expectedLength="10"/>`;
export const set = (value: string, outcome = "SCORE") => `<setOutcomeValue identifier="${outcome}">${value}</setOutcomeValue>`;
export const float = (value: number) => `<baseValue baseType="float">${value}</baseValue>`;
export const given = (id = "RESPONSE") => `<variable identifier="${id}"/>`;
export const when = (test_: string, then: string) =>
  `<responseCondition><responseIf>${test_}${then}</responseIf></responseCondition>`;
export const rules = (...all: string[]) => `<responseProcessing>${all.join("")}</responseProcessing>`;
export const outcome = (id: string, baseType: string, more = "") =>
  `<outcomeDeclaration identifier="${id}" cardinality="single" baseType="${baseType}" ${more}/>`;
export const modal = (identifier: string, text: string) =>
  `<modalFeedback outcomeIdentifier="FEEDBACK" identifier="${identifier}" showHide="show"><p>${text}</p></modalFeedback>`;
export const ends = (ids: string[], most = 1) =>
  ids.map((id) => `<simpleAssociableChoice identifier="${id}" matchMax="${most}">End ${id}</simpleAssociableChoice>`).join("");
export const plainChoices = [
  { key: "a", text: "Choice *a*" },
  { key: "b", text: "Choice *b*" },
  { key: "c", text: "Choice *c*" },
];
export const NOT_TAKEN = "unsupported: This question could not be taken: ";
export const spot = `<object data="map.png" type="image/png">A map</object>`;
