/** What the page of a person says after one of its forms was sent. */
export const PERSON_NOTICES: Record<string, string> = {
  grant: "The course is granted",
  revoke: "The entitlement is revoked",
  role: "The role is changed",
  "reconcile-same": "Stripe was asked: all of theirs is as Stripe says",
  "reconcile-mended": "Stripe was asked, and what differed is mended. What happened says what",
  "reconcile-failed": "Not all of theirs could be read from Stripe. Try again in some minutes, or look at what needs attention",
};
