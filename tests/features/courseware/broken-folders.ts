import { expect, test } from "vitest";
import { compileCourse } from "#app/features/courseware/compile-course.server.ts";
import { aFolder, CHECK_MD, COURSE_YAML, INSTRUMENT_YAML, MODULE_YAML, swap, WATCH_MD, WELCOME_MD } from "./course-files.ts";

/** Ways to break the small course, file by file. */

export type Changes = Record<string, string | Buffer | null>;

export const course = (from: string, to: string): Changes => ({ "course.yaml": swap(COURSE_YAML, from, to) });
export const module_ = (from: string, to: string): Changes => ({ "modules/opening/module.yaml": swap(MODULE_YAML, from, to) });
export const welcome = (from: string, to: string): Changes => ({ "modules/opening/welcome.md": swap(WELCOME_MD, from, to) });
export const watch = (from: string, to: string): Changes => ({ "modules/opening/watch.md": swap(WATCH_MD, from, to) });
export const check = (from: string, to: string): Changes => ({ "modules/opening/check.md": swap(CHECK_MD, from, to) });
export const instrument = (from: string, to: string): Changes => ({
  "assessments/check-opening.yaml": swap(INSTRUMENT_YAML, from, to),
});
export const captions = (text: string): Changes => ({ "media/clip.vtt": text });
/** Text in the place of the welcome lesson's first paragraph, which is line 10. */
export const text = (markdown: string): Changes => welcome("A first paragraph at 10:30, with :shortcodes: left alone.", markdown);

export const C = "course.yaml";
export const M = "modules/opening/module.yaml";
export const W = "modules/opening/welcome.md";
export const V = "modules/opening/watch.md";
export const K = "modules/opening/check.md";
export const I = "assessments/check-opening.yaml";

export const paid = "price: { amount: 14900, currency: usd }\nafterPayment: You learn.\nrefundPolicy: Thirty days.";

/** What is broken, and the faults that it gives: all of them, at file:line, with words of the message. */
export type BrokenFolder = [string, Changes, ...(readonly [string, RegExp])[]];

/** A test for each broken folder: it has exactly these faults, each says what to do, and nothing is compiled. */
export function testFaults(broken: BrokenFolder[]): void {
  for (const [what, changes, ...expected] of broken) {
    test(`${what} is a fault at its line`, () => {
      const { faults, manifest } = compileCourse(aFolder(changes));
      const found = faults.map(({ file, line, message }) => `${file}:${line}  ${message}`);
      expect(found.map((fault) => fault.split("  ")[0]).sort()).toEqual(expected.map(([place]) => place).sort());
      for (const [place, message] of expected) {
        expect(found.filter((fault) => fault.startsWith(`${place}  `)).join("\n")).toMatch(message);
      }
      for (const { message, remedy } of faults) {
        expect(message).toMatch(/^[A-Z"`\w].*[.]$/s);
        expect(remedy).toMatch(/^[A-Z`].*\S$/s);
      }
      expect(manifest).toBeUndefined();
    });
  }
}
