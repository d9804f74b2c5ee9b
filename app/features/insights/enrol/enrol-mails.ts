interface About {
  /** Who has given it. */
  by: string;
  title: string;
  /** The first moment without access; null: it does not end. */
  until: Date | null;
  /** They have it already, and now for longer. */
  longer: boolean;
}

const calendar = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

/** The last whole day, in UTC, before access ends. */
export const lastDay = (until: Date) => calendar.format(new Date(until.getTime() - 1));

/** To somebody to whom the staff of a course has given it. The way in is a page to sign in, or the link that opens their account. */
export function enrolledMail({ by, title, until, longer }: About, way: { signIn: string } | { claim: string }) {
  const end = until ? `until the end of ${lastDay(until)} (UTC)` : "without an end";
  const what = longer
    ? `${title} stays open to you for longer: ${end}.`
    : `${by} has given you ${title}. It is open to you ${end}.`;
  const lines =
    "signIn" in way
      ? ["Sign in to open it:", way.signIn]
      : [
          "To come in, follow this link and choose a password:",
          way.claim,
          "The link works once, for 7 days. If it ends before you use it, its page sends you another one. If you did not expect this, do nothing: without the link the account stays closed.",
        ];
  return {
    kind: "enrolled",
    subject: longer ? `${title} stays open to you` : `${title} is open to you`,
    text: `${["Hello,", what, ...lines].join("\n\n")}\n`,
  };
}
