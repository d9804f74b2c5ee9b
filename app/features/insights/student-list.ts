import { z } from "zod";
import { pageNumber, searchWords } from "./read-query.ts";

/** The orders of the list of students, in the words of its menu. */
export const STUDENT_ORDERS = {
  joined: "Newest students first",
  name: "Name",
  "progress-high": "Furthest first",
  "progress-low": "Least far first",
  seen: "Last active first",
  "seen-low": "Longest away first",
} as const;

export type StudentOrder = keyof typeof STUDENT_ORDERS;

const orders = Object.keys(STUDENT_ORDERS) as [StudentOrder, ...StudentOrder[]];

export const studentListQuery = z.object({
  sort: z.enum(orders, { error: "The list cannot be sorted like this." }).default("joined"),
  q: searchWords,
  page: pageNumber,
});

export type StudentListQuery = z.output<typeof studentListQuery>;

/** The address of the same list with something else about it. */
export function studentListAddress(path: string, query: Partial<StudentListQuery>): string {
  const { sort = "joined", q = "", page = 1 } = query;
  const parts = new URLSearchParams();
  if (q) parts.set("q", q);
  if (sort !== "joined") parts.set("sort", sort);
  if (page > 1) parts.set("page", String(page));
  return parts.size === 0 ? path : `${path}?${parts}`;
}
