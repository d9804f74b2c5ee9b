import { lessonsOf, type Manifest, type Price } from "#app/features/courseware/manifest.ts";
import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import { type Db, db } from "#app/platform/db.server.ts";
import { Prisma } from "#prisma/generated/client.ts";

/** A course as lists show it. */
export interface CourseCard {
  key: string;
  title: string;
  tagline: string;
  kind: Manifest["kind"];
  level?: string;
  duration?: string;
  cover?: Manifest["cover"];
  price: Price | null;
  lessons: number;
  minutes: number;
}

/** A course as its own page shows it: the current release and what it costs today. */
export interface PublicCourse {
  courseId: string;
  releaseId: string;
  manifest: Manifest;
  /** Null: free. */
  price: Price | null;
  publishedAt: Date;
}

interface Row {
  courseId: string;
  releaseId: string;
  publishedAt: Date;
  amount: number | null;
  currency: string | null;
}

const CURRENT_RELEASES = Prisma.sql`
  select c.id as "courseId", r.id as "releaseId", r."publishedAt", p.amount, p.currency
  from "Course" c
  join "Release" r on r.id = c."currentReleaseId"
  left join "Product" d on d.key = c.key and d.active
  left join "Price" p on p."productId" = d.id and p.active and p.terms = 'one_time'`;

/** Courses that have a release: those that cost most first, free ones last, then by title. */
export async function listCourses(tx: Db = db): Promise<CourseCard[]> {
  const rows = await tx.$queryRaw<Row[]>(CURRENT_RELEASES);
  const cards = await Promise.all(
    rows.map(async (row) => {
      const manifest = await loadManifest(row.releaseId);
      return toCard(manifest, priceOf(row, manifest));
    }),
  );
  const amount = ({ price }: CourseCard) => price?.amount ?? 0;
  return cards.sort((a, b) => amount(b) - amount(a) || a.title.localeCompare(b.title, "en"));
}

/** The course of this key as the public sees it; null where nothing of it is published. */
export async function readPublicCourse(courseKey: string, tx: Db = db): Promise<PublicCourse | null> {
  // The driver refuses a NUL byte, and no key has one.
  if (courseKey.includes("\0")) return null;
  const [row] = await tx.$queryRaw<Row[]>`${CURRENT_RELEASES} where c.key = ${courseKey}`;
  if (!row) return null;
  const { courseId, releaseId, publishedAt } = row;
  const manifest = await loadManifest(releaseId);
  return { courseId, releaseId, manifest, price: priceOf(row, manifest), publishedAt };
}

/** A course whose product is not on sale is not free for that: its release says what it costs. */
function priceOf(row: { amount: number | null; currency: string | null }, manifest: Manifest): Price | null {
  return row.amount === null || row.currency === null ? manifest.price : { amount: row.amount, currency: row.currency };
}

export function toCard(manifest: Manifest, price: Price | null): CourseCard {
  const { key, title, tagline, kind, level, duration, cover } = manifest;
  const lessons = lessonsOf(manifest);
  const minutes = lessons.reduce((sum, lesson) => sum + lesson.minutes, 0);
  return { key, title, tagline, kind, level, duration, cover, price, lessons: lessons.length, minutes };
}
