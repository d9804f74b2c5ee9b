import { ButtonLink } from "#app/components/button.tsx";

/** A page of one's own as a file to keep or print. */
export function KeepResult({ href }: { href: string }) {
  return (
    <div className="no-print mt-3">
      <ButtonLink href={href} look="quiet">
        Keep it as a PDF
      </ButtonLink>
    </div>
  );
}
