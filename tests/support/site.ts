import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";

/** The whole site as `npm start` runs it, on a data folder of its own. */
export interface Site {
  url: string;
  dataDir: string;
  /** Everything it has printed. */
  output(): string;
  /** Ctrl-C, and the exit code that follows. */
  stop(): Promise<number>;
  /** kill -9 of the app alone: its database lives on. */
  kill(): Promise<void>;
  process: ChildProcess;
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port"))));
    });
  });
}

/** Starts the site and waits until it says that it is served. @throws with its output where it ends before. */
export async function startSite(options: { dataDir?: string; port?: number; env?: Record<string, string> } = {}): Promise<Site> {
  const port = options.port ?? (await freePort());
  const dataDir = options.dataDir ?? mkdtempSync(path.join(os.tmpdir(), "courses-site-"));
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(DATABASE_URL|NODE_ENV|VITEST.*|VITE.*|STRIPE_.*|SMTP_URL|S3_.*)$/.test(name)));
  const child = spawn(process.execPath, ["--import", "tsx", "app/cli/start.ts"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...clean, PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: "warn", ...options.env } as NodeJS.ProcessEnv,
  });
  let output = "";
  const exited = new Promise<number>((resolve) => child.once("exit", (code, signal) => resolve(code ?? (signal ? 128 : 1))));
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      output += chunk;
      if (output.includes("The site is served at")) resolve();
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    void exited.then((code) => reject(new Error(`The site ended with ${code} before it was served:\n${output}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    dataDir,
    output: () => output,
    process: child,
    async stop() {
      child.kill("SIGINT");
      return exited;
    },
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

export function removeData(site: Site): void {
  rmSync(site.dataDir, { recursive: true, force: true });
}
