import { sweepExpired } from "./features/accounts/sweep-expired.server.ts";
import { submitOverdueAttempts } from "./features/assessment/submit-overdue-attempts.server.ts";
import { sweepGuestResults } from "./features/assessment/sweep-guest-results.server.ts";
import { sweepUploads } from "./features/assessment/uploads/sweep-uploads.server.ts";
import { publishDueDrafts } from "./features/authoring/publishing/publish-due-drafts.server.ts";
import { sendDueGifts } from "./features/checkout/gifts/send-due-gifts.server.ts";
import { sweepGuestBuyers } from "./features/checkout/guests/sweep-guest-buyers.server.ts";
import { processStripeEvent } from "./features/checkout/process-stripe-event.server.ts";
import { sendDueReminders } from "./features/checkout/reminders/send-due-reminders.server.ts";
import { runReconciler } from "./features/checkout/run-reconciler.server.ts";
import { settleOrderAgain } from "./features/checkout/settle-order-again.server.ts";
import { finishAssessment } from "./features/learning/finish-assessment.server.ts";
import { sweepUnfinished } from "./features/media/sweep-unfinished.server.ts";
import { type JobHandlers, startWorker } from "./platform/jobs.server.ts";
import { sendMail } from "./platform/mail/send-mail.server.ts";

/** Every job and the command that does it. */
const handlers: JobHandlers = {
  "send-mail": sendMail,
  "process-stripe-event": async (payload) => void (await processStripeEvent(payload)),
  "settle-order": async (payload) => void (await settleOrderAgain(payload)),
  reconcile: async () => void (await runReconciler()),
  "publish-due-drafts": async () => void (await publishDueDrafts()),
  "send-due-gifts": async () => void (await sendDueGifts()),
  "send-due-reminders": async () => void (await sendDueReminders()),
  "submit-overdue-attempts": async () => void (await submitOverdueAttempts(finishAssessment)),
  "sweep-expired": async () => void (await sweepExpired()),
  "sweep-guest-buyers": async () => void (await sweepGuestBuyers()),
  "sweep-guest-results": async () => void (await sweepGuestResults()),
  "sweep-unfinished": async () => void (await sweepUnfinished()),
  "sweep-uploads": async () => void (await sweepUploads()),
};

/** Runs the job queue in this process. Any number of processes may do so at once. */
export function openWorker() {
  return startWorker(handlers, [
    { name: "reconcile", match: "*/5 * * * *" },
    { name: "publish-due-drafts", match: "* * * * *" },
    { name: "send-due-gifts", match: "* * * * *" },
    { name: "send-due-reminders", match: "*/10 * * * *" },
    { name: "submit-overdue-attempts", match: "* * * * *" },
    { name: "sweep-expired", match: "17 3 * * *" },
    { name: "sweep-guest-buyers", match: "27 3 * * *" },
    { name: "sweep-guest-results", match: "41 * * * *" },
    { name: "sweep-unfinished", match: "21 * * * *" },
    { name: "sweep-uploads", match: "51 * * * *" },
  ]);
}
