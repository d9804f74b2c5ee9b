/** What a person may be on the site. */
export const ROLES = ["student", "instructor", "admin"] as const;
