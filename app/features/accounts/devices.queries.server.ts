import { listSessions } from "#app/platform/sessions/session.server.ts";
import { deviceName } from "./device-name.ts";

export interface Device {
  /** Names the session in the form that ends it; opens nothing. */
  session: string;
  name: string;
  signedInAt: Date;
  lastUsedAt: Date;
  /** The one that asks. */
  current: boolean;
}

/** Where a person is signed in: this browser first, then the last used. */
export async function readDevices(ask: { userId: string; sessionHash: string }): Promise<Device[]> {
  const sessions = await listSessions(ask.userId);
  const devices = sessions.map(({ hash, userAgent, createdAt, lastUsedAt }) => ({
    session: hash,
    name: deviceName(userAgent),
    signedInAt: createdAt,
    lastUsedAt,
    current: hash === ask.sessionHash,
  }));
  return devices.sort((a, b) => Number(b.current) - Number(a.current));
}
