import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { PASSWORD } from "#tests/support/people.ts";
import { type Answered, ask, CutOff } from "./site-client.ts";

/** The free course of the journey, its check, and the course that is paid for. */
export const FREE = "craft";
export const PAID = "mastery";
export const CHECK = "check-craft";
const RIGHT = { colour: ["blue"], primes: ["two", "three"], round: ["false"] };
const WRONG = { colour: ["red"], primes: ["four"], round: ["true"] };
const PATIENCE = 30_000;

interface Answer {
  item: string;
  values: string[];
  sequence: number;
}

/** An answer that was called saved, and all that were sent for its item since: one of these is what must be stored. */
export interface SavedAnswer {
  attemptId: string;
  item: string;
  sequence: number;
  sent: Map<number, string[]>;
}

/**
 * Somebody who signs in, learns, passes a check, buys a course and learns on. Everything that the site has
 * acknowledged is noted in `facts`, in the words of `whatIsKept` of the test. What was cut off is asked for again, as
 * a person would who presses the button once more.
 */
export class Learner {
  readonly facts = new Set<string>();
  readonly answers = new Map<string, SavedAnswer>();
  /** How often the site has said that something is done. */
  acknowledged = 0;
  readonly email: string;
  readonly #random: () => number;
  readonly #steps: (() => Promise<void>)[];
  #site = "";
  #step = 0;
  #cookie = "";
  #attemptId = "";
  #sessionId = "";
  #sequence = 0;

  constructor(email: string, random: () => number) {
    this.email = email;
    this.#random = random;
    const byBank = random() < 0.3;
    const comesBack = random() < 0.5;
    this.#steps = [
      () => this.#signIn(),
      () => this.#enrol(),
      () => this.#complete(FREE, "one"),
      () => this.#complete(FREE, "two"),
      () => this.#startAttempt(),
      ...Object.entries(WRONG).map(([item, values]) => this.#answering(item, values)),
      ...Object.entries(RIGHT).map(([item, values]) => this.#answering(item, values)),
      () => this.#submit(),
      () => this.#complete(FREE, "last"),
      () => this.#order(),
      () => this.#pay(byBank ? "bank-debit" : "card"),
      ...(byBank ? [() => this.#letMoneyArrive()] : []),
      ...(comesBack ? [() => this.#comeBack()] : []),
      () => this.#complete(PAID, "deeper", PATIENCE),
    ];
  }

  get finished(): boolean {
    return this.#step === this.#steps.length;
  }

  get cookie(): string {
    return this.#cookie;
  }

  /** Goes on where the last call was cut off, to the end or until the site is killed. @throws CutOff */
  async goOn(site: string): Promise<void> {
    this.#site = site;
    for (; !this.finished; this.#step += 1) {
      await this.#steps[this.#step]!();
      await wait(this.#random() * 15);
    }
  }

  async #signIn(): Promise<void> {
    const { cookie } = await this.#send(
      "/sign-in",
      { email: this.email, password: PASSWORD },
      (answered) => answered.cookie !== "",
    );
    this.#cookie = cookie;
    this.#note(`session ${createHash("sha256").update(cookie.split("=")[1]!).digest("hex")}`);
  }

  async #enrol(): Promise<void> {
    await this.#send(`/courses/${FREE}/enrol`, {}, ({ location }) => location === `/learn/${FREE}`);
    this.#note(`enrolled ${this.email} ${FREE}`);
  }

  /** Reads a lesson and marks it complete; waits for a lesson that a payment is about to open. */
  async #complete(course: string, lesson: string, patience = 0): Promise<void> {
    const place = `/learn/${course}/${lesson}`;
    for (const deadline = Date.now() + patience; ; await wait(50)) {
      const { status } = await this.#get(place);
      if (status === 200) break;
      if (Date.now() > deadline) throw new Error(`${place} answers ${status} to ${this.email}`);
    }
    await this.#send(place, {}, ({ location }) => location.startsWith(`/learn/${course}`));
    this.#note(`completed ${this.email} ${course} ${lesson}`);
  }

  async #startAttempt(): Promise<void> {
    const { location } = await this.#send(`/learn/${FREE}/check/attempt`, {}, ({ location }) =>
      location.startsWith("/attempts/"),
    );
    this.#attemptId = location.slice("/attempts/".length);
    this.#note(`attempt ${this.#attemptId}`);
  }

