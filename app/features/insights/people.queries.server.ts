import { z } from "zod";
import { pool } from "#app/platform/db.server.ts";
import { cursor, searchWords } from "./read-query.ts";
import { ROLES } from "./roles.ts";
import { containing, nameOrAddressLike } from "./search.ts";

const PAGE = 100;

export const peopleQuery = z.object({
  q: searchWords,
  role: z.enum([...ROLES, ""], { error: "There is no such role." }).default(""),
  before: cursor,
});

export interface PersonLine {
  id: string;
  name: string;
  email: string;
  emailVerified: boolean;
  role: (typeof ROLES)[number];
  createdAt: Date;
}

/** People, the newest first. `older`: what to ask for as `before` to see the next ones. One SQL statement. */
export async function listPeople(
  { q, role, before }: Partial<z.output<typeof peopleQuery>>,
  take = PAGE,
): Promise<{ people: PersonLine[]; older: string | null }> {
  const values: unknown[] = [take + 1];
  const add = (value: unknown) => `$${values.push(value)}`;
  const conditions = [
    // What stands in for a buyer whose account is erased is nobody.
    `not exists (select from "ErasedBuyer" b where b."userId" = u.id)`,
    `not exists (select from "GuestBuyer" g where g."userId" = u.id)`,
    ...(q ? [nameOrAddressLike(add(containing(q)))] : []),
    ...(role ? [`u.role::text = ${add(role)}`] : []),
    ...(before ? [`u.id < ${add(before)}`] : []),
  ];
  const { rows } = await pool.query<PersonLine>(
    `select u.id, u.name, u.email, u."emailVerifiedAt" is not null as "emailVerified", u.role::text as role, u."createdAt"
     from "User" u where ${conditions.join(" and ")} order by u.id desc limit $1`,
    values,
  );
  const people = rows.slice(0, take);
  return { people, older: rows.length > take ? (people.at(-1)?.id ?? null) : null };
}
