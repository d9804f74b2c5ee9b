/**
 * Length in seconds of an MP4 or M4A file, from its movie header (`moov/mvhd`, ISO/IEC 14496-12, 8.2.2); undefined
 * where it has none or is something else.
 */
export function readMp4Length(bytes: Buffer): number | undefined {
  try {
    const movie = findBox(bytes, "moov", 0, bytes.length);
    const header = movie && findBox(bytes, "mvhd", movie.start, movie.end);
    if (!header) return undefined;
    const long = bytes.readUInt8(header.start) === 1;
    const scale = bytes.readUInt32BE(header.start + (long ? 20 : 12));
    const units = long ? Number(bytes.readBigUInt64BE(header.start + 24)) : bytes.readUInt32BE(header.start + 16);
    return scale > 0 && units > 0 ? units / scale : undefined;
  } catch {
    // Cut off within a box.
    return undefined;
  }
}

function findBox(bytes: Buffer, name: string, from: number, to: number): { start: number; end: number } | undefined {
  for (let at = from; at + 8 <= to; ) {
    const short = bytes.readUInt32BE(at);
    const head = short === 1 ? 16 : 8;
    const size = short === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : short === 0 ? to - at : short;
    if (size < head) return undefined;
    if (bytes.toString("latin1", at + 4, at + 8) === name) return { start: at + head, end: Math.min(at + size, to) };
    at += size;
  }
  return undefined;
}
