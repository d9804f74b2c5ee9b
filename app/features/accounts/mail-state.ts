/** How far a mail has come, in words. */
export function mailState(mail: { sentAt: Date | null; error: string | null }): string {
  if (mail.sentAt) return "Sent";
  if (mail.error) return `Not sent yet: ${mail.error}`;
  return "Kept here";
}
