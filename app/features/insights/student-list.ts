import { z } from "zod";
import { listAddress, pageNumber, searchWords } from "./read-query.ts";

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

/** The address of the list of students, without what goes without saying. */
export function studentListAddress(path: string, { sort, q, page }: StudentListQuery): string {
  return listAddress(path, { q, sort: sort === "joined" ? "" : sort, page: page === 1 ? "" : page });
}
