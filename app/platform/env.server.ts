import { z } from "zod";

/** The only place that reads `process.env`. Every variable is listed in the README's table. */

const flag = z.enum(["true", "false", "1", "0", ""]).transform((word) => word === "true" || word === "1");
const httpUrl = z.url({ protocol: /^https?$/, error: "must be an address such as https://school.example" });

const variables = z.object({
  DEPLOYMENT: z.enum(["live", "local"], { error: 'must be "live" or "local"' }).optional(),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: z.coerce
    .number({ error: "must be a number" })
    .int("must be a whole number")
    .min(0, "must be 0 to 65535")
    .max(65_535, "must be 0 to 65535")
    .default(3000),
  DATA_DIR: z.string().min(1).default("data"),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: "must be an address such as postgresql://user:password@host/name" })
    .optional(),
  DATABASE_POOL: z.coerce.number({ error: "must be a number" }).int().min(2).max(200).default(10),
  APP_URL: httpUrl.transform((url) => url.replace(/\/+$/, "")).optional(),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_/, "must start with sk_ or rk_")
    .optional(),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[^,]+(,whsec_[^,]+)*$/, "must start with whsec_ (several, separated by commas, during a rotation)")
    .optional(),
  STRIPE_API_URL: httpUrl.optional(),
  PAYMENTS: z.enum(["stripe", "sandbox"], { error: 'must be "stripe" or "sandbox"' }).optional(),
  MAIL: z.enum(["smtp", "outbox"], { error: 'must be "smtp" or "outbox"' }).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: "must be an address such as smtp://user:password@host:587" }).optional(),
  MAIL_FROM: z.string().min(3).optional(),
  SUPPORT_EMAIL: z.email("must be an e-mail address").optional(),
  GRACE_DAYS: z.coerce
    .number({ error: "must be a number" })
    .int("must be a whole number")
    .min(0, "must be 0 to 60")
    .max(60, "must be 0 to 60")
    .default(7),
  SELLER: z.string().min(2).max(500).optional(),
  S3_ENDPOINT: httpUrl.optional(),
  S3_BUCKET: z.string().min(1).optional(),
  S3_REGION: z.string().min(1).default("us-east-1"),
  S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(["silent", "fatal", "error", "warn", "info", "debug", "trace"]).default("info"),
  TRUST_PROXY: flag.default(false),
});

export interface Env {
  /** True for a site that the public uses: an https APP_URL, or DEPLOYMENT=live. */
  live: boolean;
  host: string;
  port: number;
  dataDir: string;
  databaseUrl: string | undefined;
  databasePool: number;
  /** Without a trailing slash. */
  appUrl: string;
  /** True where visitors come by https: cookies are then `Secure` and named `__Host-`. */
  secure: boolean;
  payments: { kind: "sandbox" } | { kind: "stripe"; secretKey: string; webhookSecrets: string[]; apiUrl?: string };
  mail: { kind: "outbox"; from: string } | { kind: "smtp"; url: string; from: string };
  supportEmail: string | undefined;
  /** Days for which a membership or an instalment plan stays open while a payment is missing. */
  graceDays: number;
  /** Who sells, as receipts say it: name, address and tax number, a line each. Empty: the site's name stands there. */
  seller: string[];
  s3: { endpoint: string; bucket: string; region: string; accessKeyId: string; secretAccessKey: string } | undefined;
  logLevel: z.infer<typeof variables>["LOG_LEVEL"];
  trustProxy: boolean;
}

/** What is wrong with the configuration, as sentences for the person who starts the server. */
export class ConfigurationError extends Error {
  override name = "ConfigurationError";
}

