/** What a program is told whose token does not serve: the same for a wrong one, an ended one and one of another course. */
export function tokenRefusal(reason: "no-token" | "not-enough"): { status: 401 | 403; error: string } {
  if (reason === "not-enough") return { status: 403, error: "This token may not do that. Make one that may, in the studio." };
  return { status: 401, error: "This token does not open this course. Make one in the studio, under Files and git." };
}
