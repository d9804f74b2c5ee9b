import { expect, test } from "vitest";
import { ConfigurationError, readEnv } from "#app/platform/env.server.ts";

const live = {
  APP_URL: "https://school.example",
  STRIPE_SECRET_KEY: "sk_live_1",
  STRIPE_WEBHOOK_SECRET: "whsec_1",
  SMTP_URL: "smtp://mail.example",
  MAIL_FROM: "School <hello@school.example>",
};

function faultOf(source: Record<string, string>): string {
  try {
    readEnv(source);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as Error).message;
  }
  throw new Error("the configuration was accepted");
}

test("nothing configured is a local site with pretend payments and an outbox", () => {
  const env = readEnv({});
  expect(env).toMatchObject({ live: false, secure: false, host: "127.0.0.1", port: 3000, appUrl: "http://127.0.0.1:3000" });
  expect(env.payments.kind).toBe("sandbox");
  expect(env.mail.kind).toBe("outbox");
});

test("an empty variable counts as unset", () => {
  expect(readEnv({ PORT: "", STRIPE_SECRET_KEY: "", DATABASE_URL: "" })).toEqual(readEnv({}));
});

test("an https address makes the site live, and a live site with everything starts", () => {
  expect(readEnv(live)).toMatchObject({ live: true, secure: true, payments: { kind: "stripe" }, mail: { kind: "smtp" } });
});

test.each([
  ["STRIPE_SECRET_KEY", "STRIPE_SECRET_KEY is missing"],
  ["STRIPE_WEBHOOK_SECRET", "STRIPE_WEBHOOK_SECRET is missing"],
  ["SMTP_URL", "SMTP_URL is missing"],
  ["MAIL_FROM", "MAIL_FROM is missing"],
])("a live site without %s does not start and says so", (name, sentence) => {
  expect(faultOf({ ...live, [name]: "" })).toContain(sentence);
});

test("a live site takes pretend money or keeps its mail only when told to by name", () => {
  const env = readEnv({ APP_URL: "https://school.example", PAYMENTS: "sandbox", MAIL: "outbox" });
  expect(env).toMatchObject({ live: true, payments: { kind: "sandbox" }, mail: { kind: "outbox" } });
});

test("DEPLOYMENT=live asks for an https address", () => {
  expect(faultOf({ ...live, APP_URL: "", DEPLOYMENT: "live" })).toContain("APP_URL is missing");
  expect(faultOf({ ...live, APP_URL: "http://school.example", DEPLOYMENT: "live" })).toContain("must start with https://");
});

test.each([
  [{ PORT: "abc" }, "PORT must be a number"],
  [{ PORT: "70000" }, "PORT must be 0 to 65535"],
  [{ DATABASE_URL: "mysql://x" }, "DATABASE_URL must be an address such as postgresql://"],
  [{ APP_URL: "school.example" }, "APP_URL must be an address such as https://"],
  [{ STRIPE_SECRET_KEY: "pk_test_1" }, "STRIPE_SECRET_KEY must start with sk_"],
  [{ STRIPE_SECRET_KEY: "sk_test_1", STRIPE_WEBHOOK_SECRET: "secret" }, "STRIPE_WEBHOOK_SECRET must start with whsec_"],
  [{ SMTP_URL: "mail.example" }, "SMTP_URL must be an address such as smtp://"],
  [{ S3_BUCKET: "media" }, "S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY missing"],
  [{ LOG_LEVEL: "loud" }, "LOG_LEVEL"],
  [{ PAYMENTS: "stripe" }, "PAYMENTS=stripe needs STRIPE_SECRET_KEY"],
])("%o is refused by name", (source, sentence) => {
  expect(faultOf(source as Record<string, string>)).toContain(sentence);
});

test("no message repeats a secret", () => {
  expect(faultOf({ STRIPE_SECRET_KEY: "pk_hushhush" })).not.toContain("hushhush");
});

test("several webhook secrets are all accepted during a rotation", () => {
  const { payments } = readEnv({ STRIPE_SECRET_KEY: "sk_test_1", STRIPE_WEBHOOK_SECRET: "whsec_a,whsec_b" });
  expect(payments).toMatchObject({ webhookSecrets: ["whsec_a", "whsec_b"] });
});
