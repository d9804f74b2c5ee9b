import { env } from "../env.server.ts";
import { preferredLocale } from "../http/locale.ts";
import { SITE_NAME } from "../http/page-meta.ts";
import type { Viewer } from "../sessions/session.server.ts";

/** What a document needs to know besides what it says. */
export interface PaperFacts {
  siteName: string;
  /** Of the site, without a trailing slash: links lead there. */
  origin: string;
  locale: string;
  timeZone: string;
}

export function paperFacts(request: Request, viewer: Pick<Viewer, "timeZone">): PaperFacts {
  return {
    siteName: SITE_NAME,
    origin: env().appUrl,
    locale: preferredLocale(request.headers.get("Accept-Language")),
    timeZone: viewer.timeZone ?? "UTC",
  };
}

/** A document of one person's own: no cache keeps it. `name` is without its ending. */
export function pdfResponse(bytes: Buffer, name: string): Response {
  return new Response(new Uint8Array(bytes), {
    headers: {
      "Content-Type": "application/pdf",
      "Content-Length": String(bytes.length),
      "Content-Disposition": `attachment; filename="${name}.pdf"`,
      "Cache-Control": "private, no-store",
    },
  });
}
