import type { Db } from "#app/platform/db.server.ts";

/** Leaves of stored notices of the payment service what they point at, and nothing about whom. */
export async function stripEvents(eventIds: string[], tx: Db): Promise<void> {
  await tx.$executeRaw`
    update "StripeEvent" set payload = jsonb_strip_nulls(jsonb_build_object('data', jsonb_build_object('object', jsonb_build_object(
      'id', payload #> '{data,object,id}', 'object', payload #> '{data,object,object}',
      'payment_intent', payload #> '{data,object,payment_intent}', 'charge', payload #> '{data,object,charge}'))))
    where id = any (${eventIds}::text[])`;
}

/** The same for all notices that belong to no order and name this address. */
export async function stripEventsAbout(email: string, tx: Db): Promise<void> {
  const events = await tx.$queryRaw<{ id: string }[]>`
    select id from "StripeEvent" where "orderId" is null and strpos(lower(payload::text), ${email}) > 0`;
  await stripEvents(
    events.map(({ id }) => id),
    tx,
  );
}
