import { type Db, db } from "#app/platform/db.server.ts";

interface Profile {
  userId: string;
  name: string;
  /** IANA name, or null: times are then shown in UTC. */
  timeZone: string | null;
  /** Null: as the device says. */
  theme: "light" | "dark" | null;
}

/** Saves how a person is called and how they see the site. */
export async function updateProfile({ userId, ...data }: Profile, tx: Db = db): Promise<{ status: "saved" }> {
  await tx.user.updateMany({ where: { id: userId }, data });
  return { status: "saved" };
}
