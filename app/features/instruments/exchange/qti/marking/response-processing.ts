import { Unsupported } from "../../stop.ts";
import { MAX_STEPS } from "../limits.ts";
import { childOf, elementsOf, type XmlElement } from "../package/xml-tree.ts";
import { type Declaration, readDeclarations } from "./declarations.ts";
import { type Environment, evaluate } from "./expressions.ts";
import type { Marker, Response, Verdict } from "./marker.ts";
import type { StepBudget } from "./step-budget.ts";
import { isTrue, NULL, numberOf, type Scalar, sameScalar, single, type Value } from "./values.ts";

/** Where a feedback is shown: `outcome` holds `identifier`, or does not. */
export interface FeedbackRule {
  id: string;
  outcome: string;
  identifier: string;
  show: boolean;
}

/** The standard templates of QTI 2.0 to 3.0, and those that replace them for Common Cartridge; all work on RESPONSE. */
type Template = "match_correct" | "map_response" | "CC2_match_basic" | "CC2_map_response";

/**
 * Response processing of QTI 2 and 3, run step by step. What counts is read after the last rule. @throws Unsupported when a rule or an expression is met that is not known.
 */
export class ResponseProcessing implements Marker {
  readonly responses: Map<string, Declaration>;
  readonly outcomes: Map<string, Declaration>;
  readonly #rules: XmlElement | undefined;
  readonly #template: Template | undefined;
  readonly #feedback: FeedbackRule[];

  readonly #budget: StepBudget;

  constructor(item: XmlElement, rules: XmlElement | undefined, feedback: FeedbackRule[], budget: StepBudget) {
    this.#budget = budget;
    this.responses = readDeclarations(item, "responseDeclaration");
    this.outcomes = readDeclarations(item, "outcomeDeclaration");
    this.#feedback = feedback;
    const hasRules = rules !== undefined && elementsOf(rules).length > 0;
    this.#rules = hasRules ? rules : undefined;
    this.#template = hasRules ? undefined : templateOf(rules?.attributes ?? {});
  }

  /** True where the item says how it is marked. */
  get isGiven(): boolean {
    return this.#rules !== undefined || this.#template !== undefined;
  }

  get rules(): XmlElement | undefined {
    return this.#rules;
  }

  /** `outcome` is the one whose value counts. */
  mark(responses: Record<string, Response>, outcome = "SCORE"): Verdict {
    const run = this.#run(responses);
    const score = numberOf(run.get(outcome) ?? NULL) ?? 0;
    const shown = this.#feedback.filter(({ outcome: of, identifier, show }) => {
      const holds = (run.get(of) ?? NULL).items.some((item) => sameScalar(item, identifier));
      return holds === show;
    });
    return { score, shown: new Set(shown.map(({ id }) => id)) };
  }

  #run(given: Record<string, Response>): Map<string, Value> {
    const values = new Map<string, Value>();
    for (const { identifier, default: start, baseType, cardinality } of this.outcomes.values()) {
      const zero = cardinality === "single" && (baseType === "float" || baseType === "integer") ? single(0) : NULL;
      values.set(identifier, start ?? zero);
    }
    if (!values.has("SCORE")) values.set("SCORE", single(0));
    const answers = new Map<string, Value>();
    for (const declaration of this.responses.values()) {
      answers.set(declaration.identifier, givenValue(given[declaration.identifier] ?? null, declaration));
    }
    const budget = this.#budget;
    let steps = 0;
    const environment: Environment = {
      responses: this.responses,
      outcomes: this.outcomes,
      read: (identifier) =>
        answers.get(identifier) ?? values.get(identifier) ?? (identifier === "numAttempts" ? single(1) : NULL),
      step() {
        steps += 1;
        budget.spend(1);
        if (steps > MAX_STEPS) throw new Unsupported("its marking takes too many steps");
      },
    };
    this.#budget.spend(3 + this.#feedback.length);
    if (this.#template) runTemplate(this.#template, environment, values);
    else if (this.#rules) runRules(elementsOf(this.#rules), environment, values);
    return values;
  }
}

