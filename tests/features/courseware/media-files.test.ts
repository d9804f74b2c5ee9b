import fc from "fast-check";
import sharp from "sharp";
import { expect, test } from "vitest";
import { checkCaptions } from "#app/features/courseware/captions.ts";
import { findActiveSvg, readImageSize } from "#app/features/courseware/image-size.ts";
import { readMp4Length } from "#app/features/courseware/recording-length.ts";
import { mp4Of } from "./course-files.ts";

test("the size of real pictures is read from their first bytes", async () => {
  const picture = sharp({ create: { width: 321, height: 123, channels: 3, background: "#c40" } });
  const formats = {
    "image/png": await picture.clone().png().toBuffer(),
    "image/jpeg": await picture.clone().jpeg().withMetadata().toBuffer(),
    "image/gif": await picture.clone().gif().toBuffer(),
  };
  for (const [type, bytes] of Object.entries(formats))
    expect([type, readImageSize(bytes, type)]).toEqual([type, { width: 321, height: 123 }]);
  for (const options of [{ lossless: true }, { quality: 50 }]) {
    expect(readImageSize(await picture.clone().webp(options).toBuffer(), "image/webp")).toEqual({ width: 321, height: 123 });
  }
  const transparent = sharp({ create: { width: 40, height: 50, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0.5 } } });
  expect(readImageSize(await transparent.webp({ quality: 50 }).toBuffer(), "image/webp")).toEqual({ width: 40, height: 50 });
});

test("the size of an SVG is that of its view, or else its own", () => {
  const size = (attributes: string) =>
    readImageSize(Buffer.from(`<?xml version="1.0"?>\n<svg ${attributes}><g/></svg>`), "image/svg+xml");
  expect(size('viewBox="0 0 640 360.4"')).toEqual({ width: 640, height: 360 });
  expect(size("viewBox='-10,-10,20,30' width='5'")).toEqual({ width: 20, height: 30 });
  expect(size('width="12px" height="34"')).toEqual({ width: 12, height: 34 });
  expect(size('width="100%" height="auto"')).toBeUndefined();
});

test("bytes that are no picture have no size, and never break the reader", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 64 }),
      fc.constantFrom("\x89PNG\r\n\x1a\n", "\xff\xd8\xff", "GIF89a", "RIFF0000WEBPVP8X", "<svg ", ""),
      (bytes, signature) => {
        for (const type of ["image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml", "text/plain"]) {
          readImageSize(Buffer.concat([Buffer.from(signature, "latin1"), bytes]), type);
        }
      },
    ),
  );
  expect(readImageSize(Buffer.from("not a picture"), "image/png")).toBeUndefined();
});

test("an SVG that could run is told from one that is a picture", () => {
  for (const content of [
    "<script>x</script>",
    "<svg:script>x</svg:script>",
    '<rect onclick = "x"/>',
    '<rect a="b>c"\n d=\'"\' onload="x"/>',
    '<a href="javascript:x">y</a>',
    "<foreignObject/>",
    '<!ENTITY x "y">',
  ]) {
    expect(findActiveSvg(Buffer.from(`<svg>${content}</svg>`))).toBeDefined();
  }
  expect(
    findActiveSvg(Buffer.from("<svg><title>On one = two</title><text>script</text><style>.a{fill:red}</style></svg>")),
  ).toBeUndefined();
});

test("the length of a recording is read from its header, wherever that stands", () => {
  expect(readMp4Length(mp4Of(62.5))).toBe(62.5);
  const free = Buffer.from([0, 0, 0, 12, 0x66, 0x72, 0x65, 0x65, 1, 2, 3, 4]);
  expect(readMp4Length(Buffer.concat([free, mp4Of(3)]))).toBe(3);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void readMp4Length(Buffer.from(bytes))));
  fc.assert(fc.property(fc.integer({ min: 0, max: 150 }), (cut) => void readMp4Length(mp4Of(9).subarray(0, cut))));
});

test("captions may have names, notes, hours and settings", () => {
  const text =
    "WEBVTT - a title\n\nNOTE by hand\n\n1\n00:00:01.000 --> 00:00:02.500 align:start\nHello,\nyou.\n\nlast\n01:00:00.000 --> 01:00:01.000\nBye.\n";
  expect(checkCaptions(text)).toEqual([]);
  expect(checkCaptions(text.replaceAll("\n", "\r\n"))).toEqual([]);
  expect(checkCaptions(text, { seconds: 60 })).toEqual([
    { line: 11, message: "This caption ends after the recording does (60 s)." },
  ]);
});
