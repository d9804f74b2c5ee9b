/** Beside a button that buys, for who is not signed in. `here` is the page's own address. */
export function GuestWords({ here, codes }: { here: string; codes: boolean }) {
  return (
    <>
      {" "}
      No account needed: after paying you get a link by mail.{" "}
      <a href={`/sign-in?returnTo=${encodeURIComponent(here)}`} className="text-link">
        Sign in
      </a>{" "}
      first if you have an account{codes ? ", or a code" : ""}.
    </>
  );
}
