import { createServer } from "node:http";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { createRequestHandler } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import compression from "compression";
import express from "express";
import { serveFloor } from "./listening.ts";

/** The Remix floor: the built `floor-app` behind Express and compression, as Remix's own server has it. */
const build = (await import(pathToFileURL(path.resolve(process.argv[2] ?? "", "build/server/index.js")).href)) as ServerBuild;

const app = express();
app.disable("x-powered-by");
app.use(compression());
app.all("*", createRequestHandler({ build, mode: "production" }));
serveFloor(createServer(app));
