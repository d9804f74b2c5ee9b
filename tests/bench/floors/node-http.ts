import { createServer } from "node:http";
import { serveFloor } from "./listening.ts";

/** The floor of all floors: `node:http` that writes as many bytes as the catalogue has. */
const page = Buffer.alloc(Number(process.argv[2]), "a");

serveFloor(
  createServer((_request, response) => {
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", "Content-Length": page.length });
    response.end(page);
  }),
);
