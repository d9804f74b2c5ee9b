import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

beforeEach(() => vi.resetModules());
afterEach(() => {
  vi.unstubAllEnvs();
});

async function clientWith(variables: Record<string, string>) {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  return import("#app/platform/stripe/stripe.server.ts");
}

describe("with a key of Stripe's", () => {
  const keys = { STRIPE_SECRET_KEY: "sk_test_1", STRIPE_WEBHOOK_SECRET: "whsec_a,whsec_b" };

  test("the package talks to Stripe, in the key's mode, with every webhook secret in force", async () => {
    const { stripe, isLivemode, webhookSecrets } = await clientWith(keys);
    expect(stripe().getApiField("host")).toBe("api.stripe.com");
    expect(stripe().getApiField("protocol")).toBe("https");
    expect(stripe()).toBe(stripe());
    expect(isLivemode()).toBe(false);
    expect(webhookSecrets()).toEqual(["whsec_a", "whsec_b"]);
  });

  test.each(["sk_live_1", "rk_live_1"])("%s is live", async (key) => {
    const { isLivemode } = await clientWith({ ...keys, STRIPE_SECRET_KEY: key });
    expect(isLivemode()).toBe(true);
  });

  test("another address stands in for Stripe's", async () => {
    const { stripe } = await clientWith({ ...keys, STRIPE_API_URL: "http://127.0.0.1:12111" });
    expect([stripe().getApiField("protocol"), stripe().getApiField("host"), stripe().getApiField("port")]).toEqual([
      "http",
      "127.0.0.1",
      "12111",
    ]);
  });
});

test("without a key, and before the sandbox has ever run, it says what to do", async () => {
  const { stripe, isLivemode, webhookSecrets } = await clientWith({});
  expect(() => stripe()).toThrow("npm start");
  expect(isLivemode()).toBe(false);
  expect(webhookSecrets()).toEqual([expect.stringMatching(/^whsec_/)]);
});
