import type { Moment } from "../parameters.ts";
import { invalid } from "../stripe-error.ts";

interface Page {
  limit: number;
  starting_after?: string;
  ending_before?: string;
  created?: Moment;
}

/** One page of a list, the newest first, in Stripe's form. */
export function pageOf<T extends { id: string }>(all: T[], page: Page, url: string) {
  const matching = all.filter((object) => isAt(page.created, "created" in object ? Number(object.created) : 0));
  const [from, to] = bounds(matching, page);
  return {
    object: "list" as const,
    data: matching.slice(from, to),
    has_more: page.ending_before ? from > 0 : to < matching.length,
    url,
  };
}

function bounds(matching: { id: string }[], page: Page): [number, number] {
  const placeOf = (id: string, param: string) => {
    const place = matching.findIndex((object) => object.id === id);
    if (place === -1) throw invalid(`No such object: '${id}'`, { code: "resource_missing", param });
    return place;
  };
  if (page.ending_before) {
    const end = placeOf(page.ending_before, "ending_before");
    return [Math.max(0, end - page.limit), end];
  }
  const start = page.starting_after ? placeOf(page.starting_after, "starting_after") + 1 : 0;
  return [start, Math.min(start + page.limit, matching.length)];
}

function isAt(moment: Moment | undefined, created: number): boolean {
  if (moment === undefined) return true;
  if (typeof moment === "number") return created === moment;
  const { gt, gte, lt, lte } = moment;
  return (
    (gt === undefined || created > gt) &&
    (gte === undefined || created >= gte) &&
    (lt === undefined || created < lt) &&
    (lte === undefined || created <= lte)
  );
}
