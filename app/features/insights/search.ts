/** A pattern for `ilike` that finds the words as they are: `%` and `_` mean themselves. */
export function containing(words: string): string {
  return `%${words.replace(/[\\%_]/g, "\\$&")}%`;
}

/** A condition on a person `u`; `$5` names the parameter with the pattern. Case is folded in every script. */
export function nameOrAddressLike(parameter: string): string {
  return `(u.name collate "und-x-icu" ilike ${parameter} or u.email ilike ${parameter})`;
}
