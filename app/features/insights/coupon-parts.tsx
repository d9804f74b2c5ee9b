import { Button } from "#app/components/button.tsx";
import { DataTable } from "#app/components/data-table.tsx";
import { FormError, TextField } from "#app/components/form-field.tsx";
import { FormattedDate, FormattedMoney } from "#app/components/formatted.tsx";
import type { FormReply } from "#app/platform/http/parse-form.ts";
import type { CouponLine } from "./coupons.queries.server.ts";

export function CouponTable({ coupons }: { coupons: CouponLine[] }) {
  return (
    <DataTable
      caption="Coupons, the newest first"
      rows={coupons}
      rowKey={({ id }) => id}
      columns={[
        { heading: "Code", cell: ({ codes }) => <code className="break-all">{codes.join(", ")}</code> },
        { heading: "What", cell: ({ name }) => name },
        { heading: "Takes off", cell: (coupon) => <Off coupon={coupon} /> },
        { heading: "For", cell: ({ products }) => (products.length === 0 ? "everything" : products.join(", ")) },
        { heading: "When", cell: (coupon) => <When coupon={coupon} /> },
        {
          heading: "Paid orders",
          align: "right",
          cell: ({ paid, maxUses }) => (maxUses === null ? paid : `${paid} of ${maxUses}`),
        },
        { heading: "State", cell: (coupon) => <Switch coupon={coupon} /> },
      ]}
    />
  );
}

function Off({ coupon: { percentOff, amountOff, currency, oncePerPerson, firstPurchaseOnly } }: { coupon: CouponLine }) {
  const limits = [oncePerPerson && "once a person", firstPurchaseOnly && "first purchase only"].filter(Boolean).join(", ");
  return (
    <>
      {percentOff === null ? <FormattedMoney amount={amountOff ?? 0} currency={currency ?? "usd"} /> : `${percentOff} %`}
      {limits && <span className="block text-soft">{limits}</span>}
    </>
  );
}

function When({ coupon: { startsAt, endsAt } }: { coupon: CouponLine }) {
  if (!startsAt && !endsAt) return "always";
  return (
    <>
      {startsAt && (
        <>
          from <FormattedDate value={startsAt} time />{" "}
        </>
      )}
      {endsAt && (
        <>
          until <FormattedDate value={endsAt} time />
        </>
      )}
    </>
  );
}

function Switch({ coupon: { id, active, codes } }: { coupon: CouponLine }) {
  return (
    <form method="post" className="flex flex-wrap items-baseline gap-x-3">
      <span>{active ? "in use" : "out of use"}</span>
      <input type="hidden" name="intent" value="switch" />
      <input type="hidden" name="couponId" value={id} />
      <button type="submit" name="active" value={String(!active)} className="text-link min-h-6">
        {active ? "End" : "Use again"}
        <span className="sr-only"> {codes.join(", ")}</span>
      </button>
    </form>
  );
}

export function CouponForm({ products, reply }: { products: { value: string; label: string }[]; reply?: FormReply }) {
  const field = (name: string) => ({ name, defaultValue: reply?.values[name], errors: reply?.errors[name] });
  const ticked = (name: string) => reply?.values[name] === "on";
  return (
    <form method="post" className="max-w-measure">
      <FormError errors={reply?.errors[""]} />
      <input type="hidden" name="intent" value="create" />
      <TextField label="What you call it" maxLength={120} required {...field("name")} hint="Buyers do not see it." />
      <TextField
        label="Code"
        maxLength={60}
        required
        autoComplete="off"
        {...field("code")}
        hint="Capitals, spaces and hyphens make no difference."
      />
      <TextField
        label="Takes off"
        required
        {...field("off")}
        hint="A share such as 20 %, or an amount such as 20 EUR. At least half a dollar, euro or the like stays to be paid."
      />
      <fieldset className="mb-5">
        <legend className="mb-1 font-semibold">For</legend>
        <p className="mb-1 text-small text-soft">Tick none, and it is for everything.</p>
        {products.map(({ value, label }) => (
          <label key={value} className="flex min-h-11 items-center gap-3">
            <input type="checkbox" name="productIds" value={value} className="size-5" />
            {label}
          </label>
        ))}
        {reply?.errors.productIds && <p className="text-small font-semibold text-error">{reply.errors.productIds.join(" ")}</p>}
      </fieldset>
      <TextField label="First day" type="date" {...field("startsAt")} hint="UTC. Leave it empty to begin now." />
      <TextField label="Last day" type="date" {...field("lastDay")} hint="UTC. Leave it empty for a coupon without an end." />
      <TextField label="Orders at most" inputMode="numeric" {...field("maxUses")} hint="Leave it empty for any number." />
      <label className="flex min-h-11 items-center gap-3">
        <input type="checkbox" name="oncePerPerson" defaultChecked={reply ? ticked("oncePerPerson") : true} className="size-5" />
        Once a person
      </label>
      <label className="mb-5 flex min-h-11 items-center gap-3">
        <input type="checkbox" name="firstPurchaseOnly" defaultChecked={ticked("firstPurchaseOnly")} className="size-5" />
        Only for people who have bought nothing here yet
      </label>
      <Button>Make the coupon</Button>
    </form>
  );
}
