import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";

/** A PNG whose header says `width` × `height`, with as many bytes behind it as it takes to be one. */
export function aPngOf(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc(Math.min(5_000_000, (Math.ceil(width / 8) + 1) * height)));
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", rows),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(name: string, bytes: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), bytes]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(bytes.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A photograph with the place where it was taken, lying on its side. */
export function aPhoto(width = 1_200, height = 800): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: "#a06030" } })
    .jpeg()
    .withExif({ IFD0: { Copyright: "Quilla Secret" }, IFD3: { GPSLatitude: "51/1 30/1 0/1" } })
    .withMetadata({ orientation: 6 })
    .toBuffer();
}

function box(name: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(name, 4, "latin1");
  return Buffer.concat([head, body]);
}

/** The boxes of an MP4 of so many seconds, with `size` bytes of film. */
export function anMp4({ seconds = 12, size = 100_000, fill = 7 } = {}): Buffer {
  const header = Buffer.alloc(100);
  header.writeUInt32BE(1_000, 12);
  header.writeUInt32BE(seconds * 1_000, 16);
  const brands = box("ftyp", Buffer.from("isom\x00\x00\x02\x00isomiso2mp41", "latin1"));
  return Buffer.concat([brands, box("moov", box("mvhd", header)), box("mdat", Buffer.alloc(size, fill))]);
}
