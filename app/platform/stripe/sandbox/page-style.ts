export const STYLE_PATH = "/payment-sandbox/style.css";

/** The payment page is not of our build, so it brings the few rules it needs: the site's colours, a system font. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#fbf8f2, #191613);
  --raised: light-dark(#fffdf9, #221e1a);
  --ink: light-dark(#2a2420, #efe7dc);
  --soft: light-dark(#61574f, #b8aca0);
  --line: light-dark(#ddd2c2, #3b342d);
  --edge: light-dark(#8a7d6f, #83776b);
  --accent: light-dark(#7a3422, #eba58d);
  --on-accent: light-dark(#fffaf5, #2a130b);
  --attention: light-dark(#7a5200, #e8bf6a);
  --attention-wash: light-dark(#f8efd9, #2f2614);
  --error: light-dark(#a02a2a, #f2a09b);
  --error-wash: light-dark(#f9e7e4, #37201e);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 18px/1.6 system-ui, sans-serif; overflow-wrap: break-word; }
main { max-width: 560px; margin: 0 auto; padding: 32px 16px 64px; }
h1 { font: 600 1.6667rem/1.25 Georgia, serif; margin: 24px 0 16px; }
h2 { font: 600 1.2222rem/1.45 Georgia, serif; margin: 32px 0 8px; }
p { margin: 0 0 12px; }
a { color: var(--accent); text-underline-offset: 0.18em; }
.notice, .error { border: 1px solid; border-radius: 6px; padding: 10px 14px; }
.notice { color: var(--attention); background: var(--attention-wash); }
.error { color: var(--error); background: var(--error-wash); font-weight: 600; }
table { width: 100%; border-collapse: collapse; margin: 0 0 24px; font-variant-numeric: tabular-nums; }
th, td { padding: 8px 0; border-bottom: 1px solid var(--line); text-align: left; font-weight: 400; vertical-align: top; }
td { text-align: right; white-space: nowrap; padding-left: 16px; }
tfoot th, tfoot td { font-weight: 600; border-bottom: 0; }
form { margin: 0 0 8px; }
button, .button {
  display: block; width: 100%; min-height: 44px; padding: 8px 20px; border: 1px solid var(--edge); border-radius: 6px;
  background: var(--raised); color: var(--ink); font: 600 1rem/1.6 system-ui, sans-serif; text-align: center; text-decoration: none; cursor: pointer;
}
button:hover, .button:hover { border-color: var(--accent); color: var(--accent); }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
button.primary:hover { color: var(--on-accent); filter: brightness(0.92); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.hint { color: var(--soft); font-size: 0.8889rem; margin: 4px 0 16px; }
.leave { margin-top: 32px; text-align: center; }
section { border-top: 1px solid var(--line); margin-top: 24px; }
`;
