import fc from "fast-check";
import { expect, test } from "vitest";
import * as schemas from "#app/features/accounts/accounts.schema.ts";
import { parseForm } from "#app/platform/http/parse-form.ts";

const good: Record<string, Record<string, string>> = {
  signUpForm: { name: "Ada", email: "ada@example.org", password: "eight words or so" },
  signInForm: { email: "ada@example.org", password: "x" },
  forgotPasswordForm: { email: "ada@example.org" },
  resetPasswordForm: { password: "eight words or so" },
  claimForm: { name: "Ada", password: "eight words or so" },
  welcomeForm: { name: "Ada", email: "ada@example.org", password: "eight words or so" },
  timeZoneForm: { timeZone: "Europe/Berlin" },
  profileForm: { name: "Ada", timeZone: "UTC", theme: "dark" },
  changePasswordForm: { currentPassword: "x", newPassword: "eight words or so" },
  changeEmailForm: { email: "ada@example.org", password: "x" },
  endSessionForm: { session: "0f".repeat(32) },
};
const all = Object.entries(schemas).map(([name, schema]) => ({ name, schema, fields: good[name] ?? {} }));

function check(schema: (typeof all)[number]["schema"], fields: Record<string, string | File | (string | File)[]>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one);
  return parseForm(form, schema);
}
const signUpWith = (fields: Record<string, string>) => check(schemas.signUpForm, { ...good.signUpForm, ...fields });
const faults = (parsed: ReturnType<typeof check>) => (parsed.ok ? {} : parsed.reply.errors);

test("every schema of the area is tried here, and takes what is right", () => {
  expect(all.map(({ name }) => name).sort()).toEqual(Object.keys(good).sort());
  for (const { schema, fields } of all) expect(check(schema, fields)).toMatchObject({ ok: true });
});

test("no field takes a NUL byte, wherever it stands", () => {
  for (const { schema, fields } of all) {
    for (const [field, value] of Object.entries(fields)) {
      for (const spoilt of [
        `\u0000${value}`,
        `${value}\u0000`,
        `${value.slice(0, 1)}\u0000${value.slice(1)}`,
        "\u0000".repeat(12),
      ]) {
        expect(check(schema, { ...fields, [field]: spoilt }), `${field} ${JSON.stringify(spoilt)}`).toMatchObject({ ok: false });
      }
    }
  }
});

test("a field that is missing, empty, a file, sent twice or over-long is refused by name", () => {
  const optional = new Set(["profileForm timeZone", "profileForm theme"]);
  for (const { name, schema, fields } of all) {
    for (const field of Object.keys(fields)) {
      const { [field]: value = "", ...others } = fields;
      const bad: (string | File | string[])[] = [new File(["x"], "x.txt"), [value, value], "x".repeat(200_000)];
      if (!optional.has(`${name} ${field}`)) bad.push("", []);
      for (const wrong of bad) {
        const errors = faults(check(schema, { ...others, [field]: wrong }));
        expect(errors[field]?.join(" ") ?? "", `${field} ${String(wrong).slice(0, 20)}`).toMatch(/\p{L}.*\.$/u);
      }
    }
  }
});

