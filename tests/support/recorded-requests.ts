import { readFileSync } from "node:fs";
import path from "node:path";
import Stripe from "stripe";
import ts from "typescript";

/** A call of our code to the `stripe` package, as it was made. */
export interface RecordedCall {
  method: string;
  path: string;
  params: Record<string, unknown>;
  options: Record<string, unknown>;
}

/** Methods of the package by method and path, and whether they take an id first. */
const METHODS: [http: string, path: RegExp, name: string][] = [
  ["POST", /^\/v1\/checkout\/sessions$/, "checkout.sessions.create"],
  ["GET", /^\/v1\/checkout\/sessions$/, "checkout.sessions.list"],
  ["GET", /^\/v1\/checkout\/sessions\/[^/]+$/, "checkout.sessions.retrieve"],
  ["POST", /^\/v1\/checkout\/sessions\/[^/]+\/expire$/, "checkout.sessions.expire"],
  ["POST", /^\/v1\/refunds$/, "refunds.create"],
  ["GET", /^\/v1\/refunds$/, "refunds.list"],
  ["GET", /^\/v1\/disputes$/, "disputes.list"],
  ["GET", /^\/v1\/charges$/, "charges.list"],
  ["GET", /^\/v1\/charges\/[^/]+$/, "charges.retrieve"],
  ["GET", /^\/v1\/events$/, "events.list"],
  ["GET", /^\/v1\/invoices$/, "invoices.list"],
  ["GET", /^\/v1\/invoices\/[^/]+$/, "invoices.retrieve"],
  ["POST", /^\/v1\/invoices\/create_preview$/, "invoices.createPreview"],
  ["GET", /^\/v1\/invoice_payments$/, "invoicePayments.list"],
  ["GET", /^\/v1\/subscriptions\/[^/]+$/, "subscriptions.retrieve"],
  ["POST", /^\/v1\/subscriptions\/[^/]+$/, "subscriptions.update"],
  ["DELETE", /^\/v1\/subscriptions\/[^/]+$/, "subscriptions.cancel"],
  ["POST", /^\/v1\/billing_portal\/sessions$/, "billingPortal.sessions.create"],
];

/** The package's method behind a call. @throws where the table above has none. */
export function methodOf({ method, path }: RecordedCall): string {
  const name = METHODS.find(([http, pattern]) => http === method && pattern.test(path))?.[2];
  if (!name) throw new Error(`${method} ${path} is in no table of methods.`);
  return name;
}

interface Resource {
  _makeRequest(method: string, path: string, params: object | undefined, options: object | undefined, spec?: unknown): unknown;
}

/** Keeps every call until `stop()`: with the values as our code gave them, before they became a form. */
export function recordCalls(): { calls: RecordedCall[]; stop(): void } {
  const prototype = Stripe.StripeResource.prototype as unknown as Resource;
  const original = prototype._makeRequest;
  const calls: RecordedCall[] = [];
  prototype._makeRequest = function (this: unknown, method, path, params, options, spec) {
    calls.push({ method: method.toUpperCase(), path, params: { ...params }, options: { ...options } });
    return original.call(this as Resource, method, path, params, options, spec);
  };
  return {
    calls,
    stop() {
      prototype._makeRequest = original;
    },
  };
}

/** The call as TypeScript that the compiler can hold against the package's types. */
function asStatement(call: RecordedCall): string {
  const name = methodOf(call);
  const takesId = METHODS.find(([, , known]) => known === name)![1].source.includes("[^/]+");
  const words = [...(takesId ? ['"id_ofSomething"'] : []), JSON.stringify(call.params), JSON.stringify(call.options)];
  return `  stripe.${name}(${words.join(", ")});`;
}

/** What the compiler says against calls, by the types of the `stripe` package: names, kinds of values and choices. */
export function faultsOf(calls: RecordedCall[]): string[] {
  const file = path.resolve("tests/support/recorded-requests.generated.ts");
  const lines = calls.map(asStatement);
  const text = ['import type Stripe from "stripe";', "export function calls(stripe: Stripe) {", ...lines, "}", ""].join("\n");
  const read = ts.readConfigFile("tsconfig.json", ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...read.config, include: [], files: [file] }, ts.sys, process.cwd());
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (name, ...rest) => {
    if (name === file) return ts.createSourceFile(name, text, ts.ScriptTarget.ES2022);
    if (!name.includes("/node_modules/stripe/")) return getSourceFile.call(host, name, ...rest);
    // The package lets every choice be any text, for what is newer than it: we send what it names.
    return ts.createSourceFile(name, readFileSync(name, "utf8").replaceAll(" | OtherString", ""), ts.ScriptTarget.ES2022);
  };
  host.fileExists = (name) => name === file || fileExists.call(host, name);
  const program = ts.createProgram([file], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ start = 0, messageText, file: at }) => {
    const line = at?.fileName === file ? lines[ts.getLineAndCharacterOfPosition(at, start).line - 2] : at?.fileName;
    return `${ts.flattenDiagnosticMessageText(messageText, " ")}: ${line?.trim()}`;
  });
}
