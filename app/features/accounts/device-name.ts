import { UAParser } from "ua-parser-js";

/** "Firefox on Linux", for a person to recognise a session of theirs by; the whole User-Agent says too much and too little. */
export function deviceName(userAgent: string): string {
  const { browser, os } = new UAParser(userAgent.slice(0, 400)).getResult();
  if (browser.name && os.name) return `${browser.name} on ${os.name}`;
  return browser.name ?? os.name ?? "Unknown device";
}
