/** One thing that is wrong, or odd, in an instrument, at a path of the YAML: `["items", 3, "choices", 0, "key"]`. */
export interface Finding {
  path: (string | number)[];
  /** What is wrong, as a sentence. */
  message: string;
  /** What to do about it, as a sentence. */
  remedy: string;
}

/** Findings for keys that occur more than once; `path` leads to the list, whose entries hold `key`. */
export function findRepeatedKeys(path: (string | number)[], entries: { key: string }[], what: string): Finding[] {
  const first = new Map<string, number>();
  const findings: Finding[] = [];
  entries.forEach((entry, index) => {
    const earlier = first.get(entry.key);
    if (earlier === undefined) first.set(entry.key, index);
    else
      findings.push({
        path: [...path, index, "key"],
        message: `The key "${entry.key}" is already taken by ${what} ${earlier + 1}.`,
        remedy: `Give this ${what} a key of its own.`,
      });
  });
  return findings;
}
