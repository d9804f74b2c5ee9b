import type { Prisma } from "#prisma/generated/client.ts";

export interface AccountOfAddress {
  id: string;
  email: string;
  /** Null for an account that was made for the address and was never opened. */
  emailVerifiedAt: Date | null;
}

const ROUNDS = 5;

/**
 * The account of each address: the one there is, kept from being erased until the transaction ends, or a new one that
 * opens with a link sent to the address. Addresses as accounts have them, each once. At most a few statements in all.
 */
export async function accountsOf(
  people: { email: string; name: string }[],
  tx: Prisma.TransactionClient,
): Promise<Map<string, AccountOfAddress>> {
  const select = { id: true, email: true, emailVerifiedAt: true } as const;
  const found = new Map<string, AccountOfAddress>();
  // In one order everywhere, so that two lists that cross cannot wait for each other.
  const sorted = [...people].sort((a, b) => (a.email < b.email ? -1 : 1));
  for (let round = 0; round < ROUNDS; round += 1) {
    const missing = sorted.filter(({ email }) => !found.has(email));
    if (missing.length === 0) return found;
    const made = await tx.user.createManyAndReturn({ data: missing, skipDuplicates: true, select });
    for (const account of made) found.set(account.email, account);
    const emails = missing.map(({ email }) => email).filter((email) => !found.has(email));
    if (emails.length === 0) return found;
    // Waits for who is erasing an account: then there is none any more, and it is made in the next round.
    const known = await tx.$queryRaw<AccountOfAddress[]>`
      select id, email, "emailVerifiedAt" from "User" where email = any(${emails}) order by email for key share`;
    for (const account of known) found.set(account.email, account);
  }
  if (sorted.every(({ email }) => found.has(email))) return found;
  throw new Error("An account came and went while something was to be given to it.");
}
