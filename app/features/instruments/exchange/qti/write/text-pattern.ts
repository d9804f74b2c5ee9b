/** The pieces between the stars of an accepted answer as a regular expression of XML Schema; capitals are ignored letter by letter. */
export function patternOf(pieces: string[], isExact: boolean): string {
  return pieces.map((piece) => [...piece].map((sign) => (isExact ? escaped(sign) : bothCases(sign))).join("")).join(".*");
}

function bothCases(sign: string): string {
  const [lower, upper] = [sign.toLowerCase(), sign.toUpperCase()];
  const isPair = lower !== upper && [...lower].length === 1 && [...upper].length === 1;
  return isPair ? `[${lower}${upper}]` : escaped(sign);
}

function escaped(sign: string): string {
  return /[\\|.?*+(){}[\]^$-]/.test(sign) ? `\\${sign}` : sign;
}
