import type { TestProject } from "vitest/node";
import { findChromium } from "../support/chromium.ts";
import { removeData, startSite } from "../support/site.ts";

declare module "vitest" {
  interface ProvidedContext {
    siteUrl: string;
    /** The one-time link to the first instructor's account. */
    welcomeUrl: string;
    siteDataDir: string;
  }
}

/** One site for all journeys, started as a person starts it: built, migrated, with the real content. */
export default async function setup(project: TestProject) {
  findChromium();
  const site = await startSite();
  const welcome = /http:\/\/\S+\/welcome\/\S+/.exec(site.output())?.[0];
  if (!welcome) throw new Error(`The start offered no first instructor link:\n${site.output()}`);
  project.provide("siteUrl", site.url);
  project.provide("welcomeUrl", welcome);
  project.provide("siteDataDir", site.dataDir);
  return async () => {
    const code = await site.stop();
    removeData(site);
    if (code !== 0) throw new Error(`The site ended with ${code}:\n${site.output()}`);
  };
}
