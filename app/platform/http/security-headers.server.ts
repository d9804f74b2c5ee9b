/** Where a form may end up: Stripe's hosted payment page is reached by the redirect that answers our buy form. */
const FORM_TARGETS = "'self' https://checkout.stripe.com";
/** Third-party players, loaded only when the visitor asks for one. */
const FRAMES = "https://www.youtube-nocookie.com https://player.vimeo.com";

/** Headers of every answer. Nothing inline runs: no script, no style, no event attribute. */
export function securityHeaders(site: { secure: boolean; dev?: boolean }): Record<string, string> {
  // Vite's development server injects styles and scripts and talks by WebSocket.
  const inline = site.dev ? " 'unsafe-inline'" : "";
  const policy = [
    "default-src 'none'",
    `script-src 'self'${inline}`,
    `style-src 'self'${inline}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "media-src 'self'",
    `connect-src 'self'${site.dev ? " ws:" : ""}`,
    "manifest-src 'self'",
    `form-action ${FORM_TARGETS}`,
    `frame-src ${FRAMES}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ];
  return {
    "Content-Security-Policy": policy.join("; "),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    ...(site.secure ? { "Strict-Transport-Security": "max-age=31536000" } : {}),
  };
}
