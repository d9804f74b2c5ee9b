import { lessonsOf, type Manifest, type Price } from "#app/features/courseware/manifest.ts";
import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import { type Db, db } from "#app/platform/db.server.ts";

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
  key: string;
  releaseId: string;
  publishedAt: Date;
  amount: number | null;
  currency: string | null;
}

/** Courses that have a release, paid ones first, then by title. */
export async function listCourses(tx: Db = db): Promise<CourseCard[]> {
  const rows = await tx.$queryRaw<Row[]>`
    select c.id as "courseId", c.key, r.id as "releaseId", r."publishedAt", p.amount, p.currency
    from "Course" c
    join "Release" r on r.id = c."currentReleaseId"
    left join "Product" d on d.key = c.key and d.active
    left join "Price" p on p."productId" = d.id and p.active
    order by p.amount desc nulls last, c.key`;
  return Promise.all(
    rows.map(async (row) => {
      const manifest = await loadManifest(row.releaseId);
      return toCard(manifest, priceOf(row, manifest));
    }),
  );
}

/** The course of this key as the public sees it; null where nothing of it is published. */
export async function readPublicCourse(courseKey: string, tx: Db = db): Promise<PublicCourse | null> {
  // The driver refuses a NUL byte, and no key has one.
  if (courseKey.includes("\0")) return null;
  const [row] = await tx.$queryRaw<Row[]>`
    select c.id as "courseId", c.key, r.id as "releaseId", r."publishedAt", p.amount, p.currency
    from "Course" c
    join "Release" r on r.id = c."currentReleaseId"
    left join "Product" d on d.key = c.key and d.active
    left join "Price" p on p."productId" = d.id and p.active
    where c.key = ${courseKey}`;
  if (!row) return null;
  const manifest = await loadManifest(row.releaseId);
  return {
    courseId: row.courseId,
    releaseId: row.releaseId,
    manifest,
    price: priceOf(row, manifest),
    publishedAt: row.publishedAt,
  };
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
