import sharp, { type Sharp } from "sharp";

export interface Picture {
  bytes: Buffer;
  width: number;
  height: number;
  /** Smaller ones in modern formats, the smallest first. */
  variants: { width: number; mediaType: string; bytes: Buffer }[];
}

/** A picture of this many pixels is 200 MB when it is unpacked. */
const MOST_PIXELS = 50_000_000;
const WIDTHS = [480, 960, 1600];

sharp.cache(false);
sharp.concurrency(1);
/** One at a time: unpacked pictures are what takes memory here. */
let last: Promise<unknown> = Promise.resolve();

/**
 * A picture written anew: upright, without what the camera noted (place, time, device) and without whatever else lay in
 * the file, and smaller ones as WebP and AVIF. The same file gives the same bytes.
 */
export async function makePicture(file: string, mediaType: string): Promise<Picture | "too-large" | "broken"> {
  const making = last.then(() => make(file, mediaType));
  last = making.catch(() => undefined);
  return making;
}

async function make(file: string, mediaType: string): Promise<Picture | "too-large" | "broken"> {
  try {
    // The size stands in the first bytes: nothing is unpacked before it is known.
    const { width, height, pages = 1 } = await sharp(file, { limitInputPixels: false, animated: true }).metadata();
    // With several pages, `height` is the sum of them.
    if (width * height > MOST_PIXELS || pages > 500) return "too-large";
    const options = { limitInputPixels: MOST_PIXELS, failOn: "warning", animated: mediaType !== "image/jpeg" } as const;
    const upright = () => (pages > 1 ? sharp(file, options) : sharp(file, options).autoOrient());
    const written = await WRITERS[mediaType]!(upright()).toBuffer({ resolveWithObject: true });
    const still = { width: written.info.width, height: written.info.pageHeight ?? written.info.height };
    const variants: Picture["variants"] = [];
    if (pages > 1) return { bytes: written.data, ...still, variants };
    for (const wide of WIDTHS.filter((wide) => wide < still.width)) {
      const small = sharp(written.data).resize({ width: wide });
      variants.push(
        { width: wide, mediaType: "image/webp", bytes: await small.clone().webp({ quality: 80 }).toBuffer() },
        { width: wide, mediaType: "image/avif", bytes: await small.clone().avif({ quality: 55, effort: 2 }).toBuffer() },
      );
    }
    return { bytes: written.data, ...still, variants };
  } catch {
    return "broken";
  }
}

const WRITERS: Record<string, (picture: Sharp) => Sharp> = {
  "image/png": (picture) => picture.png(),
  "image/jpeg": (picture) => picture.jpeg({ quality: 92 }),
  "image/webp": (picture) => picture.webp({ quality: 92 }),
  "image/gif": (picture) => picture.gif(),
};
