/** What the address is told that somebody paid with who was not signed in. */
interface About {
  title: string;
  site: string;
  support: string | undefined;
}

const letter = ({ support }: About, ...paragraphs: string[]) =>
  `${[...paragraphs, ...(support ? [`If it was not you, write to ${support}.`] : [])].join("\n\n")}\n`;

export const claimMail = (about: About, link: string) => ({
  kind: "claim-account",
  subject: `Open ${about.title}`,
  text: letter(
    about,
    "Hello,",
    `Your payment at ${about.site} has arrived, and ${about.title} is yours. One step is left: choose a password, so that you can come back to it.`,
    link,
    "The link works once, for 7 days. If it ends before you use it, its page sends you another one.",
  ),
});

export const boughtWithoutSigningInMail = (about: About, signIn: string, forgotPassword: string) => ({
  kind: "bought-without-signing-in",
  subject: `Open ${about.title}`,
  text: letter(
    about,
    "Hello,",
    `Your payment at ${about.site} has arrived, and ${about.title} is yours. This address has an account already, and the course is in it. Sign in to open it:`,
    signIn,
    `If you have forgotten your password:\n${forgotPassword}`,
  ),
});

/** "a…@example.org": enough to see a slip in what one typed, and no more. */
export function maskedAddress(email: string): string {
  const at = email.lastIndexOf("@");
  return `${[...email][0] ?? ""}…${email.slice(at)}`;
}
