import Stripe from "stripe";
import { checkOwnPassword, type WrongPassword } from "#app/features/accounts/check-own-password.server.ts";
import { signOutEverywhere } from "#app/features/accounts/end-sessions.server.ts";
import { lockAdministration } from "#app/features/accounts/first-instructor.server.ts";
import type { TooManyTries } from "#app/features/accounts/too-many-tries.ts";
import { closeOpenOrders } from "#app/features/checkout/close-open-orders.server.ts";
import { keepForTheBooks, lockOrdersOf } from "#app/features/checkout/keep-for-the-books.server.ts";
import { recordAudit } from "#app/platform/audit.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { log } from "#app/platform/log.server.ts";
import { eraseTraces } from "./erase-traces.server.ts";

interface Ask {
  userId: string;
  password: string;
  /** The session of the browser that asks. */
  sessionHash: string;
}

type EraseAccount =
  /** `setCookie` clears the cookie of the session, which has ended like all others. */
  | { status: "erased"; setCookie: string; ordersKept: number }
  | { status: "refused"; reason: "last-admin" | "payment-service" }
  /** Money may still come in for this order. */
  | { status: "refused"; reason: "payment-under-way"; orderNumber: number }
  | WrongPassword
  | TooManyTries;

/**
 * Deletes a person's account with all that is theirs, in one transaction, and signs them out everywhere. What they paid
 * for stays in the books, under a stand-in of another id. Whoever was about to write something for them at this moment
 * finds nobody to write it for.
 */
export async function eraseAccount(ask: Ask, tx: Db = db): Promise<EraseAccount> {
  const { userId } = ask;
  const checked = await checkOwnPassword(ask, tx);
  if (checked.status === "refused") return checked;
  if (!(await closePaymentPages(userId))) return { status: "refused", reason: "payment-service" };

  return inTransaction<EraseAccount>(tx, async (tx) => {
    await lockAdministration(tx);
    // Settlements lock the order first and the person after, and so does this.
    await lockOrdersOf(userId, tx);
    const person = await lockForGood(userId, tx);
    if (!person || person.passwordHash !== checked.person.passwordHash) return { status: "refused", reason: "wrong-password" };
    if (person.role === "admin" && (await tx.user.count({ where: { role: "admin", erasedBuyer: null } })) === 1) {
      return { status: "refused", reason: "last-admin" };
    }
    // Again: nothing can be ordered any more from here on.
    const [orderNumber] = (await lockOrdersOf(userId, tx)).underWay;
    if (orderNumber !== undefined) return { status: "refused", reason: "payment-under-way", orderNumber };

    const ordersKept = await keepForTheBooks(person, tx);
    await eraseTraces(person, tx);
    const setCookie = await signOutEverywhere(ask, tx);
    // Its sessions, links, places on a staff and consents go with it.
    await tx.user.delete({ where: { id: userId } });
    const subject = { subjectKind: "user", subjectId: userId };
    await recordAudit({ actorId: userId, action: "account.erase", ...subject, detail: { ordersKept } }, tx);
    return { status: "erased", setCookie, ordersKept };
  });
}

/** False where the payment service does not answer: somebody could still pay for an account that is gone. */
async function closePaymentPages(userId: string): Promise<boolean> {
  try {
    await closeOpenOrders(userId);
    return true;
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    log.error({ err: error, userId }, "an account could not be erased: its payment pages stay open");
    return false;
  }
}

interface LockedPerson {
  id: string;
  name: string;
  email: string;
  passwordHash: string | null;
  role: "student" | "instructor" | "admin";
}

/** Waits for everybody who is writing something of the person's, and keeps all others from it. */
async function lockForGood(userId: string, tx: Db): Promise<LockedPerson | null> {
  const [row] = await tx.$queryRaw<LockedPerson[]>`
    select id, name, email, "passwordHash", role::text as role from "User" where id = ${userId} for update`;
  return row ?? null;
}
