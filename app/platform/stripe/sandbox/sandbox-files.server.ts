import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

/** What the sandbox and the code that pays through it share, kept in `DATA_DIR/payment-sandbox`. */
export interface SandboxKeys {
  /** Stands where a real site has STRIPE_SECRET_KEY. */
  apiKey: string;
  /** Stands where a real site has STRIPE_WEBHOOK_SECRET. */
  webhookSecret: string;
}

export function sandboxFolder(dataDir: string): string {
  return path.join(dataDir, "payment-sandbox");
}

const known = new Map<string, SandboxKeys>();

/** The keys of this data folder's sandbox; made at the first start, and never changed. */
export function readSandboxKeys(dataDir: string): SandboxKeys {
  const keys = known.get(dataDir) ?? readOrMakeKeys(path.join(sandboxFolder(dataDir), "keys.json"));
  known.set(dataDir, keys);
  return keys;
}

function readOrMakeKeys(file: string): SandboxKeys {
  if (!existsSync(file)) {
    const word = () => randomBytes(24).toString("hex");
    write(file, { apiKey: `sk_test_sandbox_${word()}`, webhookSecret: `whsec_sandbox_${word()}` } satisfies SandboxKeys);
  }
  return JSON.parse(readFileSync(file, "utf8")) as SandboxKeys;
}

/** Where the sandbox of this data folder listens, or listened last; undefined before its first start. */
export function readSandboxAddress(dataDir: string): string | undefined {
  const file = path.join(sandboxFolder(dataDir), "address");
  return existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
}

export function writeSandboxAddress(dataDir: string, apiUrl: string): void {
  write(path.join(sandboxFolder(dataDir), "address"), apiUrl);
}

/** Written aside and renamed: another process reads all of it or nothing. */
function write(file: string, content: object | string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, typeof content === "string" ? content : JSON.stringify(content), { mode: 0o600 });
  renameSync(aside, file);
}
