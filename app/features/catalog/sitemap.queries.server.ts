import { lessonsOf } from "#app/features/courseware/manifest.ts";
import { listArticles } from "./articles.queries.server.ts";
import { listCourses, readPublicCourse } from "./catalogue.queries.server.ts";
import { listBundleCards } from "./products.queries.server.ts";
import { listSitePages } from "./site-pages.queries.server.ts";

interface SitemapEntry {
  path: string;
  changedAt?: Date;
}

/** Addresses that search engines should know: pages, courses, their free previews, assessments, articles. */
export async function readSitemap(ask: { now: Date }): Promise<SitemapEntry[]> {
  const [cards, articles, own] = await Promise.all([listCourses(), listArticles(ask), listSitePages()]);
  const courses = await Promise.all(cards.map((card) => readPublicCourse(card.key)));
  const pages: SitemapEntry[] = [{ path: "/" }, { path: "/courses" }, { path: "/articles" }];
  pages.push(...own.map(({ key, changedAt }) => ({ path: `/${key}`, changedAt })));
  const assessments = new Set(courses.flatMap((course) => course?.manifest.publicAssessments ?? []).map(({ key }) => key));
  pages.push({ path: "/assessments" }, ...[...assessments].map((key) => ({ path: `/assessments/${key}` })));
  pages.push(...(await listBundleCards()).map(({ key }) => ({ path: `/products/${key}` })));
  for (const course of courses) {
    if (!course) continue;
    const path = `/courses/${course.manifest.key}`;
    pages.push({ path, changedAt: course.publishedAt });
    for (const lesson of lessonsOf(course.manifest)) {
      if (lesson.preview) pages.push({ path: `${path}/lessons/${lesson.key}`, changedAt: course.publishedAt });
    }
  }
  return [...pages, ...articles.map(({ key, publishedAt }) => ({ path: `/articles/${key}`, changedAt: publishedAt }))];
}
