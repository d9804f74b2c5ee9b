import type { CompiledInstrument } from "./compiled.ts";
import type { Instrument } from "./instrument.schema.ts";
import type { CompileContext, Render } from "./items/item-kind.ts";
import { type CompiledItem, kindOf } from "./items/registry.ts";
import { parseDuration } from "./local-time.ts";

/** The items of an instrument without faults; the stored form of each is a function of the file alone. */
function compileItems(instrument: Instrument, render: Render): CompiledItem[] {
  const scales = instrument.kind === "profile" ? instrument.scales : [];
  const context: CompileContext = {
    render,
    pointsOf(key) {
      const shared = instrument.kind === "profile" ? instrument.points : [];
      return scales.find((candidate) => candidate.key === key)?.points ?? shared;
    },
    ...(instrument.kind === "profile" && instrument.notApplicable && { notApplicable: instrument.notApplicable }),
    rangeOf(key) {
      const scale = scales.find((candidate) => candidate.key === key);
      return scale && { minimum: scale.minimum, maximum: scale.maximum };
    },
  };
  return instrument.items.map((item) => kindOf(item).compile(item, context));
}

/** Only what is written: a rule that is left out makes no new revision of instruments from before there was such a rule. */
function compileTimes({ wait, opens, closes }: Instrument): Pick<CompiledInstrument, "waitMinutes" | "opens" | "closes"> {
  const waitMinutes = wait === undefined ? null : parseDuration(wait);
  return { ...(waitMinutes !== null && { waitMinutes }), ...(opens && { opens }), ...(closes && { closes }) };
}

/**
 * Turns an instrument that `parseInstrument` found free of faults into what a revision stores. `readReading` gives the
 * Markdown of a reading by its path as written, relative to the instrument's folder; paths that it does not know are
 * returned as `missing` and stand in `compiled` as empty readings.
 */
export function compileInstrument(
  instrument: Instrument,
  render: Render,
  readReading: (path: string) => string | undefined,
): { compiled: CompiledInstrument; missing: string[] } {
  const missing = new Set<string>();
  const reading = (path: string | undefined): string => {
    if (path === undefined) return "";
    const markdown = readReading(path);
    if (markdown === undefined) missing.add(path);
    return markdown === undefined ? "" : render.block(markdown);
  };
  const read = <Part extends { reading?: string; next?: string }>({ next, ...part }: Part) => ({
    ...part,
    reading: reading(part.reading),
    ...(next && { next: render.block(next) }),
  });
  const shared = {
    schema: 1 as const,
    key: instrument.key,
    title: instrument.title,
    intro: instrument.intro ? render.block(instrument.intro) : "",
    ...(instrument.minutes !== undefined && { minutes: instrument.minutes }),
    ...compileTimes(instrument),
    shuffle: instrument.shuffle,
    ...(instrument.sections && {
      sections: instrument.sections.map(({ key, title, intro }) => ({ key, title, intro: intro ? render.block(intro) : "" })),
    }),
    ...(instrument.pages !== undefined && { pages: instrument.pages }),
    ...(instrument.draws && { draws: instrument.draws }),
    items: compileItems(instrument, render),
  };
  if (instrument.kind === "graded") {
    const { attempts, passMark, grade, review, blind } = instrument;
    const rules = {
      ...(attempts !== undefined && { attempts }),
      passMark,
      ...(grade && { grade }),
      ...(review && { review }),
      ...(blind && { blind: true as const }),
    };
    return { compiled: { kind: "graded", ...shared, ...rules }, missing: [] };
  }
  const compiled: CompiledInstrument = {
    kind: "profile",
    ...shared,
    limits: instrument.limits ? render.block(instrument.limits) : "",
    scales: instrument.scales.map(({ points: _points, ...scale }) => ({
      ...scale,
      bands: (instrument.bands[scale.key] ?? []).map(read),
    })),
    profiles: instrument.profiles.map(read),
    boundary: instrument.boundary,
    ...(instrument.plot && { plot: instrument.plot }),
  };
  return { compiled, missing: [...missing] };
}