/** @throws ConfigurationError naming every variable that is wrong or missing, and what it should be. */
export function readEnv(source: Record<string, string | undefined>): Env {
  // An empty variable is an unset one: that is how compose files and CI systems leave things out.
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
    throw new ConfigurationError(`The configuration is not right: ${faults.join("; ")}.`);
  }
  const vars = parsed.data;
  const live = vars.APP_URL?.startsWith("https:") === true || vars.DEPLOYMENT === "live";
  const faults = [...(live ? missingWhenLive(vars) : []), ...halfConfigured(vars)];
  if (faults.length > 0) throw new ConfigurationError(`The configuration is not complete: ${faults.join("; ")}.`);

  const appUrl = vars.APP_URL ?? `http://${vars.HOST === "0.0.0.0" || vars.HOST === "::" ? "localhost" : vars.HOST}:${vars.PORT}`;
  const from = vars.MAIL_FROM ?? "The Courageous Communicator <courses@localhost>";
  return {
    live,
    host: vars.HOST,
    port: vars.PORT,
    dataDir: vars.DATA_DIR,
    databaseUrl: vars.DATABASE_URL,
    databasePool: vars.DATABASE_POOL,
    appUrl,
    secure: appUrl.startsWith("https:"),
    payments:
      vars.STRIPE_SECRET_KEY && vars.PAYMENTS !== "sandbox"
        ? {
            kind: "stripe",
            secretKey: vars.STRIPE_SECRET_KEY,
            webhookSecrets: vars.STRIPE_WEBHOOK_SECRET?.split(",") ?? [],
            apiUrl: vars.STRIPE_API_URL,
          }
        : { kind: "sandbox" },
    mail: vars.SMTP_URL && vars.MAIL !== "outbox" ? { kind: "smtp", url: vars.SMTP_URL, from } : { kind: "outbox", from },
    supportEmail: vars.SUPPORT_EMAIL,
    graceDays: vars.GRACE_DAYS,
    seller:
      vars.SELLER?.split("|")
        .map((line) => line.trim())
        .filter(Boolean) ?? [],
    s3:
      vars.S3_ENDPOINT && vars.S3_BUCKET && vars.S3_ACCESS_KEY_ID && vars.S3_SECRET_ACCESS_KEY
        ? {
            endpoint: vars.S3_ENDPOINT,
            bucket: vars.S3_BUCKET,
            region: vars.S3_REGION,
            accessKeyId: vars.S3_ACCESS_KEY_ID,
            secretAccessKey: vars.S3_SECRET_ACCESS_KEY,
          }
        : undefined,
    logLevel: vars.LOG_LEVEL,
    trustProxy: vars.TRUST_PROXY,
  };
}

type Variables = z.infer<typeof variables>;

function missingWhenLive(vars: Variables): string[] {
  const faults: string[] = [];
  if (!vars.APP_URL) faults.push("APP_URL is missing: give the address that visitors use, such as https://school.example");
  if (vars.APP_URL && !vars.APP_URL.startsWith("https:")) faults.push("APP_URL must start with https:// on a live site");
  if (vars.PAYMENTS !== "sandbox" && !vars.STRIPE_SECRET_KEY) {
    faults.push("STRIPE_SECRET_KEY is missing (or set PAYMENTS=sandbox to take pretend money on purpose)");
  }
  if (vars.MAIL !== "outbox" && !vars.SMTP_URL) {
    faults.push("SMTP_URL is missing (or set MAIL=outbox to keep all mail unsent on purpose)");
  }
  if (vars.SMTP_URL && !vars.MAIL_FROM)
    faults.push('MAIL_FROM is missing: give the sender, such as "School <hello@school.example>"');
  return faults;
}

function halfConfigured(vars: Variables): string[] {
  const faults: string[] = [];
  if (vars.STRIPE_SECRET_KEY && vars.PAYMENTS !== "sandbox" && !vars.STRIPE_WEBHOOK_SECRET) {
    faults.push("STRIPE_WEBHOOK_SECRET is missing: Stripe shows it beside the webhook endpoint");
  }
  if (vars.PAYMENTS === "stripe" && !vars.STRIPE_SECRET_KEY) faults.push("PAYMENTS=stripe needs STRIPE_SECRET_KEY");
  if (vars.MAIL === "smtp" && !vars.SMTP_URL) faults.push("MAIL=smtp needs SMTP_URL");
  const s3 = ["S3_ENDPOINT", "S3_BUCKET", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"] as const;
  const missing = s3.filter((name) => !vars[name]);
  if (missing.length > 0 && missing.length < s3.length)
    faults.push(`${missing.join(", ")} missing beside the other S3_ variables`);
  return faults;
}

let current: Env | undefined;

/** The configuration of this process, read once. */
export function env(): Env {
  current ??= readEnv(process.env);
  return current;
}

/** Says where the embedded database is, once it runs. Call it before anything loads `db.server.ts`. */
export function provideDatabaseUrl(url: string): void {
  process.env.DATABASE_URL = url;
  current = undefined;
}
