/**
 * Renders the scenes of scenes.json to clips: mp4, poster, captions and transcript.
 *
 *   node content/media-source/render.mjs                    all scenes
 *   node content/media-source/render.mjs scene-spiral       one scene
 *   node content/media-source/render.mjs --stills /tmp/out  a PNG of the end of every beat instead of clips
 *
 * Needs ffmpeg and Chromium (CHROMIUM, default /usr/bin/chromium). All times are in seconds.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";

const here = path.dirname(fileURLToPath(import.meta.url));
const FPS = 24;
const LEAD_IN = 0.6;
const PAGE_TURN = 0.7; // the fade out of a page, before the next one fades in
const LAST_HOLD = 1.2;
const WORDS_A_SECOND = 3;
const TITLE_TIME = 2.8;
const SOUND = "quiet room tone and slow, soft chords";

/** How long a beat stays before the next one: three words a second and one second to settle. */
function readingTime(beat) {
  if (beat.kind === "title") return TITLE_TIME;
  const words = `${beat.label ?? ""} ${beat.text}`.trim().split(/\s+/).length;
  return words / WORDS_A_SECOND + 1.2;
}

/** The scene with `start` and `end` on every beat, `end` on every page and a `duration` in whole seconds. */
export function timed(scene) {
  let clock = LEAD_IN;
  const pages = scene.pages.map((beats) => {
    const page = beats.map((beat) => {
      const start = clock;
      clock += readingTime(beat);
      return { ...beat, start, end: clock };
    });
    const end = clock;
    clock += PAGE_TURN;
    return { beats: page, end };
  });
  const duration = Math.ceil(clock - PAGE_TURN + LAST_HOLD);
  const last = pages.at(-1);
  last.end = duration + 1; // the last page stays: the clip ends on it
  last.beats.at(-1).end = duration;
  return { ...scene, pages, duration };
}

const beatsOf = (scene) => scene.pages.flatMap((page) => page.beats);

const oneLine = (text) => text.replaceAll("\n", " ");

function stamp(seconds) {
  const ms = Math.round(seconds * 1000);
  const two = (n) => String(n).padStart(2, "0");
  return `00:${two(Math.floor(ms / 60000))}:${two(Math.floor(ms / 1000) % 60)}.${String(ms % 1000).padStart(3, "0")}`;
}

function cueText(beat) {
  if (beat.kind === "title") return `[${SOUND}]`;
  if (beat.kind === "exit") return `<v Narrator>Exit ${beat.number}, ${beat.label.toLowerCase()}: ${beat.text}`;
  return `<v ${beat.speaker ?? "Narrator"}>${oneLine(beat.text)}`;
}

function captions(scene) {
  const cues = beatsOf(scene).map((beat, i) => `${i + 1}\n${stamp(beat.start)} --> ${stamp(beat.end)}\n${cueText(beat)}\n`);
  return `WEBVTT\n\n${cues.join("\n")}`;
}

function transcriptLine(beat) {
  const seen = beat.seen ? [`*${beat.seen}*`] : [];
  if (beat.kind === "title") return seen;
  if (beat.kind === "exit") return [...seen, `**Exit ${beat.number}, ${beat.label.toLowerCase()}:** ${beat.text}`];
  const note = beat.note ? ` (${beat.note})` : "";
  return [...seen, `**${beat.speaker ?? "Narration"}${note}:** ${oneLine(beat.text)}`];
}

function transcript(scene) {
  const about = `“${scene.title}”, ${scene.duration} seconds. Nobody speaks aloud: the words appear on the screen, one line after another.`;
  const picture = `**What is seen.** ${scene.setting}`;
  const sound = `**What is heard.** From beginning to end: ${SOUND}.`;
  return `${[about, picture, sound, ...beatsOf(scene).flatMap(transcriptLine)].join("\n\n")}\n`;
}

/** A filter graph for a very soft pad: two chords that give way to each other every eight seconds, over room tone. */
function ambience({ chords, duration }) {
  const swell = (chord) => `(0.5${chord === 0 ? "+" : "-"}0.5*cos(2*PI*t/16))`;
  const voice = (hertz, i) => {
    const breath = `(0.7+0.3*sin(2*PI*t/${7 + i}+${i}))`;
    return `${(0.05 / (1 + i * 0.4)).toFixed(3)}*${breath}*(sin(2*PI*${hertz}*t)+0.18*sin(4*PI*${hertz}*t))`;
  };
  const pad = (detune) =>
    chords.map((chord, c) => `${swell(c)}*(${chord.map((hertz, i) => voice(hertz + detune, i)).join("+")})`).join("+");
  return [
    `aevalsrc='${pad(-0.15)}|${pad(0.15)}':s=44100:d=${duration}[pad]`,
    `anoisesrc=color=brown:seed=7:amplitude=0.05:r=44100:d=${duration},lowpass=f=500,aformat=channel_layouts=stereo[room]`,
    `[pad][room]amix=inputs=2:normalize=0,volume=0.6,afade=t=in:d=3,afade=t=out:st=${duration - 4}:d=4[sound]`,
  ].join(";");
}

