import { open } from "node:fs/promises";

/**
 * Length in seconds of an MP4 or M4A file on the disk, by its movie header (ISO/IEC 14496-12, 8.2.2), whatever the size
 * of the file; "broken" where its boxes do not fill it to the end, as in a file that was cut off.
 */
export async function readMp4File(file: string, size: number): Promise<{ seconds: number } | "broken"> {
  const handle = await open(file, "r");
  try {
    const read = async (at: number, length: number) => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at);
      if (bytesRead < length) throw new RangeError("cut off");
      return buffer;
    };
    const boxes = async (from: number, to: number) => {
      const found = new Map<string, { start: number; end: number }>();
      for (let at = from, count = 0; at < to && count < 100_000; count += 1) {
        const head = await read(at, at + 16 <= to ? 16 : 8);
        const short = head.readUInt32BE(0);
        const long = short === 1 ? Number(head.readBigUInt64BE(8)) : short;
        const length = short === 0 ? to - at : long;
        const headSize = short === 1 ? 16 : 8;
        if (length < headSize || at + length > to) throw new RangeError("cut off");
        const name = head.toString("latin1", 4, 8);
        if (!found.has(name)) found.set(name, { start: at + headSize, end: at + length });
        at += length;
      }
      return found;
    };
    const top = await boxes(0, size);
    const movie = top.get("moov");
    if (!movie || !(top.has("mdat") || top.has("moof"))) return "broken";
    const header = (await boxes(movie.start, movie.end)).get("mvhd");
    if (!header) return "broken";
    const bytes = await read(header.start, 32);
    const wide = bytes.readUInt8(0) === 1;
    const scale = bytes.readUInt32BE(wide ? 20 : 12);
    const units = wide ? Number(bytes.readBigUInt64BE(24)) : bytes.readUInt32BE(16);
    return { seconds: scale > 0 ? units / scale : 0 };
  } catch (error) {
    if (error instanceof RangeError) return "broken";
    throw error;
  } finally {
    await handle.close();
  }
}
