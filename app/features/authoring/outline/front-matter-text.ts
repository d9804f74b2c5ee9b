import { NotEditable } from "./edit-yaml.ts";

export interface LessonText {
  /** All before the fields: a byte order mark and the first fence. */
  head: string;
  yaml: string;
  /** The second fence with its line. */
  fence: string;
  body: string;
}

/** Takes a lesson apart so that its four parts, one after the other, are the file again, byte for byte. */
export function splitLesson(source: string): LessonText {
  const parts = /^(\ufeff?---[ \t]*(?:\r\n|\n))([\s\S]*?)(?<=[\r\n])(---[ \t]*(?:\r\n|\n|$))/.exec(source);
  if (!parts) throw new NotEditable("This lesson has no front matter.");
  const [whole, head, yaml, fence] = parts as unknown as [string, string, string, string];
  return { head, yaml, fence, body: source.slice(whole.length) };
}

export function joinLesson({ head, yaml, fence, body }: LessonText): string {
  return head + yaml + fence + body;
}
