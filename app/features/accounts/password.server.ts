import { hash, verify } from "@node-rs/argon2";
import { newSecretToken } from "#app/platform/secret-token.server.ts";

/** Argon2id with the least that OWASP's Password Storage Cheat Sheet asks for: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Compared with where there is no account, so that it takes as long as where there is one. Nobody knows its password. */
const dummyHash = hash(newSecretToken(), COST);

/** A normalised password as a PHC string, which holds the salt and the cost too. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, COST);
}

/** True where the password is the one of the hash. With no hash it is false, after the same work. */
export async function verifyPassword(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? (await dummyHash), password);
  return matches && Boolean(passwordHash);
}
