// @ts-check
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

// JavaScript, because a start asks this before it knows whether it needs TypeScript.

export const BUILD = "build";
export const STAMP = path.join(BUILD, "source-digest");
/** What `build/` holds: the browser's code, the server's, and that of the start itself. */
export const PARTS = ["client", "server", "start"];
const SOURCES = [
  "app",
  "public",
  "prisma/schema.prisma",
  "package-lock.json",
  "tsconfig.json",
  "vite.config.ts",
  "remix.config.js",
];

/** Names the sources that a build is made from. */
export function digestOfSources() {
  return digestOf(SOURCES);
}

/**
 * Whether `build/` was made from exactly these sources.
 * @param {string} [digest]
 */
export function isBuildFresh(digest = digestOfSources()) {
  return existsSync(STAMP) && readFileSync(STAMP, "utf8") === digest && PARTS.every((part) => existsSync(path.join(BUILD, part)));
}

/**
 * SHA-256 over the names and bytes of every file below the given files and folders.
 * @param {string[]} places
 */
export function digestOf(places) {
  const hash = createHash("sha256");
  for (const file of places.flatMap(filesBelow).sort()) {
    const bytes = readFileSync(file);
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex");
}

/**
 * @param {string} place
 * @returns {string[]}
 */
function filesBelow(place) {
  if (!existsSync(place)) return [];
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
