/** What happens with the answers of a self-knowledge questionnaire, in plain words; stands before its first question. */
export function ConsentNote({ guest = false }: { guest?: boolean }) {
  return (
    <>
      <p>
        Your answers and your result are yours. The people who run this site see averages of many people, never what you answered,
        unless you choose to share a result with them. You can take that back, and you can delete the result, at any time.
      </p>
      {guest && (
        <p>
          You need no account. Without one, your result can be opened only in this browser, and it is deleted after 30 days unless
          you save it to an account.
        </p>
      )}
    </>
  );
}
