import type { Fault } from "#app/features/courseware/fault.ts";

/** What the checker says, each with the way to the file. */
export function FaultList({ courseKey, faults }: { courseKey: string; faults: Fault[] }) {
  return (
    <ul className="border-t border-line">
      {faults.map(({ file, line, message, remedy }) => (
        <li key={`${file}:${line}:${message}`} className="border-b border-line py-3">
          <p className="[overflow-wrap:anywhere]">
            {message} <span className="text-soft">{remedy}</span>
          </p>
          <p className="text-small">
            <a
              href={`/studio/${courseKey}/files?path=${encodeURIComponent(file)}`}
              className="text-link [overflow-wrap:anywhere]"
            >
              {file}
            </a>
            , line {line}
          </p>
        </li>
      ))}
    </ul>
  );
}