test("messages are sentences for people, in every case that random input reaches", () => {
  const blank = fc.constantFrom("", " ", "\t\n", "\u00a0", "\u200b", "\ufeff");
  const text = fc.oneof(blank, fc.string({ unit: "binary", maxLength: 300 }), fc.string({ unit: "grapheme", maxLength: 300 }));
  fc.assert(
    fc.property(fc.nat(all.length - 1), fc.array(text, { minLength: 4, maxLength: 4 }), (index, texts) => {
      const { schema, fields } = all[index] ?? expect.fail();
      const form = Object.fromEntries(Object.keys(fields).map((field, index) => [field, texts[index] ?? ""]));
      for (const messages of Object.values(faults(check(schema, form)))) {
        for (const message of messages) {
          expect(message).toMatch(/^\p{Lu}.*\.$/u);
          expect(message).not.toMatch(/expected|received|invalid/i);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test("e-mail addresses are trimmed and lower-cased, and look-alikes are not folded into one", () => {
  const emailOf = (email: string) => {
    const parsed = check(schemas.forgotPasswordForm, { email });
    return parsed.ok ? (parsed.value as { email: string }).email : null;
  };
  expect(emailOf("  Ada.Byron+Course@Example.ORG\n")).toBe("ada.byron+course@example.org");
  expect(emailOf("o'hara&sons@mail.example.co.uk")).toBe("o'hara&sons@mail.example.co.uk");
  // The Kelvin sign lower-cases to "k", the dotted capital I to two letters.
  for (const other of ["\u212aelvin@example.org", "\u0130stanbul@example.org", "ada@ex\u00e4mple.org"])
    expect(emailOf(other)).toBeNull();
  for (const bad of [
    "ada",
    "ada@",
    "@example.org",
    "ada@example",
    "a b@example.org",
    "ada@-example.org",
    "ada@example..org",
    "ada@@example.org",
  ]) {
    expect(emailOf(bad)).toBeNull();
  }
  for (const bad of [
    "ada@example.org\r\nBcc: all@example.org",
    "ada@example.org,eve@example.org",
    "<ada@example.org>",
    '"a"@example.org',
  ]) {
    expect(emailOf(bad)).toBeNull();
  }
  expect(emailOf(`${"a".repeat(242)}@example.org`)).toHaveLength(254);
  expect(emailOf(`${"a".repeat(243)}@example.org`)).toBeNull();
});

test("checking an address takes no longer the longer it gets", () => {
  for (const hard of [`a@${"a".repeat(900)}!`, `a@${"a-".repeat(450)}!`, `a@${"a.".repeat(450)}!`, `${"a".repeat(990)}@`]) {
    const start = performance.now();
    check(schemas.forgotPasswordForm, { email: hard });
    expect(performance.now() - start).toBeLessThan(1_000);
  }
});

test("names of all scripts are taken, in one spelling; controls, empty ones and turned text are not", () => {
  for (const name of ["Ada", "Žofie", "محمد", "李小龙", "O’Hara-Smith 3rd", "নীলা", "می‌خواهم", "👩‍🚀", "…"]) {
    expect(signUpWith({ name })).toMatchObject({ ok: true, value: { name: name.normalize("NFC") } });
  }
  expect(signUpWith({ name: "  Zoe\u0308  " })).toMatchObject({ ok: true, value: { name: "Zo\u00eb" } });
  expect(signUpWith({ name: "é".repeat(100) })).toMatchObject({ ok: true });
  expect(signUpWith({ name: "👩".repeat(100) })).toMatchObject({ ok: true });
  for (const name of ["   ", "\u200b\u200d", "a\nb", "a\tb", "a\u202eb", "a\u2028b", "a\u0085b", "x".repeat(101)]) {
    expect(faults(signUpWith({ name })).name, JSON.stringify(name)).toHaveLength(1);
  }
});

test("a chosen password: eight to two hundred characters, none of the common ones, not the address", () => {
  const ok = (password: string, email = "ada@example.org") => signUpWith({ password, email }).ok;
  expect(ok("seven77")).toBe(false);
  expect(faults(signUpWith({ password: "seven77" })).password).toHaveLength(1);
  expect(ok("eight888")).toBe(true);
  expect(ok("🙂".repeat(7))).toBe(false);
  expect(ok("🙂".repeat(8))).toBe(true);
  expect(ok("🙂".repeat(200))).toBe(true);
  expect(ok("a".repeat(200))).toBe(true);
  expect(ok("a".repeat(201))).toBe(false);
  expect(ok("   spaces   count   ")).toBe(true);
  for (const common of ["password", "PASSWORD", "Password1", "12345678", "qwertyuiop", "iloveyou"])
    expect(ok(common)).toBe(false);
  expect(ok("Ada.Byron@Example.org", "ada.byron@example.org")).toBe(false);
  expect(ok("ada.byron", "ada.byron@example.org")).toBe(false);
  expect(ok("ada.byron and more", "ada.byron@example.org")).toBe(true);
});

test("a password is one password however the keyboard spells it", () => {
  const spelt = (password: string) => signUpWith({ password });
  const composed = spelt("Zo\u00eb und andere");
  expect(composed).toMatchObject({ ok: true, value: { password: "Zo\u00eb und andere" } });
  expect(spelt("Zoe\u0308 und andere")).toMatchObject({ ok: true, value: { password: "Zo\u00eb und andere" } });
});

test("time zones are those of the IANA database", () => {
  for (const timeZone of ["Europe/Berlin", "America/Argentina/Buenos_Aires", "UTC", "Asia/Kolkata"])
    expect(check(schemas.timeZoneForm, { timeZone }).ok).toBe(true);
  for (const timeZone of ["Mars/Olympus", "+02:00", "Europe/Berlin; drop", "../../etc", "x".repeat(10_000)])
    expect(check(schemas.timeZoneForm, { timeZone }).ok).toBe(false);
  const unchosen = check(schemas.profileForm, { ...good.profileForm, timeZone: "" });
  expect(unchosen).toMatchObject({ ok: true, value: { timeZone: null } });
});

test("what was typed is kept for the page, but no password", () => {
  const parsed = signUpWith({ email: "not an address", password: "short" });
  expect(parsed).toMatchObject({ ok: false, reply: { values: { name: "Ada", email: "not an address" } } });
  expect(JSON.stringify(parsed)).not.toContain("short");
  const changed = check(schemas.changePasswordForm, { currentPassword: "the old one here", newPassword: "short" });
  expect(JSON.stringify(changed)).not.toContain("the old one here");
});

test("fields with names that JavaScript or Conform could trip over are harmless", () => {
  for (const field of [
    "__proto__",
    "constructor",
    "email.toString",
    "email[0]",
    "email[99999999999]",
    "a[",
    "a..b",
    "",
    "__proto__.polluted",
    "toString",
  ]) {
    const parsed = check(schemas.signUpForm, { ...good.signUpForm, [field]: "x" });
    const values = parsed.ok ? parsed.refuse({ "": "No." }).values : parsed.reply.values;
    expect(Object.values(values).every((value) => typeof value === "string")).toBe(true);
  }
  expect(({} as { polluted?: string }).polluted).toBeUndefined();
});
