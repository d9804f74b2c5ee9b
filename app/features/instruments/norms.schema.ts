import { z } from "zod";

const wordsField = z.string().trim().min(1).max(300);

/** How a stated group of people scored on a scale: its mean and standard deviation, a table of percentiles, or both. */
export const normsSchema = z.strictObject({
  mean: z.number().optional(),
  sd: z.number().positive().optional(),
  /** Percentile ranks of scores, in ascending order; between two of them the line that joins them counts. */
  percentiles: z
    .array(z.strictObject({ score: z.number(), percentile: z.number().min(0).max(100) }))
    .min(2)
    .max(300)
    .optional(),
  /** Who they were and how many: "812 adults in the Netherlands". */
  sample: wordsField,
  /** Where that can be read. */
  source: wordsField,
});

/** How steady a scale's scores are, where somebody has measured it. */
export const reliabilitySchema = z.strictObject({
  coefficient: z.number().gt(0).max(1),
  /** Which coefficient it is, such as "Cronbach's alpha" or "retest after two weeks". */
  method: wordsField,
  /** The standard deviation of the scores in the group that it comes from; that of the norms where it is left out. */
  sd: z.number().positive().optional(),
  source: wordsField,
});

export type Norms = z.infer<typeof normsSchema>;
export type StatedReliability = z.infer<typeof reliabilitySchema>;
