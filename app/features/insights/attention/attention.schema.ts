import { z } from "zod";
import { reasonField } from "../desk.schema.ts";
import { needsReason, REMEDY_BUTTONS, type RemedyKind } from "./matters.ts";

const BROKEN = "The form is not whole. Open the page again.";
const kinds = Object.keys(REMEDY_BUTTONS) as [RemedyKind, ...RemedyKind[]];
const matter = { key: z.string({ error: BROKEN }).regex(/^[\x21-\x7e]{1,400}$/, BROKEN) };

/** What a button of the list sends. */
export const matterForm = z.union(
  [
    z.object({ ...matter, kind: z.enum(kinds.filter((kind) => !needsReason(kind))), reason: z.undefined().optional() }),
    z.object({ ...matter, kind: z.enum(kinds.filter(needsReason)), reason: reasonField }),
  ],
  { error: BROKEN },
);