function givenValue(given: Response, { cardinality, baseType }: Declaration): Value {
  if (given === null || given === "") return NULL;
  const items: Scalar[] = Array.isArray(given) ? given : [given];
  const cast = items.map((item) => (baseType === "boolean" ? item === "true" : item));
  return { cardinality, items: cast };
}

/** The name of the template that a `responseProcessing` follows; empty where it follows none. */
export function templateName({ template = "", templateLocation = "" }: Record<string, string>): string {
  return (template || templateLocation)
    .split(/[/\\]/)
    .at(-1)!
    .replace(/\.xml$/i, "");
}

function templateOf(attributes: Record<string, string>): Template | undefined {
  const name = templateName(attributes);
  if (name === "") return undefined;
  if (name === "match_correct" || name === "CC2_match") return "match_correct";
  if (name === "map_response" || name === "CC2_match_basic" || name === "CC2_map_response") return name;
  throw new Unsupported(`its marking follows a template that is not known here (${name})`);
}

function runTemplate(template: Template, environment: Environment, values: Map<string, Value>): void {
  const step = (name: string): XmlElement => ({ name, attributes: { identifier: "RESPONSE" }, children: [], line: 0 });
  const most = numberOf(values.get("MAXSCORE") ?? NULL) ?? 0;
  if (template === "map_response" || template === "CC2_map_response") {
    const score = evaluate(step("mapResponse"), environment);
    values.set("SCORE", score);
    if (template === "CC2_map_response") values.set("FEEDBACK", single(numberOf(score) === most ? "correct" : "incorrect"));
    return;
  }
  const match: XmlElement = { name: "match", attributes: {}, children: [step("variable"), step("correct")], line: 0 };
  const isRight = isTrue(evaluate(match, environment));
  const isBasic = template === "CC2_match_basic";
  values.set("SCORE", single(isRight ? (isBasic ? most : 1) : 0));
  if (isBasic) values.set("FEEDBACKBASIC", single(isRight ? "correct" : "incorrect"));
}

/** Returns true where the processing is over. */
function runRules(rules: XmlElement[], environment: Environment, values: Map<string, Value>): boolean {
  for (const rule of rules) {
    environment.step();
    if (rule.name === "exitResponse") return true;
    if (rule.name === "responseProcessingFragment") {
      if (runRules(elementsOf(rule), environment, values)) return true;
    } else if (rule.name === "responseCondition") {
      const branch = elementsOf(rule).find((part) => holds(part, environment));
      const [, ...rest] = branch ? elementsOf(branch) : [];
      const steps = branch?.name === "responseElse" ? elementsOf(branch) : rest;
      if (runRules(steps, environment, values)) return true;
    } else if (rule.name === "setOutcomeValue") {
      const [expression] = elementsOf(rule);
      if (expression) values.set(rule.attributes.identifier ?? "", evaluate(expression, environment));
    } else if (rule.name === "lookupOutcomeValue") lookUp(rule, environment, values);
    else throw new Unsupported(`the rule "${rule.name}" of its marking is not known here`);
  }
  return false;
}

function holds(part: XmlElement, environment: Environment): boolean {
  if (part.name === "responseElse") return true;
  const [condition] = elementsOf(part);
  return condition !== undefined && isTrue(evaluate(condition, environment));
}

function lookUp(rule: XmlElement, environment: Environment, values: Map<string, Value>): void {
  const [expression] = elementsOf(rule);
  const { identifier = "" } = rule.attributes;
  const table = environment.outcomes.get(identifier)?.element;
  const matches = table && childOf(table, "matchTable");
  if (!expression || !matches) throw new Unsupported("its marking looks a value up in a table that is not known here");
  const source = numberOf(evaluate(expression, environment));
  const entry = elementsOf(matches, "matchTableEntry").find(({ attributes }) => Number(attributes.sourceValue) === source);
  const target = entry?.attributes.targetValue ?? matches.attributes.defaultValue;
  const number = target === undefined ? Number.NaN : Number(target);
  values.set(identifier, target === undefined ? NULL : single(Number.isNaN(number) ? target : number));
}
