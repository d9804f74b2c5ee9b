import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Serves at a free port, prints the address for the bench, and ends on SIGTERM. */
export function serveFloor(server: Server): void {
  server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  process.on("SIGTERM", () => process.exit(0));
}
