import { crc32, deflateRawSync } from "node:zlib";

/** Zip files as no writer would write them. */

export interface RawEntry {
  name: string | Buffer;
  data?: Buffer | string;
  /** Deflated unless it says so. */
  stored?: boolean;
  /** What the directory says instead of the truth. */
  size?: number;
  flags?: number;
  method?: number;
  /** File type and mode, as Unix has them. */
  mode?: number;
}

export function rawZip(entries: RawEntry[]): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name: given, data = "", stored, size, flags = 0x800, method, mode = 0o100644 } of entries) {
    const name = Buffer.from(given as string);
    const plain = Buffer.from(data as string);
    const packed = stored ? plain : deflateRawSync(plain);
    const way = method ?? (stored ? 0 : 8);
    const facts = Buffer.alloc(20);
    facts.writeUInt16LE(flags, 0);
    facts.writeUInt16LE(way, 2);
    facts.writeUInt32LE(crc32(plain), 8);
    facts.writeUInt32LE(packed.length, 12);
    facts.writeUInt32LE(size ?? plain.length, 16);
    const local = Buffer.concat([hex("504b03041400"), facts, short(name.length), short(0), name]);
    const central = Buffer.alloc(46);
    hex("504b010214031400").copy(central);
    facts.copy(central, 8);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(mode * 0x1_0000, 38);
    central.writeUInt32LE(offset, 42);
    parts.push(local, packed);
    directory.push(central, name);
    offset += local.length + packed.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  hex("504b0506").copy(end);
  end.writeUInt16LE(Math.min(entries.length, 0xffff), 8);
  end.writeUInt16LE(Math.min(entries.length, 0xffff), 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  if (entries.length < 0xffff) return Buffer.concat([...parts, list, end]);
  return Buffer.concat([...parts, list, zip64(entries.length, list.length, offset), end]);
}

function zip64(count: number, length: number, offset: number): Buffer {
  const record = Buffer.alloc(56);
  hex("504b0606").copy(record);
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(45, 12);
  record.writeUInt16LE(45, 14);
  for (const [at, value] of [
    [24, count],
    [32, count],
    [40, length],
    [48, offset],
  ] as const)
    record.writeBigUInt64LE(BigInt(value), at);
  const locator = Buffer.alloc(20);
  hex("504b0607").copy(locator);
  locator.writeBigUInt64LE(BigInt(offset + length), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([record, locator]);
}

function hex(text: string): Buffer {
  return Buffer.from(text, "hex");
}

function short(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}
