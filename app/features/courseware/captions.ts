/** One thing that is wrong with a caption file. */
export interface CaptionFault {
  line: number;
  message: string;
}

const TIMING = /^((?:\d{2,}:)?\d{2}:\d{2}\.\d{3})[ \t]+-->[ \t]+((?:\d{2,}:)?\d{2}:\d{2}\.\d{3})(?:[ \t].*)?$/;

/** Checks a WebVTT text: header, timings that read, in order, none longer than the recording where its `seconds` are known. */
export function checkCaptions(text: string, ask: { seconds?: number } = {}): CaptionFault[] {
  const lines = text.split(/\r\n|\n|\r/);
  if (!/^WEBVTT(?:[ \t]|$)/.test(lines[0] ?? ""))
    return [{ line: 1, message: "The captions do not begin with the word WEBVTT." }];
  const faults: CaptionFault[] = [];
  let cues = 0;
  let earlier = 0;
  lines.forEach((content, index) => {
    if (!content.includes("-->")) return;
    const line = index + 1;
    const [, from, to] = TIMING.exec(content) ?? [];
    if (!from || !to) {
      faults.push({ line, message: `The times "${content.trim()}" cannot be read.` });
      return;
    }
    cues += 1;
    const [start, end] = [secondsOf(from), secondsOf(to)];
    if (end <= start) faults.push({ line, message: "This caption ends before it begins." });
    else if (start < earlier) faults.push({ line, message: "This caption begins before the one above it." });
    else if (ask.seconds !== undefined && end > ask.seconds + 1)
      faults.push({ line, message: `This caption ends after the recording does (${ask.seconds} s).` });
    if (!lines[index + 1]?.trim()) faults.push({ line, message: "This caption has no words." });
    earlier = start;
  });
  if (cues === 0 && faults.length === 0) faults.push({ line: 1, message: "There are no captions in this file." });
  return faults;
}

function secondsOf(time: string): number {
  return time.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}
