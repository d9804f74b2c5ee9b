/** To the student, when a person has read all that waited. No grade and no answer stands in a mail: mailboxes are shared. */
export function workReadMail({ title, address }: { title: string; address: string }) {
  return {
    kind: "work-read",
    subject: `Your work was read: ${title}`,
    text: `Hello,

what you handed in for “${title}” was read, and there is feedback for you. You find it on the page of your result:

${address}

Only you can open this page: sign in with the address that this mail came to.
`,
  };
}
