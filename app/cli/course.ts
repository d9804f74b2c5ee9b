import { runCourseCommand } from "./course/run.ts";

/** `npm run course -- check|publish|export`: see `app/cli/course/run.ts`. */
process.exitCode = await runCourseCommand(process.argv.slice(2));
