import type { z } from "zod";

interface Details {
  code?: string;
  param?: string;
  /** Further fields of the error object, such as `decline_code`. */
  extra?: Record<string, unknown>;
}

/** An error as Stripe's API answers it. */
export class StripeError extends Error {
  override name = "StripeError";
  constructor(
    readonly status: number,
    readonly type: "invalid_request_error" | "idempotency_error" | "card_error" | "api_error",
    message: string,
    readonly details: Details = {},
  ) {
    super(message);
  }

  /** The answer's body. */
  toBody(requestId: string): { error: Record<string, unknown> } {
    const { code, param, extra } = this.details;
    const documentation = code && `https://stripe.com/docs/error-codes/${code.replaceAll("_", "-")}`;
    return {
      error: {
        ...(code ? { code, doc_url: documentation } : {}),
        message: this.message,
        ...(param ? { param } : {}),
        request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}`,
        type: this.type,
        ...extra,
      },
    };
  }
}

export function invalid(message: string, details: Details = {}, status = 400): StripeError {
  return new StripeError(status, "invalid_request_error", message, details);
}

export function missing(kind: string, id: string, param = "id"): StripeError {
  return invalid(`No such ${kind}: '${id}'`, { code: "resource_missing", param }, 404);
}

/** What Stripe says of the first parameter that is missing, unknown or of the wrong form. */
export function parameterError(error: z.ZodError): StripeError {
  const issue = error.issues[0]!;
  const param = bracketed(issue.path);
  if (issue.code === "unrecognized_keys") {
    const unknown = bracketed([...issue.path, issue.keys[0]!]);
    return invalid(`Received unknown parameter: ${unknown}`, { code: "parameter_unknown", param: unknown });
  }
  if (issue.code === "invalid_type" && issue.input === undefined) {
    return invalid(`Missing required param: ${param}.`, { code: "parameter_missing", param });
  }
  if (issue.message === "integer") return invalid(`Invalid integer: ${param}`, { code: "parameter_invalid_integer", param });
  if (issue.message === "empty") {
    const words = `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset.`;
    return invalid(words, { code: "parameter_invalid_empty", param });
  }
  return invalid(`Invalid ${param}: ${issue.message}`, { param });
}

function bracketed(path: PropertyKey[]): string {
  return path.map((step, at) => (at === 0 ? String(step) : `[${String(step)}]`)).join("");
}
