import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Page, Section } from "#app/components/page.tsx";
import { createCoupon, switchCoupon } from "#app/features/checkout/create-coupon.server.ts";
import { AdminNav } from "#app/features/insights/admin-nav.tsx";
import { couponForm, couponSwitchForm } from "#app/features/insights/coupon.schema.ts";
import { CouponForm, CouponTable } from "#app/features/insights/coupon-parts.tsx";
import { listCoupons, listProductChoices } from "#app/features/insights/coupons.queries.server.ts";
import { badForm } from "#app/platform/http/form-answers.server.ts";
import { notFound, requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { parseForm } from "#app/platform/http/parse-form.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Coupons", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  await requireRole(args, "admin");
  const [coupons, products] = await Promise.all([listCoupons(), listProductChoices()]);
  return { coupons, products, made: new URL(args.request.url).searchParams.has("made") };
}

export async function action(args: ActionFunctionArgs) {
  const viewer = await requireRole(args, "admin");
  const fields = await readForm(args.request);
  if (fields.get("intent") === "switch") {
    const form = parseForm(fields, couponSwitchForm);
    if (!form.ok) throw notFound("There is no such coupon.");
    const outcome = await switchCoupon({ ...form.value, actorId: viewer.id });
    if (outcome.status === "refused") throw notFound("There is no such coupon.");
    return redirect("/admin/coupons", 303);
  }
  const form = parseForm(fields, couponForm);
  if (!form.ok) return badForm(form.reply);
  const { lastDay, oncePerPerson, firstPurchaseOnly, ...rest } = form.value;
  const endsAt = lastDay && new Date(lastDay.getTime() + 86_400_000);
  const once = { oncePerPerson: oncePerPerson !== undefined, firstPurchaseOnly: firstPurchaseOnly !== undefined };
  const outcome = await createCoupon({ ...rest, ...once, endsAt, actorId: viewer.id });
  if (outcome.status === "created") return redirect("/admin/coupons?made", 303);
  return badForm(form.refuse(REFUSALS[outcome.reason]));
}

const REFUSALS: Record<"code-taken" | "no-such-product" | "ends-before-it-starts", Record<string, string>> = {
  "code-taken": { code: "This code is taken. Codes are never given twice, not even ended ones." },
  "no-such-product": { productIds: "Choose from the list." },
  "ends-before-it-starts": { lastDay: "This day is before the first one, or over." },
};

export default function Coupons() {
  const { coupons, products, made } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  return (
    <>
      <AdminNav here="/admin/coupons" />
      <Page title="Coupons" lead="What buyers may type to pay less.">
        {made && !reply && <Notice tone="done" title="The coupon is made, and its code counts from its first day on." live />}
        {reply && <Notice tone="error" title="No coupon was made. See beside the field what is missing." live />}
        {coupons.length === 0 ? (
          <EmptyState title="There is no coupon yet.">
            <p>With the first one, course pages that it is for ask for a code.</p>
          </EmptyState>
        ) : (
          <CouponTable coupons={coupons} />
        )}
        <Section id="new" title="A new coupon">
          <CouponForm products={products} reply={reply} />
        </Section>
      </Page>
    </>
  );
}
