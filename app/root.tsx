import sansFont from "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2?url";
import serifFont from "@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2?url";
import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import {
  isRouteErrorResponse,
  Meta,
  Outlet,
  UNSAFE_RemixContext as RemixContext,
  useLocation,
  useMatches,
  useRouteError,
  useRouteLoaderData,
} from "@remix-run/react";
import { type ReactNode, useContext } from "react";
import { ErrorPage, errorTitle } from "./components/error-page.tsx";
import { FormatProvider } from "./components/formatted.tsx";
import { SiteFooter } from "./components/site-footer.tsx";
import { SiteHeader } from "./components/site-header.tsx";
import { isOutboxPublic } from "./features/accounts/outbox.queries.server.ts";
import { AttentionCountProvider } from "./features/insights/admin-nav.tsx";
import { countAttention } from "./features/insights/attention/attention.queries.server.ts";
import { env } from "./platform/env.server.ts";
import { preferredLocale } from "./platform/http/locale.ts";
import { pageMeta, SITE_NAME } from "./platform/http/page-meta.ts";
import styles from "./styles/app.css?url";

/** What a route may say of its page in `export const handle`. */
export interface PageHandle {
  /** The page looks the same to everybody who is not signed in. */
  cache?: "public";
  /** The page has elements with `data-enhance`. */
  script?: boolean;
  /** "player": a page with its own header and no footer. */
  frame?: "site" | "player";
}

/** For pages without a word of their own in the head, such as an address that leads nowhere. */
export const meta: MetaFunction = ({ error }) => {
  const status = isRouteErrorResponse(error) ? error.status : 500;
  return pageMeta(error ? { title: errorTitle(status), personal: true } : { title: SITE_NAME });
};

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await context.readViewer();
  const { payments } = env();
  return {
    viewer: viewer && { name: viewer.name, role: viewer.role, theme: viewer.theme },
    // Anonymous pages are shared by everybody: they speak the courses' language.
    locale: viewer ? preferredLocale(request.headers.get("Accept-Language")) : "en",
    timeZone: viewer?.timeZone ?? "UTC",
    askTimeZone: viewer !== null && viewer.timeZone === null,
    showOutbox: isOutboxPublic(request),
    sandbox: payments.kind === "sandbox",
    // The navigation of the admin area says it on each of its pages.
    attention: viewer?.role === "admin" && new URL(request.url).pathname.startsWith("/admin") ? await countAttention() : 0,
  };
}

/** The document around every page, error pages included. */
export function Layout({ children }: { children: ReactNode }) {
  const data = useRouteLoaderData<typeof loader>("root");
  const matches = useMatches();
  const handles = matches.map((match) => (match.handle ?? {}) as PageHandle);
  // A page that waits for something says so in its data.
  const looksAgain = matches.some(({ data }) => (data as { looksAgain?: boolean } | undefined)?.looksAgain);
  const askTimeZone = data?.askTimeZone ?? false;
  const hasScript = askTimeZone || looksAgain || handles.some((handle) => handle.script);
  const inPlayer = handles.some((handle) => handle.frame === "player");
  const { pathname } = useLocation();
  const script = useContext(RemixContext)?.manifest.entry.module;
  return (
    <html lang="en" data-theme={data?.viewer?.theme ?? undefined}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="theme-color" media="(prefers-color-scheme: light)" content="#fbf8f2" />
        <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#191613" />
        <Meta />
        <link rel="preload" href={serifFont} as="font" type="font/woff2" crossOrigin="anonymous" />
        <link rel="preload" href={sansFont} as="font" type="font/woff2" crossOrigin="anonymous" />
        <link rel="stylesheet" href={styles} />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        {hasScript && <script type="module" src={script} />}
      </head>
      <body data-enhance={askTimeZone ? "time-zone" : undefined}>
        <a className="skip-link" href="#main">
          Skip to the content
        </a>
        <FormatProvider locale={data?.locale ?? "en"} timeZone={data?.timeZone ?? "UTC"}>
          {!inPlayer && <SiteHeader viewer={data?.viewer ?? null} path={pathname} />}
          <AttentionCountProvider value={data?.attention ?? 0}>{children}</AttentionCountProvider>
          {!inPlayer && <SiteFooter showOutbox={data?.showOutbox ?? false} sandbox={data?.sandbox ?? false} />}
        </FormatProvider>
      </body>
    </html>
  );
}

export default function App() {
  return <Outlet />;
}

export function ErrorBoundary() {
  const error = useRouteError();
  if (isRouteErrorResponse(error)) {
    // What the router itself says is for developers.
    const ours = !("internal" in error && error.internal) && typeof error.data === "string";
    return <ErrorPage status={error.status} message={ours ? error.data : undefined} />;
  }
  return <ErrorPage status={500} />;
}
