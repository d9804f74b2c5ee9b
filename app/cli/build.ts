import { buildIfStale } from "./start/build.ts";

/** `npm run build`: what a start would build, with Vite's own words; nothing where it is built already. */
try {
  if (!(await buildIfStale({ verbose: true })))
    console.log("build/ is made from these sources already. To build it anew, delete it.");
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
