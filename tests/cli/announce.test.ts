import { afterEach, expect, test, vi } from "vitest";
import { announceSite } from "#app/cli/start/announce.ts";
import { readEnv } from "#app/platform/env.server.ts";

afterEach(() => vi.restoreAllMocks());

const live = { APP_URL: "https://school.example", PAYMENTS: "sandbox", MAIL: "outbox" };

function announced(source: Record<string, string>): string {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  announceSite({ embeddedDatabase: true, firstInstructorPath: null }, readEnv(source));
  return log.mock.calls.map(([line]) => String(line)).join("\n");
}

test("a live site that does not say who runs it is warned of at every start, by the names of the variables", () => {
  expect(announced(live)).toContain(
    "Warning    /terms and other pages say that the operator has not filled something in. Set SELLER (name and address) and SUPPORT_EMAIL.",
  );
  const contact = { ...live, SUPPORT_EMAIL: "help@school.example" };
  expect(announced(contact)).toMatch(/Set SELLER \(name and address\)\.$/m);
  expect(announced({ ...contact, SELLER: "School" })).toMatch(/Set SELLER \(name and address\)\.$/m);
  expect(announced({ ...live, SELLER: "School | Mill Lane 1" })).toMatch(/Set SUPPORT_EMAIL\.$/m);
});

test("a site that says it, and one on this machine, are not warned of", () => {
  const whole = { ...live, SELLER: "School|Mill Lane 1", SUPPORT_EMAIL: "help@school.example" };
  expect(announced(whole)).not.toContain("Warning");
  expect(announced({})).not.toContain("Warning");
});
