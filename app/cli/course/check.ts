import { compileArticles } from "../../features/courseware/compile-articles.server.ts";
import { compileCourse } from "../../features/courseware/compile-course.server.ts";
import { compilePages } from "../../features/courseware/compile-pages.server.ts";
import { compileProducts } from "../../features/courseware/compile-products.server.ts";
import { coursesBeside } from "../../features/courseware/courses-beside.server.ts";
import { readArticles, readFolder, readPages, readProducts } from "../../features/courseware/read-folder.server.ts";
import { faultLines, lessonLines } from "./report.ts";

/** Prints what is wrong with a course folder, and how long its lessons are. True where nothing is. */
export function checkFolder(dir: string): boolean {
  const compiled = compileCourse(readFolder(dir));
  report(dir, compiled);
  if (compiled.lessons.length > 0) console.log(lessonLines(compiled).join("\n"));
  return compiled.faults.length === 0;
}

export function checkTextFolder({ what, dir }: { what: "products" | "articles" | "pages"; dir: string }): boolean {
  const compiled =
    what === "products"
      ? compileProducts(readProducts(dir), coursesBeside(dir))
      : what === "articles"
        ? compileArticles(readArticles(dir))
        : compilePages(readPages(dir));
  report(dir, compiled);
  return compiled.faults.length === 0;
}

function report(dir: string, { faults, warnings }: Pick<ReturnType<typeof compileCourse>, "faults" | "warnings">): void {
  const lines = [...faultLines(dir, faults), ...faultLines(dir, warnings, "Warning: ")];
  const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;
  console.log([...lines, `${dir}: ${counted(faults.length, "fault")}, ${counted(warnings.length, "warning")}`].join("\n"));
}
