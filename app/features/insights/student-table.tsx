import type { StudentProgress } from "./student-progress.queries.server.ts";

/** A student as a line of the table: dates are written already. */
export type StudentLine = Pick<StudentProgress, "userId" | "name" | "email" | "done" | "total" | "percent" | "release"> & {
  lastSeen: string;
  finished: string;
};

export function toStudentLine(student: StudentProgress, day: (date: Date | null) => string): StudentLine {
  const { userId, name, email, done, total, percent, release, lastSeenAt, finishedAt } = student;
  return { userId, name, email, done, total, percent, release, lastSeen: day(lastSeenAt), finished: day(finishedAt) };
}

const look = [
  "w-full border-collapse text-left text-small [&_tr]:border-b [&_tr]:border-line [&_td]:px-3 [&_td]:py-2 [&_th]:py-2 [&_th]:pr-2",
  "[&_thead_th]:px-3 [&_thead_th:first-child]:pl-0 [&_tbody_th]:min-w-40 [&_tbody_th]:font-normal [&_tbody_a]:text-accent",
  "[&_tbody_a]:underline [&_td]:whitespace-nowrap [&_progress]:mr-2 [&_progress]:inline-block [&_progress]:w-20",
].join(" ");

/**
 * The progress of a course's students. Up to two hundred lines at once, so a line is plain cells: no component, no
 * class and no formatter of its own. The bar repeats the number beside it, and is left out when the page is read out.
 */
export function StudentTable({ students, path }: { students: StudentLine[]; path: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section aria-label="Students and their progress" tabIndex={0} className="relative overflow-x-auto">
      <table className={look}>
        <caption className="sr-only">Students and their progress</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Progress</th>
            <th scope="col">Last active</th>
            <th scope="col">Finished</th>
            <th scope="col">E-mail</th>
            <th scope="col">Release</th>
          </tr>
        </thead>
        <tbody>
          {students.map((student) => (
            <tr key={student.userId}>
              <th scope="row">
                <a href={`${path}/${student.userId}`}>{student.name}</a>
              </th>
              <td>
                <progress value={student.percent} max="100" aria-hidden="true" />
                {`${student.done} of ${student.total}, ${student.percent} %`}
              </td>
              <td>{student.lastSeen}</td>
              <td>{student.finished}</td>
              <td>{student.email}</td>
              <td>{student.release}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
