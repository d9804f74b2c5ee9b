import { afterEach, expect, test } from "vitest";
import { requestPasswordReset } from "#app/features/accounts/request-password-reset.server.ts";
import { sweepExpired } from "#app/features/accounts/sweep-expired.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { limit } from "#app/platform/rate-limit.server.ts";
import { aCookieOf, aPerson } from "#tests/support/people.ts";

const DAY = 24 * 60 * 60 * 1000;

afterEach(() => shiftClock(0));

test("what has expired goes, and what has not stays", async () => {
  const person = await aPerson();
  await aCookieOf(person);
  await requestPasswordReset({ email: person.email, clientAddress: "192.0.2.1" });
  await limit("password-check", person.id);
  expect(await sweepExpired()).toEqual({ sessions: 0, links: 0, tries: 0 });

  shiftClock(8 * DAY);
  expect(await sweepExpired()).toEqual({ sessions: 0, links: 1, tries: 3 });
  await aCookieOf(person);
  shiftClock(31 * DAY);
  expect(await sweepExpired()).toEqual({ sessions: 1, links: 0, tries: 0 });
  expect(await db.session.count()).toBe(1);
  expect(await sweepExpired()).toEqual({ sessions: 0, links: 0, tries: 0 });
});
