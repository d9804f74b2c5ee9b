import { env } from "../../platform/env.server.ts";

/** What a person needs to know once the site is served. */
export function announceSite(site: { embeddedDatabase: boolean; firstInstructorPath: string | null }, settings = env()): void {
  const { appUrl, payments, mail, live, dataDir, seller, supportEmail } = settings;
  const lines = [`\nThe site is served at ${appUrl}\n`];
  if (payments.kind === "sandbox")
    lines.push("Payments   in the sandbox: no money moves. Set STRIPE_SECRET_KEY to take real payments.");
  if (mail.kind === "outbox")
    lines.push(`Mail       is kept and not sent${live ? "" : `; read it at ${appUrl}/outbox`}. Set SMTP_URL to send it.`);
  lines.push(`Database   ${site.embeddedDatabase ? `embedded, in ${dataDir}/postgres` : "as DATABASE_URL says"}`);
  if (live && (seller.length < 2 || !supportEmail)) {
    const missing = [seller.length < 2 && "SELLER (name and address)", !supportEmail && "SUPPORT_EMAIL"].filter(Boolean);
    lines.push(
      `Warning    /terms and other pages say that the operator has not filled something in. Set ${missing.join(" and ")}.`,
    );
  }
  if (site.firstInstructorPath) {
    lines.push(
      "",
      "Nobody runs this site yet. This link makes you its first instructor; it works once, for 24 hours:",
      `${appUrl}${site.firstInstructorPath}`,
    );
  }
  lines.push("", "Ctrl-C stops it.");
  console.log(lines.join("\n"));
}
