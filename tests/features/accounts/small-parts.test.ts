import fc from "fast-check";
import { expect, test } from "vitest";
import { COMMON_PASSWORDS } from "#app/features/accounts/common-passwords.ts";
import { deviceName } from "#app/features/accounts/device-name.ts";
import { PASSWORD_MIN } from "#app/features/accounts/password-rules.ts";
import { hideSecretLinks, splitLinks } from "#app/features/accounts/split-links.ts";
import { isTimeZone, timeZoneChoices } from "#app/features/accounts/time-zones.ts";
import { newSecretToken } from "#app/platform/secret-token.server.ts";

test("devices have names that a person knows them by", () => {
  const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
  const safari =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";
  expect(deviceName(firefox)).toBe("Firefox on Linux");
  expect(deviceName(safari)).toBe("Mobile Safari on iOS");
  expect(deviceName("")).toBe("Unknown device");
  expect(deviceName("\u0000<script>".repeat(1_000))).toBe("Unknown device");
});

test("every listed common password could be chosen otherwise, and is listed as it is compared", () => {
  for (const password of COMMON_PASSWORDS) {
    expect(password.length).toBeGreaterThanOrEqual(PASSWORD_MIN);
    expect(password).toBe(password.toLowerCase());
  }
});

test("a text cut at its links is the same text when joined", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.webUrl(), fc.constant("\n"))), (parts) => {
      const text = parts.join(" ");
      expect(
        splitLinks(text)
          .map((part) => part.text)
          .join(""),
      ).toBe(text);
    }),
  );
  const sentence =
    "Look at http://127.0.0.1:3000/verify-email/abc?returnTo=%2Fx. Or (https://example.org/a), or javascript:alert(1).";
  expect(splitLinks(sentence).flatMap(({ href }) => href ?? [])).toEqual([
    "http://127.0.0.1:3000/verify-email/abc?returnTo=%2Fx",
    "https://example.org/a",
  ]);
});

test("the secret part of every one-time link can be hidden", () => {
  for (const page of ["verify-email", "reset-password", "welcome", "account/confirm-email"]) {
    const token = newSecretToken();
    const hidden = hideSecretLinks(`See https://school.example/${page}/${token}?returnTo=%2Flearn now`);
    expect(hidden).toBe(`See https://school.example/${page}/[hidden]?returnTo=%2Flearn now`);
  }
});

test("all choices of time zones are time zones, and an older name that somebody has is among them", () => {
  const choices = timeZoneChoices("Europe/Kyiv");
  expect(choices).toContain("Europe/Kyiv");
  expect(choices).toContain("UTC");
  expect(choices.length).toBeGreaterThan(300);
  expect(choices.filter((zone) => !isTimeZone(zone))).toEqual([]);
});
