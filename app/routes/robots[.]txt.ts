import { env } from "#app/platform/env.server.ts";

const PERSONAL = [
  "/account",
  "/admin",
  "/attempts",
  "/checkout",
  "/instructor",
  "/learn",
  "/orders",
  "/outbox",
  "/payment-sandbox",
];

export function loader() {
  const lines = ["User-agent: *", ...PERSONAL.map((path) => `Disallow: ${path}`), "", `Sitemap: ${env().appUrl}/sitemap.xml`, ""];
  return new Response(lines.join("\n"), { headers: { "Content-Type": "text/plain; charset=utf-8" } });
}
