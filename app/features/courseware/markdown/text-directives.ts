import type { Element } from "hast";
import type { RootContent } from "mdast";
import { z } from "zod";
import { amount, attribute, type Desk, directive, onLines } from "./directive.ts";
import { element } from "./page.ts";

const title = attribute("a title of at most 200 characters");

const KINDS = ["note", "care", "tip"] as const;

export const callout = directive({
  form: "containerDirective",
  pages: ["lesson", "article", "piece"],
  fields: z.strictObject({ kind: z.enum(KINDS, { error: `one of ${KINDS.join(", ")}` }), title: title.optional() }),
  build(fields, node, desk) {
    const properties = { className: ["callout", `callout-${fields.kind}`], role: "note" };
    const heading = fields.title && element("p", { className: ["callout-title"] }, fields.title);
    return element("div", properties, ...onLines([...(heading ? [heading] : []), ...desk.content(node)]));
  },
});

export const exercise = directive({
  form: "containerDirective",
  pages: ["lesson", "article"],
  fields: z.strictObject({ title, minutes: amount("minutes, above 0 and at most 600", 600).optional() }),
  build({ title, minutes }, node, desk) {
    desk.exerciseMinutes += minutes ?? 0;
    const duration =
      minutes && element("span", { className: ["exercise-minutes"] }, `${minutes} ${minutes === 1 ? "minute" : "minutes"}`);
    const heading = element("p", { className: ["exercise-title"] }, title, ...(duration ? [" ", duration] : []));
    return element("section", { className: ["exercise"] }, ...onLines([heading, ...desk.content(node)]));
  },
});

export const reflection = directive({
  form: "containerDirective",
  pages: ["lesson"],
  fields: z.strictObject({
    key: attribute("a key of 2 to 64 lower-case letters, digits and single hyphens").regex(
      /^(?=.{2,64}$)[a-z0-9]+(-[a-z0-9]+)*$/,
      "a key of 2 to 64 lower-case letters, digits and single hyphens",
    ),
    title,
  }),
  build({ key, title }, node, desk) {
    if (desk.reflections.has(key)) {
      desk.fault(node, `The key ${key} names two reflections of this lesson.`, "Give each a key of its own.");
    }
    desk.reflections.add(key);
    const heading = element("p", { className: ["reflection-title"] }, title);
    return element("section", { className: ["reflection"], dataReflection: key }, ...onLines([heading, ...desk.content(node)]));
  },
});

const PROFILES = ["secure", "anxious-preoccupied", "dismissive-avoidant", "fearful-avoidant"] as const;

const variant = directive({
  form: "containerDirective",
  pages: ["lesson"],
  fields: z.strictObject({ profile: z.enum(PROFILES, { error: `one of ${PROFILES.join(", ")}` }) }),
  build({ profile }, node, desk) {
    const summary = element("summary", {}, `If you tend to be ${profile}`);
    return element("details", { dataVariant: profile }, ...onLines([summary, ...desk.content(node)]));
  },
});

/** Variants that follow one another, each closed under a summary that says whom it is for. */
export function buildVariantGroup(node: RootContent & { type: "variantGroup" }, desk: Desk): Element {
  const seen = new Set<string>();
  const tellings = node.children.flatMap((child) => {
    if (child.type !== "containerDirective") return [];
    if (!variant.pages.includes(desk.page.kind)) {
      desk.fault(child, "The directive variant cannot stand here.", "Use it in lessons only.");
      return [];
    }
    const built = variant.build(child, desk);
    const profile = String(built?.properties.dataVariant);
    if (built && seen.has(profile))
      desk.fault(child, `Two variants of this group are for ${profile}.`, "Put them into one, or some text between them.");
    seen.add(profile);
    return built ? [built] : [];
  });
  const missing = PROFILES.filter((profile) => !seen.has(profile));
  if (missing.length > 0 && missing.length < PROFILES.length && tellings.length > 0)
    desk.warn(
      node,
      `Nothing here speaks to readers who tend to be ${missing.join(" or ")}.`,
      "Add a variant for them, or say it to everybody in the text.",
    );
  return element("div", { className: ["variants"], dataVariants: true }, ...onLines(tellings));
}
