import type { Findings } from "./fault.ts";
import { readYaml, type YamlFile } from "./yaml-file.ts";

export interface FrontMatterFile {
  yaml: YamlFile;
  /** The Markdown after the front matter, moved down by empty lines so that its line numbers are the file's. */
  body: string;
}

const FENCE = /^---[ \t]*$/;

/** Takes a Markdown file with front matter apart; faults go to the findings. */
export function readFrontMatter(ask: { file: string; source: string }, findings: Findings): FrontMatterFile | undefined {
  const { file, source } = ask;
  const lines = source.split(/\r\n|\n|\r/);
  const end = lines.findIndex((line, index) => index > 0 && FENCE.test(line));
  if (!FENCE.test(lines[0]!) || end < 0) {
    const message = FENCE.test(lines[0]!) ? "The front matter does not end." : "There is no front matter.";
    findings.fault({ file, line: 1, message, remedy: "Begin the file with a line ---, the fields, and another line ---." });
    return undefined;
  }
  const yaml = readYaml({ file, source: lines.slice(1, end).join("\n"), firstLine: 2 }, findings);
  return yaml && { yaml, body: "\n".repeat(end + 1) + lines.slice(end + 1).join("\n") };
}
