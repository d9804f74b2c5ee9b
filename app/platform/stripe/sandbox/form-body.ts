/** A request's parameters as Stripe's API reads them: text, lists and maps. */
export type FormValue = string | FormValue[] | { [name: string]: FormValue };
export type FormParams = { [name: string]: FormValue };

const MAX_DEPTH = 8;

/**
 * Reads `a=1&b[c][0]=2&b[c][1]=3`, the encoding of Stripe's API for bodies and query strings. `[]` appends, digits
 * are places in a list. Undefined where the text is not of that form.
 */
export function parseForm(text: string): FormParams | undefined {
  const root: FormParams = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) {
    const path = pathOf(name);
    if (!path || !place(root, path, value)) return undefined;
  }
  return listed(root) as FormParams;
}

function pathOf(name: string): string[] | undefined {
  const match = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name);
  if (!match) return undefined;
  const path = [match[1]!, ...[...match[2]!.matchAll(/\[([^[\]]*)\]/g)].map((part) => part[1]!)];
  return path.length > MAX_DEPTH || path.includes("__proto__") ? undefined : path;
}

function place(root: FormParams, path: string[], value: string): boolean {
  let here: FormParams = root;
  for (const [depth, step] of path.entries()) {
    const name = step === "" ? String(Object.keys(here).length) : step;
    if (depth === path.length - 1) {
      here[name] = value;
      return true;
    }
    here[name] ??= Object.create(null) as FormParams;
    const next = here[name];
    if (typeof next === "string") return false;
    here = next as FormParams;
  }
  return false;
}

/** Maps whose names are 0, 1, 2, ... are lists. */
function listed(value: FormValue): FormValue {
  if (typeof value === "string") return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, listed(inner)] as const);
  const isList = entries.length > 0 && entries.every(([name], at) => name === String(at));
  return isList ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}