/** Starts an ffmpeg that takes PNG frames on its standard input. */
function encoder(scene, file) {
  const colour = ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"];
  const video = ["-c:v", "libx264", "-profile:v", "high", "-preset", "slow", "-tune", "animation", "-crf", "26"];
  const keyframes = ["-g", String(FPS * 2), "-keyint_min", String(FPS * 2), "-sc_threshold", "0"];
  const sound = ["-map", "[sound]", "-c:a", "aac", "-b:a", "64k"];
  const graph = `[0:v]scale=out_color_matrix=bt709:out_range=tv,format=yuv420p[picture];${ambience(scene)}`;
  const input = ["-f", "image2pipe", "-framerate", String(FPS), "-c:v", "png", "-i", "-"];
  const output = [
    "-map_metadata",
    "-1",
    "-fflags",
    "+bitexact",
    "-movflags",
    "+faststart",
    "-t",
    String(scene.duration),
    "-y",
    file,
  ];
  const args = [
    "-v",
    "error",
    ...input,
    "-filter_complex",
    graph,
    "-map",
    "[picture]",
    ...video,
    ...colour,
    ...keyframes,
    ...sound,
  ];
  return spawn("ffmpeg", [...args, ...output], { stdio: ["pipe", "inherit", "inherit"] });
}

const seek = (page, ...moments) => page.evaluate((at) => window.seek(...at), moments);

/** Captures the scene frame by frame; a frame that looks like the one before is not captured again. */
async function film(page, scene, file) {
  const ffmpeg = encoder(scene, file);
  const closed = once(ffmpeg, "close");
  let picture;
  let shown = "";
  for (let frame = 0; frame < scene.duration * FPS; frame += 1) {
    const look = await seek(page, frame / FPS);
    if (look !== shown) picture = await page.screenshot({ type: "png" });
    shown = look;
    if (!ffmpeg.stdin.write(picture)) await once(ffmpeg.stdin, "drain");
  }
  ffmpeg.stdin.end();
  const [code] = await closed;
  if (code !== 0) throw new Error(`ffmpeg ended with code ${code} for ${file}`);
}

/** The title page, with the drawing of a later page if `posterPage` (from 1) says so. */
async function poster(page, scene, file) {
  const endOf = (number) => scene.pages[number - 1].end - 0.01;
  await seek(page, endOf(1), endOf(scene.posterPage ?? 1));
  await page.screenshot({ type: "jpeg", quality: 86, path: file });
}

async function stills(page, scene, folder) {
  for (const [i, beat] of beatsOf(scene).entries()) {
    await seek(page, beat.end - 0.01);
    await page.screenshot({ path: path.join(folder, `${scene.key}-${String(i + 1).padStart(2, "0")}.png`) });
  }
}

async function render(page, scene) {
  const folder = path.resolve(here, scene.folder);
  await mkdir(folder, { recursive: true });
  const file = (extension) => path.join(folder, `${scene.key}.${extension}`);
  await poster(page, scene, file("jpg"));
  await writeFile(file("vtt"), captions(scene));
  await writeFile(file("transcript.md"), transcript(scene));
  await film(page, scene, file("mp4"));
  const size = async (extension) => `${Math.round((await stat(file(extension))).size / 1024)} KB`;
  console.log(`${scene.key}: ${scene.duration} s, mp4 ${await size("mp4")}, jpg ${await size("jpg")}`);
}

async function openScene(page, scene) {
  const drawing = await readFile(path.join(here, "drawings", `${scene.drawing}.svg`), "utf8");
  await page.goto(pathToFileURL(path.join(here, "scene.html")).href);
  await page.evaluate(([timedScene, svg]) => window.mount(timedScene, svg), [scene, drawing]);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  const tooBig = await page.evaluate(() => window.overflows());
  if (tooBig.length > 0) throw new Error(`${scene.key}: text does not fit its page: ${tooBig.join(" | ")}`);
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { stills: { type: "string" } } });
const { scenes } = JSON.parse(await readFile(path.join(here, "scenes.json"), "utf8"));
const unknown = positionals.filter((key) => !scenes.some((scene) => scene.key === key));
if (unknown.length > 0) throw new Error(`No such scene: ${unknown.join(", ")}`);
if (values.stills) await mkdir(values.stills, { recursive: true });

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
});
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  for (const scene of scenes.filter(({ key }) => positionals.length === 0 || positionals.includes(key)).map(timed)) {
    await openScene(page, scene);
    if (values.stills) await stills(page, scene, values.stills);
    else await render(page, scene);
  }
} finally {
  await browser.close();
}
