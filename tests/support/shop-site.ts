import { env } from "#app/platform/env.server.ts";
import { readSandboxKeys } from "#app/platform/stripe/sandbox/sandbox-files.server.ts";
import { aCourseFolder } from "./course-folder.ts";
import { aProject } from "./project.ts";
import { startSandbox } from "./sandbox.ts";
import { removeData, type Site, startSite } from "./site.ts";

/** Two secrets in force, as while one is being replaced. */
export const SECRETS = { old: "whsec_before_the_rotation", new: "whsec_after_the_rotation" };

/**
 * The built site as `npm start` runs it, in as many processes as asked for, with their workers, on this test file's
 * database. Their Stripe is this test's sandbox, as if it were the real one: by key, address and webhook secrets.
 */
export async function aShopSite({ processes = 1 } = {}) {
  const sandbox = await startSandbox();
  const { apiKey } = readSandboxKeys(env().dataDir);
  const project = await aProject({ "a-course": aCourseFolder({ key: "a-course", lessons: ["one"] }) });
  const settings = {
    DATABASE_URL: process.env.DATABASE_URL!,
    STRIPE_SECRET_KEY: apiKey,
    STRIPE_API_URL: sandbox.apiUrl,
    STRIPE_WEBHOOK_SECRET: `${SECRETS.old},${SECRETS.new}`,
  };
  const sites: Site[] = [];
  for (let count = 0; count < processes; count += 1) sites.push(await startSite({ project, env: settings }));
  return {
    sandbox,
    sites,
    async close() {
      for (const site of sites) await site.stop();
      for (const site of sites) removeData(site);
      removeData({ dataDir: project });
      await sandbox.close();
    },
  };
}
