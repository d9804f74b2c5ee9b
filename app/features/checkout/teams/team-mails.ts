/** The mails of teams. What the owner called the team is marked as theirs. */
interface About {
  title: string;
  site: string;
  support: string | undefined;
}

const paragraphs = (...lines: string[]) => `${lines.filter(Boolean).join("\n\n")}\n`;
const help = (support: string | undefined) => (support ? `If something is not right, write to ${support}.` : "");

export const seatMail = ({ title, site, support, teamName }: About & { teamName: string }, link: string) => ({
  kind: "seat",
  subject: `A seat for you: ${title}`,
  text: paragraphs(
    "Hello,",
    `There is a seat for you in the team “${teamName}”, to learn ${title} at ${site}. It is paid for.`,
    `To take it, follow this link, then sign in or make an account. It does not matter with which address:\n${link}`,
    "Whoever runs the team sees that you joined, and by which name. They do not see what you read, answer or find out about yourself.",
    "The link works once, so keep it to yourself.",
    help(support),
  ),
});

export const seatClosedMail = ({ title, support }: About) => ({
  kind: "seat-closed",
  subject: `Your seat is closed: ${title}`,
  text: paragraphs(
    "Hello,",
    `Your seat for ${title} was given back by whoever runs your team, so it is no longer open to you by it. Your progress is kept.`,
    "If you have the course in another way too, it stays open.",
    help(support),
  ),
});
