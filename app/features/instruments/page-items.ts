/** How the items of an attempt are put on pages: all on one, a section each, or at most so many. */
export type Paging = "all" | "sections" | number;

/** An instrument that says nothing has at most so many items on a page, and about `USUAL` where it needs several. */
const MOST = 12;
const USUAL = 10;

/**
 * The pages of an attempt, pure: every item once, in order. But for "all" no page goes over the border of a section, and
 * the pages of a section, or of an instrument without sections, differ by at most one item. Where nothing is said, one
 * page holds up to 12 items, and more stand on a page for each section; a section or an instrument of more than 12 is
 * put on pages of 8 to 12 (of 13 to 15 items there are no such pages: then two of 6 to 8).
 */
export function pageItems<Item extends { section?: string }>(items: Item[], paging?: Paging): Item[][] {
  if (paging === "all" || (paging === undefined && items.length <= MOST)) return items.length > 0 ? [items] : [];
  const sections = groupBySection(items);
  if (paging === "sections") return sections;
  return sections.flatMap((section) => {
    const { length } = section;
    const pages = paging === undefined ? usualPages(length) : Math.ceil(length / paging);
    return splitEvenly(section, pages);
  });
}

function usualPages(count: number): number {
  return Math.max(Math.round(count / USUAL), Math.ceil(count / MOST));
}

/** Runs of items of one section; those without a section are a run of their own. */
function groupBySection<Item extends { section?: string }>(items: Item[]): Item[][] {
  const groups: Item[][] = [];
  for (const item of items) {
    const last = groups.at(-1);
    if (last && last[0]!.section === item.section) last.push(item);
    else groups.push([item]);
  }
  return groups;
}

/** Parts that differ by at most one in length, the longer ones first. */
function splitEvenly<Item>(items: Item[], parts: number): Item[][] {
  const [least, longer] = [Math.floor(items.length / parts), items.length % parts];
  return Array.from({ length: parts }, (_, part) => {
    const from = part * least + Math.min(part, longer);
    return items.slice(from, from + least + (part < longer ? 1 : 0));
  });
}
