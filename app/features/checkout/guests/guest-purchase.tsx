import { ButtonLink } from "#app/components/button.tsx";

/** Where there would be a button to buy, for the browser that has bought it without an account. */
export function GuestPurchase({ checkoutSessionId }: { checkoutSessionId: string }) {
  return (
    <>
      <p className="mb-4 font-semibold">You have bought this in this browser.</p>
      <p className="mb-4">The link that opens it comes by mail. Please do not pay again.</p>
      <ButtonLink href={`/checkout/success?session_id=${checkoutSessionId}`} wide>
        Where the link was sent
      </ButtonLink>
    </>
  );
}
