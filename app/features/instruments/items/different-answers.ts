/** What people answered to one item: each different answer once, and which of them everybody gave. */
export interface DifferentAnswers<A> {
  answers: A[];
  /** For every person the place of their answer in `answers`; -1 for none. */
  placeOf: Int32Array;
}

/**
 * Reads what `people` gave, each different thing once: ten thousand people give few different ones. `givenBy` says what one
 * person gave; `read` makes an answer of it, or null where it is none.
 */
export function differentAnswers<Given, A>(
  people: number,
  givenBy: (person: number) => Given,
  read: (given: Given) => A | null,
): DifferentAnswers<A> {
  const answers: A[] = [];
  const placeOf = new Int32Array(people);
  // Told apart by what they are and not only by how they are written: a list is no text that looks like one.
  const [plain, lists] = [new Map<unknown, number>(), new Map<string, number>()];
  for (let person = 0; person < people; person += 1) {
    const given = givenBy(person);
    const isList = typeof given === "object" && given !== null;
    const name = isList ? JSON.stringify(given) : given;
    const known: Map<unknown, number> = isList ? lists : plain;
    let place = known.get(name);
    if (place === undefined) {
      const answer = read(given);
      place = answer === null ? -1 : answers.push(answer) - 1;
      known.set(name, place);
    }
    placeOf[person] = place;
  }
  return { answers, placeOf };
}

/** How many people gave each of them, in their order. */
export function countsOf({ answers, placeOf }: DifferentAnswers<unknown>): number[] {
  const counts = answers.map(() => 0);
  for (const place of placeOf) if (place >= 0) counts[place]! += 1;
  return counts;
}
