const RAISED = new Map([..."0123456789+-=()ni"].map((sign, at) => [sign, [..."⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ"][at]!]));
const LOWERED = new Map([..."0123456789+-=()aeijoruvx"].map((sign, at) => [sign, [..."₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑᵢⱼₒᵣᵤᵥₓ"][at]!]));

/** `2` as `²`; with ^ where Unicode has no such letter. */
export function raised(text: string): string {
  return spell(text, RAISED, "^");
}

export function lowered(text: string): string {
  return spell(text, LOWERED, "_");
}

function spell(text: string, letters: Map<string, string>, sign: string): string {
  const signs = [...text.trim().replaceAll("−", "-")];
  if (signs.every((one) => letters.has(one))) return signs.map((one) => letters.get(one)).join("");
  return signs.length === 1 ? `${sign}${signs[0]}` : `${sign}(${signs.join("")})`;
}
