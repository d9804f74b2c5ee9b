/** The mails of the accounts area. They quote nothing that a stranger may have typed, such as a name. */
interface Draft {
  kind: string;
  subject: string;
  text: string;
}

const paragraphs = (...lines: string[]) => `${lines.join("\n\n")}\n`;

export const verifyEmailMail = (link: string): Draft => ({
  kind: "verify-email",
  subject: "Confirm your address",
  text: paragraphs(
    "Hello,",
    "Somebody, we hope you, is signing up with this address. To confirm it, follow this link and press the button there:",
    link,
    "The link works once, for 24 hours. If it was not you, do nothing: without the link the account stays closed.",
  ),
});

export const alreadyRegisteredMail = (site: string, signInLink: string, resetLink: string): Draft => ({
  kind: "already-registered",
  subject: "You already have an account",
  text: paragraphs(
    "Hello,",
    `Somebody, perhaps you, tried to sign up at ${site} with this address. You already have an account here, and nothing about it has changed. You can sign in:`,
    signInLink,
    "If you have forgotten your password, choose a new one with this link. It works once, for one hour:",
    resetLink,
    "If it was not you, do nothing.",
  ),
});

export const resetPasswordMail = (link: string): Draft => ({
  kind: "reset-password",
  subject: "Choose a new password",
  text: paragraphs(
    "Hello,",
    "Somebody, we hope you, asked for a new password for this address. To choose one, follow this link:",
    link,
    "The link works once, for one hour. If it was not you, do nothing: your password stays as it is.",
  ),
});

export const noAccountMail = (site: string): Draft => ({
  kind: "no-account",
  subject: "There is no account with this address",
  text: paragraphs(
    "Hello,",
    `Somebody, perhaps you, asked for a new password at ${site} for this address. There is no account with it. If it was you, you may have signed up with another address; try that one.`,
    "If it was not you, do nothing. We keep no account for you.",
  ),
});

export const passwordChangedMail = (forgotLink: string): Draft => ({
  kind: "password-changed",
  subject: "Your password was changed",
  text: paragraphs(
    "Hello,",
    "The password of your account was just changed, and you were signed out everywhere else.",
    "If it was not you, choose a new password at once:",
    forgotLink,
  ),
});

export const changeEmailMail = (link: string): Draft => ({
  kind: "change-email",
  subject: "Confirm your new address",
  text: paragraphs(
    "Hello,",
    "Somebody, we hope you, wants to use this address for an account. To confirm it, follow this link and press the button there:",
    link,
    "The link works once, for 24 hours. If it was not you, do nothing.",
  ),
});

export const addressTakenMail = (site: string): Draft => ({
  kind: "address-taken",
  subject: "This address has an account already",
  text: paragraphs(
    "Hello,",
    `Somebody, perhaps you, wanted to move another account at ${site} to this address. It has an account of its own already, so nothing was changed.`,
    "If it was you, sign in with this address, or choose a different one for the other account. If it was not you, do nothing.",
  ),
});

export const changeEmailNotice = (newEmail: string, securityLink: string): Draft => ({
  kind: "change-email-notice",
  subject: "A new address was asked for",
  text: paragraphs(
    "Hello,",
    `Somebody who knows your password asked to move your account to ${newEmail}. That happens once the link in the mail to that address is followed; until then everything stays as it is.`,
    "If it was not you, change your password at once, which also stops the move:",
    securityLink,
  ),
});

export const emailChangedNotice = (newEmail: string, support: string | undefined): Draft => ({
  kind: "email-changed",
  subject: "Your address was changed",
  text: paragraphs(
    "Hello,",
    `Your account now uses ${newEmail}. Mail about it goes there from now on.`,
    `If it was not you, ${support ? `write to ${support}` : "tell the people who run the site"} at once.`,
  ),
});

export const newClaimLinkMail = (link: string): Draft => ({
  kind: "claim-account",
  subject: "Open your account",
  text: paragraphs(
    "Hello,",
    "Here is a new link to your account, with what you have bought or were given. Follow it, and choose a password:",
    link,
    "The link works once, for 7 days. If it was not you, do nothing: without the link the account stays closed.",
  ),
});
