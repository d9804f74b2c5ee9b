import { captions, I, instrument, testFaults, V, W, watch } from "./broken-folders.ts";
import { CLIP_VTT, INSTRUMENT_YAML, MAP_SVG, swap, WELCOME_MD } from "./course-files.ts";

testFaults([
  // Media
  ["a video that is not there", { "media/clip.mp4": null }, [`${V}:6`, /no file media\/clip\.mp4/]],
  ["a video without captions", watch("captions: clip.vtt, ", ""), [`${V}:6`, /`video\.captions` is missing/]],
  ["a video without a transcript", watch("transcript: clip.transcript.md, ", ""), [`${V}:6`, /`video\.transcript` is missing/]],
  ["a video without a length", watch(", duration: 4", ""), [`${V}:6`, /`video\.duration` is missing/]],
  ["an empty transcript", { "media/clip.transcript.md": "\n" }, ["media/clip.transcript.md:1", /transcript is empty/]],
  [
    "a transcript that is no Markdown",
    watch("transcript: clip.transcript.md", "transcript: sheet.txt"),
    [`${V}:6`, /does not serve as a transcript/],
  ],
  ["a picture as a video", watch("file: clip.mp4", "file: map.svg"), [`${V}:6`, /map\.svg does not serve as a video/]],
  ["a file in a folder of media", watch("file: clip.mp4", "file: clips/clip.mp4"), [`${V}:6`, /`video\.file`/]],
  ["an empty video", { "media/clip.mp4": "" }, ["media/clip.mp4:1", /file is empty/]],
  [
    "a file of an unknown kind",
    { [W]: swap(WELCOME_MD, "sheet.txt", "sheet.html"), "media/sheet.html": "<p>" },
    [`${W}:7`, /cannot be given out/],
  ],
  ["a picture that is none", { "media/map.svg": "not a picture" }, ["media/map.svg:1", /not a readable image/]],
  [
    "a picture with a program",
    { "media/map.svg": MAP_SVG.replace("<rect", '<rect onload="x()"') },
    ["media/map.svg:1", /can run as a program/],
  ],
  ["captions without a header", captions(CLIP_VTT.slice(8)), ["media/clip.vtt:1", /do not begin with the word WEBVTT/]],
  ["captions without captions", captions("WEBVTT\n"), ["media/clip.vtt:1", /no captions/]],
  ["captions with a comma", captions(CLIP_VTT.replace("00:02.000 -->", "00:02,000 -->")), ["media/clip.vtt:6", /cannot be read/]],
  [
    "captions that run backwards",
    captions(CLIP_VTT.replace("00:02.000 --> 00:04", "00:04.000 --> 00:02")),
    ["media/clip.vtt:6", /ends before it begins/],
  ],
  ["captions out of order", captions(`${CLIP_VTT}\n00:01.000 --> 00:03.000\nLate.\n`), ["media/clip.vtt:9", /begins before/]],
  ["captions beyond the end", captions(CLIP_VTT.replace("00:04.000", "00:14.000")), ["media/clip.vtt:6", /after the recording/]],
  ["captions without words", captions("WEBVTT\n\n00:00.000 --> 00:02.000\n\n"), ["media/clip.vtt:3", /no words/]],
  // Assessments
  ["an instrument that is no YAML", instrument("title: Check", "title: 'Check"), [`${I}:2`, /not valid YAML/]],
  ["an item of an unknown kind", instrument("kind: true-false", "kind: essay"), [`${I}:9`, /./]],
  ["an item whose key is taken", instrument("key: second", "key: first"), [`${I}:12`, /first/]],
  ["no pass mark", instrument("passMark: 50\n", ""), [`${I}:1`, /./]],
  [
    "two instruments with one key",
    { "assessments/other.yaml": INSTRUMENT_YAML },
    ["assessments/other.yaml:1", /already the key of assessments\/check-opening\.yaml/],
  ],
  [
    "a dead link in an intro",
    instrument("  Two questions.", "  Two questions.\n\n  See [x](lesson:none)."),
    [`${I}:8`, /no lesson with the key none/],
  ],
  [
    "an unknown directive in a prompt",
    instrument("prompt: Which one?", "prompt: |\n      Which one?\n\n      ::gallery"),
    [`${I}:17`, /no directive gallery/],
  ],
  [
    "a list in a choice",
    instrument("text: This one.", "text: |\n          This one.\n\n          - a"),
    [`${I}:18`, /one paragraph/],
  ],
]);
