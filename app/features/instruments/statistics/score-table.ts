/**
 * What people scored on items, item after item: person p on item i stands at `values[i * people + p]`, NaN where there
 * is no score. One typed array, so that 10,000 attempts of 36 items are 3 MB and every figure is a walk along a column.
 */
export interface ScoreTable {
  people: number;
  items: number;
  values: Float64Array;
}

/**
 * What is done about missing scores.
 * pairwise: each figure uses everybody who has the scores that it needs (R's `use = "pairwise"`, the default of
 * `psych::alpha`). listwise: only people with a score on every item count, in every figure (R's `na.omit` beforehand).
 */
export type MissingRule = "pairwise" | "listwise";

/**
 * A table from rows, one a person. null, undefined and NaN are missing.
 * Throws a RangeError where a row is not as long as `items`, or a score is infinite.
 */
export function scoreTable(rows: readonly ArrayLike<number | null | undefined>[], items: number): ScoreTable {
  rows.forEach((row, person) => {
    if (row.length !== items) throw new RangeError(`Row ${person} has ${row.length} scores, not ${items}`);
  });
  return scoreTableOf(rows.length, items, (item, scores) => {
    for (let person = 0; person < scores.length; person += 1) scores[person] = rows[person]![item] ?? Number.NaN;
  });
}

/** The same from a function that fills in the scores on one item, person after person. Throws as `scoreTable`. */
export function scoreTableOf(people: number, items: number, fill: (item: number, scores: Float64Array) => void): ScoreTable {
  const table = { people, items, values: new Float64Array(people * items).fill(Number.NaN) };
  for (let item = 0; item < items; item += 1) {
    const scores = itemScores(table, item);
    fill(item, scores);
    const person = scores.findIndex((score) => Math.abs(score) === Number.POSITIVE_INFINITY);
    if (person >= 0) throw new RangeError(`Row ${person} has an infinite score`);
  }
  return table;
}

/** The scores on one item, person after person; a view, not a copy. */
export function itemScores({ people, values }: ScoreTable, item: number): Float64Array {
  return values.subarray(item * people, (item + 1) * people);
}

/** The table after the rule: as it is under pairwise, only the complete rows under listwise. */
export function afterMissing(table: ScoreTable, missing: MissingRule): ScoreTable {
  if (missing === "pairwise") return table;
  const kept: number[] = [];
  for (let person = 0; person < table.people; person += 1) {
    let complete = true;
    for (let item = 0; item < table.items && complete; item += 1) {
      complete = !Number.isNaN(table.values[item * table.people + person]!);
    }
    if (complete) kept.push(person);
  }
  if (kept.length === table.people) return table;
  const values = new Float64Array(kept.length * table.items);
  for (let item = 0; item < table.items; item += 1) {
    const from = itemScores(table, item);
    kept.forEach((person, row) => {
      values[item * kept.length + row] = from[person]!;
    });
  }
  return { people: kept.length, items: table.items, values };
}

/**
 * A score a person: the mean of the answered items, or under "sum" that mean times the number of items, which is the
 * plain sum where nothing is missing. NaN for a person without a score on any of the items. `items` are places in the
 * table; all of them by default.
 */
export function personScores(table: ScoreTable, score: "mean" | "sum", items?: readonly number[]): Float64Array {
  const chosen = items ?? Array.from({ length: table.items }, (_, item) => item);
  const totals = new Float64Array(table.people);
  const answered = new Uint32Array(table.people);
  for (const item of chosen) {
    const values = itemScores(table, item);
    for (let person = 0; person < table.people; person += 1) {
      const value = values[person]!;
      if (Number.isNaN(value)) continue;
      totals[person]! += value;
      answered[person]! += 1;
    }
  }
  for (let person = 0; person < table.people; person += 1) {
    const count = answered[person]!;
    if (score === "mean" || count === 0 || count < chosen.length) {
      totals[person] = count === 0 ? Number.NaN : (totals[person]! / count) * (score === "sum" ? chosen.length : 1);
    }
  }
  return totals;
}

/**
 * What an item is held against: a score a person on all items but the one asked for, as `personScores` makes it. Adds
 * everything up once, so that asking for every item of a large table costs little more than asking for one.
 */
export function restScores(table: ScoreTable, score: "mean" | "sum" = "sum"): (item: number) => Float64Array {
  const totals = new Float64Array(table.people);
  const answered = new Uint32Array(table.people);
  for (let item = 0; item < table.items; item += 1) {
    const values = itemScores(table, item);
    for (let person = 0; person < table.people; person += 1) {
      if (Number.isNaN(values[person]!)) continue;
      totals[person]! += values[person]!;
      answered[person]! += 1;
    }
  }
  const times = score === "sum" ? table.items - 1 : 1;
  return (item) => {
    const scores = itemScores(table, item);
    const rests = new Float64Array(table.people);
    for (let person = 0; person < table.people; person += 1) {
      const value = scores[person]!;
      const own = Number.isNaN(value) ? 0 : 1;
      const count = answered[person]! - own;
      const rest = own === 1 ? totals[person]! - value : totals[person]!;
      rests[person] = count === 0 ? Number.NaN : count === times ? rest : (rest / count) * times;
    }
    return rests;
  };
}
