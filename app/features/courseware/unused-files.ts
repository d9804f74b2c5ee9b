import type { Findings } from "./fault.ts";

/** Warns of what is in the folder and in no lesson: once for a whole module that course.yaml does not list. */
export function warnOfUnusedFiles(ask: { files: Iterable<string>; used: ReadonlySet<string> }, findings: Findings): void {
  for (const file of ask.files) {
    if (ask.used.has(file)) continue;
    const [top, module] = file.split("/");
    const moduleFile = `modules/${module}/module.yaml`;
    if (top === "modules" && module && !ask.used.has(moduleFile)) {
      const remedy = `List ${module} under \`modules\` in course.yaml when it is ready.`;
      findings.warn({ file: moduleFile, line: 1, message: "This module is not published.", remedy });
    } else if (top === "modules" && file.endsWith(".md")) {
      findings.warn({
        file,
        line: 1,
        message: "This lesson is not published.",
        remedy: `List it under \`lessons\` in ${moduleFile} when it is ready.`,
      });
    } else {
      findings.warn({
        file,
        line: 1,
        message: "Nothing in the course uses this file.",
        remedy: "Use it or remove it. It is kept when the folder is published.",
      });
    }
  }
}
