/** Width and height in pixels, read from an image's first bytes; undefined where they are not an image of that type. */
export function readImageSize(bytes: Buffer, mediaType: string): { width: number; height: number } | undefined {
  try {
    const size = READERS[mediaType]?.(bytes);
    return size && size.width > 0 && size.height > 0 ? size : undefined;
  } catch {
    // Cut off within its header.
    return undefined;
  }
}

interface Size {
  width: number;
  height: number;
}

const READERS: Record<string, (bytes: Buffer) => Size | undefined> = {
  "image/png": (bytes) =>
    startsWith(bytes, "\x89PNG\r\n\x1a\n") ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) } : undefined,
  "image/gif": (bytes) =>
    startsWith(bytes, "GIF8") ? { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) } : undefined,
  "image/jpeg": readJpeg,
  "image/webp": readWebp,
  "image/svg+xml": readSvg,
};

function startsWith(bytes: Buffer, signature: string, at = 0): boolean {
  return bytes.toString("latin1", at, at + signature.length) === signature;
}

/** Walks the segments to the frame header (SOF0 to SOF15 without DHT, JPG and DAC). */
function readJpeg(bytes: Buffer): Size | undefined {
  if (!startsWith(bytes, "\xff\xd8")) return undefined;
  for (let at = 2; bytes[at] === 0xff; ) {
    const marker = bytes.readUInt8(at + 1);
    if (marker === 0xff) at += 1;
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    } else at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

function readWebp(bytes: Buffer): Size | undefined {
  if (!startsWith(bytes, "RIFF") || !startsWith(bytes, "WEBP", 8)) return undefined;
  if (startsWith(bytes, "VP8X", 12)) return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
  if (startsWith(bytes, "VP8L", 12)) {
    const bits = bytes.readUInt32LE(21);
    return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
  }
  if (startsWith(bytes, "VP8 ", 12)) return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
  return undefined;
}

/** From `viewBox`, else from width and height: the shape is what a page needs to keep room. */
function readSvg(bytes: Buffer): Size | undefined {
  const [tag] = /<svg\b[^>]*>/i.exec(bytes.toString("utf8", 0, 4_096)) ?? [];
  if (!tag) return undefined;
  const box = /\sviewBox=["']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)/i.exec(tag);
  const side = (name: string) => new RegExp(`\\s${name}=["']([\\d.]+)(?:px)?["']`, "i").exec(tag)?.[1];
  const width = Math.round(Number(box?.[1] ?? side("width")));
  const height = Math.round(Number(box?.[2] ?? side("height")));
  return { width, height };
}

const ACTIVE_ELEMENT = /<\s*(?:[\w-]+:)?(?:script|foreignObject|iframe|embed|object)\b|javascript:|<!ENTITY/i;
/** An event attribute within a tag; a quoted value before it may hold anything. */
const EVENT = /<[a-z][\w:-]*(?:[^<>"']|"[^"]*"|'[^']*')*?\s(on[a-z]+)\s*=/i;

/** What an SVG must not hold, since it could run when it is opened by itself; undefined where it holds nothing of the kind. */
export function findActiveSvg(bytes: Buffer): string | undefined {
  const text = bytes.toString("utf8");
  return ACTIVE_ELEMENT.exec(text)?.[0].trim() ?? EVENT.exec(text)?.[1];
}
