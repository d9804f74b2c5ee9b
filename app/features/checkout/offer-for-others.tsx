/** Below the price of a course: other ways to buy it than for oneself. */
export function OfferForOthers({ courseKey }: { courseKey: string }) {
  return (
    <p className="mt-3 text-small">
      <a href={`/courses/${courseKey}/gift`} className="text-link inline-block py-2">
        Give it to somebody
      </a>{" "}
      or{" "}
      <a href={`/courses/${courseKey}/team`} className="text-link inline-block py-2">
        buy seats for a team
      </a>
    </p>
  );
}