  /** An answer that was cut off is sent again with its sequence, as the page's script does. */
  #answering(item: string, values: string[]): () => Promise<void> {
    let answer: Answer | undefined;
    return async () => {
      this.#sequence = Math.max(this.#sequence + 1, Date.now());
      answer ??= { item, values, sequence: this.#sequence };
      const attemptId = this.#attemptId;
      const name = `${attemptId} ${item}`;
      const saved = this.answers.get(name) ?? { attemptId, item, sequence: 0, sent: new Map() };
      saved.sent.set(answer.sequence, values);
      const answered = await this.#ask(`/attempts/${attemptId}/answers`, { json: answer });
      if (answered.status !== 200 || JSON.parse(answered.body).status !== "saved") throw unexpected("an answer", answered);
      this.answers.set(name, { ...saved, sequence: answer.sequence });
      this.acknowledged += 1;
    };
  }

  async #submit(): Promise<void> {
    const result = `/attempts/${this.#attemptId}/result`;
    await this.#send(
      `/attempts/${this.#attemptId}/submit`,
      { answers: "saved", intent: "submit" },
      ({ location }) => location === result,
    );
    this.#note(`passed ${this.#attemptId}`);
    this.#note(`completed ${this.email} ${FREE} check`);
  }

  async #order(): Promise<void> {
    const { location } = await this.#send(`/courses/${PAID}/buy`, {}, ({ location }) =>
      location.includes("/payment-sandbox/pay/"),
    );
    this.#sessionId = location.slice(location.lastIndexOf("/") + 1);
    this.#note(`ordered ${this.email} ${this.#sessionId}`);
  }

  async #pay(choice: "card" | "bank-debit"): Promise<void> {
    const page = `/payment-sandbox/pay/${this.#sessionId}`;
    // The page of what is paid already leads to itself, and says so.
    const { location } = await this.#send(
      page,
      { choice },
      ({ location }) => location === page || location.startsWith("/checkout/success"),
    );
    if (location === page && !/has been paid|on its way/.test((await this.#get(page)).body)) throw new Error("paid in vain");
    if (choice === "card") this.#note(`paid ${this.email} ${this.#sessionId}`);
  }

  async #letMoneyArrive(): Promise<void> {
    const waiting = await this.#get("/payment-sandbox/delayed");
    if (waiting.body.includes(this.#sessionId)) {
      await this.#send(`/payment-sandbox/delayed/${this.#sessionId}`, { choice: "arrives" }, ({ status }) => status === 303);
    }
    this.#note(`paid ${this.email} ${this.#sessionId}`);
  }

  async #comeBack(): Promise<void> {
    const answered = await this.#get(`/checkout/success?session_id=${this.#sessionId}`);
    // The sandbox may be slower than our patience with it: then the page says so, and the webhook does the rest.
    if (answered.body.includes("Your payment has arrived")) this.#note(`granted ${this.#sessionId}`);
    else if (!answered.body.includes("We are checking your payment")) throw unexpected("the return from paying", answered);
  }

  #note(fact: string): void {
    this.facts.add(fact);
    this.acknowledged += 1;
  }

  #get(path: string): Promise<Answered> {
    return this.#ask(path, {});
  }

  async #send(path: string, form: Record<string, string>, isDone: (answered: Answered) => boolean): Promise<Answered> {
    const answered = await this.#ask(path, { form });
    if (answered.status !== 303 || !isDone(answered)) throw unexpected(path, answered);
    return answered;
  }

  async #ask(path: string, given: { form?: Record<string, string>; json?: unknown }): Promise<Answered> {
    const answered = await ask(this.#site, path, { ...given, cookie: this.#cookie });
    // An error of the server acknowledges nothing. Where nobody has killed its database, the test says so.
    if (answered.status >= 500) throw new CutOff(`${path} answers ${answered.status}`);
    return answered;
  }
}

function unexpected(what: string, { status, location, body }: Answered): Error {
  return new Error(`Not what was expected of ${what}: ${status} ${location} ${body.slice(0, 300)}`);
}
