import { createHash, randomBytes } from "node:crypto";

/** A token for a link or a cookie: 256 random bits, safe in an address. Only its hash is stored. */
export function newSecretToken(): string {
  return randomBytes(32).toString("base64url");
}

/** SHA-256 of a secret token, in hex. The token has 256 random bits, so no salt and no slow hash is needed. */
export function hashSecretToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** A path as it may stand in a log: what looks like a token is cut out, as it could still open something. */
export function withoutTokens(path: string): string {
  return path.replace(/[\w-]{40,}/g, "…");
}
