import { STRIPE_CURRENCIES } from "../currencies.ts";
import { STYLE_PATH } from "./page-style.ts";

/** Markup that is safe to put into a page as it is. */
class Html {
  constructor(readonly markup: string) {}
}

type Piece = Html | string | number | null | undefined | false | Html[];

/** A template whose texts are escaped. */
export function html(parts: TemplateStringsArray, ...pieces: Piece[]): Html {
  return new Html(parts.reduce((whole, part, at) => whole + part + (at < pieces.length ? markupOf(pieces[at]) : ""), ""));
}

function markupOf(piece: Piece): string {
  if (piece instanceof Html) return piece.markup;
  if (Array.isArray(piece)) return piece.map((inner) => inner.markup).join("");
  if (piece === null || piece === undefined || piece === false) return "";
  return String(piece).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

export type { Html };

export function page(title: string, content: Html): string {
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} – Payment sandbox</title>
<link rel="stylesheet" href="${STYLE_PATH}">
</head>
<body>
<main>
<p class="notice"><strong>This is a payment sandbox.</strong> No money moves, and no card number is asked for.</p>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`.markup;
}

/** One button that sends one word. */
export function choice(
  action: string,
  name: string,
  value: string,
  label: string,
  hint: string,
  look: "primary" | "plain" = "plain",
): Html {
  return html`<form method="post" action="${action}">
<button type="submit" name="${name}" value="${value}" class="${look}">${label}</button>
<p class="hint">${hint}</p>
</form>
`;
}

export function money(amount: number, currency: string): string {
  const digits = STRIPE_CURRENCIES.get(currency.toLowerCase()) ?? 2;
  const options = { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat("en", options).format(amount / 10 ** digits);
}
