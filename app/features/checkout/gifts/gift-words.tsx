import { FormattedDate } from "#app/components/formatted.tsx";
import type { GivenGift } from "./gift.queries.server.ts";

/** How a gift stands, as its buyer reads it. */
export function GiftStateWords({ gift }: { gift: Pick<GivenGift, "state" | "due" | "sendAt" | "sentAt" | "redeemedAt"> }) {
  switch (gift.state) {
    case "not-paid":
      return <>Not paid yet</>;
    case "no-address":
      return <>Not sent: it has no address any more</>;
    case "waiting":
      if (gift.due) return <>On its way</>;
      return (
        <>
          Not sent yet: goes out on <FormattedDate value={gift.sendAt} />
        </>
      );
    case "sent":
      return (
        <>
          Sent on <FormattedDate value={gift.sentAt!} />, not taken yet
        </>
      );
    case "redeemed":
      return (
        <>
          Taken on <FormattedDate value={gift.redeemedAt!} />
        </>
      );
    case "withdrawn":
      return <>Withdrawn: its money went back</>;
  }
}
