import { paramsOf, type RouteAsk } from "#tests/support/routes.ts";
import type { WholeSite } from "#tests/support/whole-site.ts";
import { PARAMS } from "./route-params.ts";
import type { Row } from "./route-table.ts";

/** What a row of the table asks of a site, without a cookie. */
export function askOf(site: WholeSite, name: string, row: Row): RouteAsk {
  const known = { ...PARAMS, ...row.params };
  const params = Object.fromEntries(paramsOf(name).map((param) => [param, fill(site, known[param] ?? "")]));
  return {
    name,
    method: row.method,
    params,
    query: fill(site, row.query ?? ""),
    form: row.form && Object.fromEntries(Object.entries(row.form).map(([field, text]) => [field, fill(site, text)])),
    json: row.json && fill(site, row.json),
  };
}

/** Puts what the site has in the place of each `{PLACEHOLDER}`. */
export function fill(site: WholeSite, text: string): string {
  return text.replace(/\{([A-Z_]+)\}/g, (placeholder, name: string) => site.names[name] ?? placeholder);
}
