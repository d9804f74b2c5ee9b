import { downloadsOf, lessonsOf, type Manifest, type Price } from "#app/features/courseware/manifest.ts";
import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db } from "#app/platform/db.server.ts";
import { Prisma } from "#prisma/generated/client.ts";
import { type PriceRow, type PriceToday, pricesToday } from "./prices-today.ts";

/** A course as lists show it. */
export interface CourseCard {
  key: string;
  title: string;
  tagline: string;
  kind: Manifest["kind"];
  level?: string;
  duration?: string;
  cover?: Manifest["cover"];
  price: (Price & { before?: number | null }) | null;
  lessons: number;
  minutes: number;
  /** Files to download. */
  files: number;
}

/** A course as its own page shows it: the current release and what it costs today. */
export interface PublicCourse {
  courseId: string;
  releaseId: string;
  manifest: Manifest;
  /** The first of `prices`; null: free. */
  price: Price | null;
  /** One a currency; empty: free. */
  prices: PriceToday[];
  publishedAt: Date;
}

interface Row {
  courseId: string;
  releaseId: string;
  publishedAt: Date;
  /** Of the product while it is on sale. */
  prices: (Omit<PriceRow, "createdAt" | "retiredAt" | "validFrom" | "validUntil"> & Record<Moment, string | null>)[];
}
type Moment = "createdAt" | "retiredAt" | "validFrom" | "validUntil";

const CURRENT_RELEASES = Prisma.sql`
  select c.id as "courseId", r.id as "releaseId", r."publishedAt", array(
      select to_jsonb(p) from "Product" d join "Price" p on p."productId" = d.id
      where d.key = c.key and d.active and p.terms = 'one_time' and p."withProductId" is null) as prices
  from "Course" c
  join "Release" r on r.id = c."currentReleaseId"`;

/** Courses that have a release: those that cost most first, free ones last, then by title. */
export async function listCourses(tx: Db = db): Promise<CourseCard[]> {
  const rows = await tx.$queryRaw<Row[]>(CURRENT_RELEASES);
  const cards = await Promise.all(
    rows.map(async (row) => {
      const manifest = await loadManifest(row.releaseId);
      return toCard(manifest, pricesOf(row, manifest)[0] ?? null);
    }),
  );
  const amount = ({ price }: CourseCard) => price?.amount ?? 0;
  return cards.sort((a, b) => amount(b) - amount(a) || a.title.localeCompare(b.title, "en"));
}

/** The course of this key as lists show it; null where nothing of it is published. */
export async function readCourseCard(courseKey: string, tx: Db = db): Promise<CourseCard | null> {
  const course = await readPublicCourse(courseKey, tx);
  return course && toCard(course.manifest, course.prices[0] ?? null);
}

/** The course of this key as the public sees it; null where nothing of it is published. */
export async function readPublicCourse(courseKey: string, tx: Db = db): Promise<PublicCourse | null> {
  // The driver refuses a NUL byte, and no key has one.
  if (courseKey.includes("\0")) return null;
  const [row] = await tx.$queryRaw<Row[]>`${CURRENT_RELEASES} where c.key = ${courseKey}`;
  if (!row) return null;
  const { courseId, releaseId, publishedAt } = row;
  const manifest = await loadManifest(releaseId);
  const prices = pricesOf(row, manifest);
  const price = prices[0] ? { amount: prices[0].amount, currency: prices[0].currency } : null;
  return { courseId, releaseId, manifest, price, prices, publishedAt };
}

/** A course whose product is not on sale is not free for that: its release says what it costs. */
function pricesOf(row: Row, manifest: Manifest): PriceToday[] {
  if (manifest.price === null) return [];
  const moment = (written: string | null) => (written === null ? null : new Date(written));
  const rows = row.prices.map(({ createdAt, retiredAt, validFrom, validUntil, ...price }) => ({
    ...price,
    ...{ createdAt: new Date(createdAt!), retiredAt: moment(retiredAt) },
    ...{ validFrom: moment(validFrom), validUntil: moment(validUntil) },
  }));
  const prices = pricesToday(rows, now());
  return prices.length > 0 ? prices : [{ ...manifest.price, priceId: "", regions: [], before: null, until: null }];
}

export function toCard(manifest: Manifest, price: CourseCard["price"]): CourseCard {
  const { key, title, tagline, kind, level, duration, cover } = manifest;
  const lessons = lessonsOf(manifest);
  const minutes = lessons.reduce((sum, lesson) => sum + lesson.minutes, 0);
  return {
    key,
    title,
    tagline,
    kind,
    level,
    duration,
    cover,
    price,
    lessons: lessons.length,
    minutes,
    files: downloadsOf(manifest).length,
  };
}
