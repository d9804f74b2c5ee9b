/** Every variable that configures a site, or says that a test runs. */
const SETTINGS =
  /^(HOST|PORT|DATA_DIR|DEPLOYMENT|APP_URL|PAYMENTS|MAIL|MAIL_FROM|SUPPORT_EMAIL|SELLER|GRACE_DAYS|TRUST_PROXY|LOG_LEVEL|NODE_ENV|DATABASE_.*|STRIPE_.*|SMTP_.*|S3_.*|VITEST.*|VITE_.*)$/;

/** The environment without anything that configures a site or says that a test runs. */
export function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !SETTINGS.test(name))) as NodeJS.ProcessEnv;
}

/** Takes what configures a site out of this process's environment, whatever the machine has set; what runs the tests stays. */
export function forgetSettings(): void {
  for (const name of Object.keys(process.env)) {
    if (SETTINGS.test(name) && !/^(VITE|NODE_ENV|LOG_LEVEL)/.test(name)) delete process.env[name];
  }
}
