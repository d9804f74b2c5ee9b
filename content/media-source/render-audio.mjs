/**
 * Renders the exercise of pause.json to a recording and its transcript: a synthetic voice over very soft tones.
 *
 *   node content/media-source/render-audio.mjs
 *
 * Needs ffmpeg, and festival with the voice cmu_us_slt_arctic_hts (Debian: festival, festvox-us-slt-hts). What it sounds
 * like and what may be done with it stands in README.md. All times are in seconds.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const LEAD_IN = 4; // tones alone, before the first word
const GAIN = 2.4; // of the mix, the same from beginning to end: silence stays silent
const SPEED = 0.82; // of the voice's own pace, which is too brisk for an exercise
const VOICE = `(begin (voice_cmu_us_slt_arctic_hts) (set! hts_engine_params (append hts_engine_params '(("-r" ${SPEED})))))`;
const CHORDS = [
  [98, 146.83, 220, 293.66],
  [130.81, 196, 246.94, 329.63],
];

const run = (program, args) => execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });

function spoken(text, folder, number) {
  const words = path.join(folder, `${number}.txt`);
  const file = path.join(folder, `${number}.wav`);
  writeFileSync(words, `${text}\n`);
  run("text2wave", ["-eval", VOICE, words, "-o", file]);
  const length = run("ffprobe", ["-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", file]);
  return { file, length: Number(length) };
}

/** Two chords that give way to each other every twelve seconds. */
function tones(duration) {
  const tone = (hertz, i) => `${(0.016 / (1 + i * 0.5)).toFixed(3)}*sin(2*PI*${hertz}*t)`;
  const chord = (notes, sign) => `(0.5${sign}0.5*cos(2*PI*t/24))*(${notes.map(tone).join("+")})`;
  const pad = `${chord(CHORDS[0], "+")}+${chord(CHORDS[1], "-")}`;
  return `aevalsrc='${pad}':s=44100:d=${duration},afade=t=in:d=4,afade=t=out:st=${duration - 5}:d=5`;
}

/** One low bell, which dies away, before the first word and after the last. */
function bell() {
  return "aevalsrc='0.10*exp(-t*0.9)*sin(2*PI*293.66*t)+0.05*exp(-t*1.4)*sin(2*PI*587.33*t)+0.02*exp(-t*2.4)*sin(2*PI*880*t)':s=44100:d=6,afade=t=in:d=0.02";
}

const exercise = JSON.parse(readFileSync(path.join(here, "pause.json"), "utf8"));
const folder = mkdtempSync(path.join(os.tmpdir(), "pause-"));
try {
  let clock = LEAD_IN;
  const parts = exercise.parts.map((part, i) => {
    const voice = spoken(part.say, folder, i);
    const start = clock;
    clock += voice.length + part.wait;
    return { ...part, ...voice, start };
  });
  const duration = Math.ceil(clock);
  const voices = parts.map(
    ({ start }, i) =>
      `[${i}:a]aresample=44100,highpass=f=80,lowpass=f=7000,volume=0.8,adelay=${Math.round(start * 1000)}:all=1[v${i}]`,
  );
  const last = Math.round((duration - 6) * 1000);
  const graph = [
    ...voices,
    `${parts.map((_, i) => `[v${i}]`).join("")}amix=inputs=${parts.length}:normalize=0[voice]`,
    `${tones(duration)}[pad]`,
    `${bell()},adelay=500:all=1[first]`,
    `${bell()},adelay=${last}:all=1[last]`,
    `[voice][pad][first][last]amix=inputs=4:normalize=0,volume=${GAIN},alimiter=limit=0.8:level=0[sound]`,
  ].join(";");
  const target = (ending) => path.resolve(here, exercise.folder, `${exercise.key}.${ending}`);
  const inputs = parts.flatMap(({ file }) => ["-i", file]);
  const output = [
    "-c:a",
    "aac",
    "-b:a",
    "64k",
    "-ac",
    "1",
    "-t",
    String(duration),
    "-map_metadata",
    "-1",
    "-fflags",
    "+bitexact",
  ];
  run("ffmpeg", [
    ...["-v", "error", ...inputs, "-filter_complex", graph, "-map", "[sound]", ...output],
    ...["-movflags", "+faststart", "-y", target("m4a")],
  ]);
  const lines = parts.map(({ say, written, wait }) => `${written ?? say}\n\n*${wait} seconds without words.*`);
  const about = `“${exercise.title}”, ${duration} seconds. A synthetic voice reads the words below. Under it are very soft tones, and a low bell at the beginning and at the end. You can read it at a pace of your own instead.`;
  writeFileSync(target("transcript.md"), `${[about, ...lines].join("\n\n")}\n`);
  console.log(`${exercise.key}: ${duration} s`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
