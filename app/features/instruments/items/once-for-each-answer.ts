/**
 * Does the work once for answers that are the same: ten thousand people give few different ones. What is kept is the
 * result, so it must not be changed.
 */
export function onceForEachAnswer<Given, Result>(work: (answer: Given) => Result): (answer: Given) => Result {
  const known = new Map<unknown, Result>();
  return (answer) => {
    // A number and the text of it differ; lists are told apart by what they hold.
    const name = typeof answer === "object" ? JSON.stringify(answer) : answer;
    let result = known.get(name);
    if (result === undefined && !known.has(name)) {
      result = work(answer);
      known.set(name, result);
    }
    return result as Result;
  };
}
