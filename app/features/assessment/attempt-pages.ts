import type { AttemptPage } from "./attempt-page.queries.server.ts";

/** Where on the pages of an attempt something is. Pages are counted from 1, as people see them. */

/** The questions of a page: from this index to before that one. */
export function rangeOf(pages: number[], at: number): { from: number; to: number } {
  const from = pages.slice(0, at - 1).reduce((sum, length) => sum + length, 0);
  return { from, to: from + (pages[at - 1] ?? 0) };
}

export function pageOfIndex(pages: number[], index: number): number {
  return pages.findIndex((_, page) => index < rangeOf(pages, page + 1).to) + 1;
}

/** The keys of the questions by page. */
export function keysByPage({ pages, questions }: Pick<AttemptPage, "pages" | "questions">): string[][] {
  return pages.map((_, page) => {
    const { from, to } = rangeOf(pages, page + 1);
    return questions.slice(from, to).map(({ question }) => question.key);
  });
}

export function openKeys({ questions }: Pick<AttemptPage, "questions">): string[] {
  return questions.filter(({ values }) => values.length === 0).map(({ question }) => question.key);
}

/** Where a person goes on: the first page with an open question, or the last one, where the attempt is handed in. */
export function resumeAt({ pages, questions }: Pick<AttemptPage, "pages" | "questions">): number {
  const open = questions.findIndex(({ values }) => values.length === 0);
  return open < 0 ? pages.length : pageOfIndex(pages, open);
}

/** The page that an address names; null where it names none. */
export function readPageNumber(address: string): number | null {
  const text = new URL(address).searchParams.get("page") ?? "";
  return /^[1-9]\d{0,2}$/.test(text) ? Number(text) : null;
}

/** Without a page it leads to where the person goes on. */
export function pageAddress(attemptId: string, at: number | null, place?: string): string {
  return `/attempts/${attemptId}${at === null ? "" : `?page=${at}`}${place ? `#${place}` : ""}`;
}

/** What the browser's tab is called. */
export function titleOf({ title, pages, at }: Pick<AttemptPage, "title" | "pages" | "at">): string {
  return pages.length > 1 ? `Page ${at} of ${pages.length} · ${title}` : title;
}
