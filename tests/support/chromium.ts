import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Debian's Chromium, or the one that CHROMIUM names. @throws with what to do where there is none: a browser test is never skipped. */
export function findChromium(): string {
  const found = [process.env.CHROMIUM, ...PLACES].find((place) => place && existsSync(place));
  if (!found) {
    throw new Error(
      "The browser journeys need Chromium, and none was found. On Debian: `apt-get install chromium`. Elsewhere set CHROMIUM to its path.",
    );
  }
  return found;
}

export function openBrowser(): Promise<Browser> {
  const flags = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
  ];
  return chromium.launch({ executablePath: findChromium(), args: flags });
}
