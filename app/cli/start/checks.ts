import { accessSync, constants, mkdirSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { ConfigurationError } from "../../platform/env.server.ts";

/** @throws ConfigurationError */
export function requireWritableFolder(folder: string): void {
  const whole = path.resolve(folder);
  try {
    mkdirSync(whole, { recursive: true });
    accessSync(whole, constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new ConfigurationError(
      `The data folder ${whole} cannot be written to (${reason}). Set DATA_DIR to a folder that this user may write to.`,
    );
  }
}

/** @throws ConfigurationError */
export function requireFreePort(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => reject(explainPort(error, host, port)));
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

/** What the system's error on opening a port means for a person; any other error as it is. */
export function explainPort(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const sentences: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is taken by another program. Stop it, or set PORT to another number.`,
    EACCES: `This user may not open port ${port}. Set PORT to a number above 1023.`,
    EADDRNOTAVAIL: `This machine has no address ${host}. Set HOST to one it has, such as 127.0.0.1 or 0.0.0.0.`,
    ENOTFOUND: `There is no host called ${host}. Set HOST to an address of this machine, such as 127.0.0.1 or 0.0.0.0.`,
  };
  const sentence = error.syscall === "listen" || error.syscall === "getaddrinfo" ? sentences[error.code ?? ""] : undefined;
  return sentence ? new ConfigurationError(sentence) : error;
}
