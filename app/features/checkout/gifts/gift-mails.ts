/** The mails of gifts. What the buyer wrote is marked as theirs, line by line. */
interface Draft {
  kind: string;
  subject: string;
  text: string;
}

const paragraphs = (...lines: string[]) => `${lines.filter(Boolean).join("\n\n")}\n`;

interface MailedGift {
  title: string;
  /** Empty once the buyer's account is erased. */
  senderName: string;
  message: string;
  site: string;
  support: string | undefined;
}

const help = (support: string | undefined) => (support ? `If something is not right, write to ${support}.` : "");

export function giftMail({ title, senderName, message, site, support }: MailedGift, link: string): Draft {
  const quoted = message
    .split("\n")
    .map((line) => `> ${line}`.trimEnd())
    .join("\n");
  return {
    kind: "gift",
    subject: `A gift for you: ${title}`,
    text: paragraphs(
      "Hello,",
      `${senderName ? `${senderName} has` : "Somebody has"} bought you ${title}, to learn at ${site}.`,
      message && `${senderName || "They"} wrote:\n\n${quoted}`,
      `To take it, follow this link, then sign in or make an account. It does not matter with which address:\n${link}`,
      "The link works once and has no end. Whoever has it can take the gift, so keep it to yourself, or pass it on to somebody who needs it more.",
      "You owe nothing, and we write to this address no more about it, unless the gift is sent again.",
      help(support),
    ),
  };
}

export function giftRedeemedMail(gift: { title: string; site: string; giftId: string }): Draft {
  return {
    kind: "gift-redeemed",
    subject: `Your gift was taken: ${gift.title}`,
    text: paragraphs(
      "Hello,",
      `Your gift has arrived: ${gift.title} is now open to the one who followed its link.`,
      `See it with your other gifts:\n${gift.site}/gifts/${gift.giftId}`,
    ),
  };
}

export function giftTakenBackMail(gift: Omit<MailedGift, "senderName" | "message">): Draft {
  return {
    kind: "gift-taken-back",
    subject: `A gift was taken back: ${gift.title}`,
    text: paragraphs(
      "Hello,",
      `${gift.title} was a gift to you. Its payment went back to the one who paid, so it is no longer open to you by this gift. Your progress is kept.`,
      "If you have the course in another way too, it stays open.",
      help(gift.support),
    ),
  };
}
