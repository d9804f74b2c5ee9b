import fc from "fast-check";
import { expect, test } from "vitest";
import { render } from "./render-page.ts";

const hostile = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "Text <svg/onload=alert(1)> text",
  "<a href='javascript:alert(1)'>x</a>",
  "<iframe src=//evil.example></iframe>",
  "<style>*{display:none}</style>",
  "<!-- --><script>alert(1)</script>",
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](&#106;avascript:alert(1))",
  "[x](<java\tscript:alert(1)>)",
  "[x](data:text/html,<script>alert(1)</script>)",
  "[x](vbscript:x)",
  "[x](file:///etc/passwd)",
  "<javascript:alert(1)>",
  "![x](javascript:alert(1))",
  "![x](https://tracker.example/pixel.gif)",
  "[a][b]\n\n[b]: javascript:alert(1)",
  "![a][b]\n\n[b]: data:image/svg+xml,<svg/onload=alert(1)>",
  '[x](https://example.com "\\" onmouseover=alert(1)")',
  ':::callout{kind=note title="<script>alert(1)</script>" onclick="alert(1)" style="color:red"}\nHi.\n:::',
  ":::callout{kind=note #main .hidden data-enhance=player}\nHi.\n:::",
  ':::reflection{key=my-key title="\\"><script>"}\nHi.\n:::',
  '::embed{provider=youtube id="x\\"><script>" title=x}',
  '::embed{provider=youtube id=abcdefgh title="\\" onload=alert(1)"}',
  '::video{file="javascript:alert(1)" captions=a.vtt transcript=a.md title=x}',
  '::download{file="../../secret" title=x}',
  ':::dialogue{title="<b onclick=x>"}\n**<script>:** hi\n:::',
  "| <script>a</script> |\n|---|\n| [x](javascript:1) |",
  "## <img src=x onerror=alert(1)>",
  "[^1]\n\n[^1]: <script>alert(1)</script>",
  "```js onload=alert(1)\n<script>alert(1)</script>\n```",
  "\u0000<scr\u0000ipt>alert(1)</script>",
];

/** Every tag of the HTML, of which text holds none: `<` is always escaped in it. */
function tagsOf(markup: string): string[] {
  return markup.match(/<[^>]*>/g) ?? [];
}

function expectNothingActive(markup: string): void {
  for (const tag of tagsOf(markup)) {
    const bare = tag.replace(/"[^"]*"/g, '""');
    expect(bare).not.toMatch(/^<\/?(?:script|style|iframe|object|embed|form|input|button|svg|math|link|meta|base)\b/i);
    expect(bare).not.toMatch(/\s(?:on\w+|style|srcdoc|formaction)\s*=/i);
    expect(tag).not.toMatch(/(?:href|src|poster)="\s*(?:javascript|data|vbscript|file):/i);
    expect(tag).not.toMatch(/<(?:img|video|audio|source|track)[^>]+(?:src|poster)="https?:/i);
    expect(bare).not.toMatch(/\sdata-enhance\b/);
    expect(tag).not.toMatch(/\sid="(?!s-|note-|footnote-label)/);
  }
}

for (const source of hostile) {
  test(`nothing in ${JSON.stringify(source)} becomes active`, () => {
    for (const kind of ["lesson", "article", "piece"] as const) expectNothingActive(render(source, kind).html);
  });
}

test("no mixture of Markdown, HTML and directives becomes active", () => {
  const scrap = fc.oneof(
    fc.constantFrom(...hostile),
    fc.constantFrom(
      "\n",
      "\n\n",
      "> ",
      "- ",
      "  ",
      "**",
      "*",
      "`",
      ":::",
      "::",
      "{",
      "}",
      '"',
      "[",
      "](",
      ")",
      "<",
      ">",
      "&lt;",
      "javascript:",
      " onclick=x ",
    ),
    fc.string({ maxLength: 8, unit: "grapheme" }),
  );
  fc.assert(
    fc.property(fc.array(scrap, { maxLength: 30 }), (scraps) => {
      expectNothingActive(render(scraps.join("")).html);
    }),
    { numRuns: 250 },
  );
});

test("raw HTML is shown as the text it is", () => {
  const rendered = render("Some <b>bold</b> text.\n\n<div>\nA block.\n</div>");
  expect(rendered.html).toBe("<p>Some &#x3C;b>bold&#x3C;/b> text.</p>\n<p>&#x3C;div>\nA block.\n&#x3C;/div></p>");
  expect(rendered.warnings).toEqual(["1: HTML is shown as text.", "3: HTML is shown as text."]);
});

test("a text nested thousands of levels deep is refused, and quickly", () => {
  const depths = [
    "> ".repeat(5_000),
    "- ".repeat(5_000),
    "[".repeat(20_000),
    "*".repeat(20_000),
    "![".repeat(10_000),
    "`".repeat(20_000),
    `${":".repeat(3_000)}callout{kind=note}`,
  ];
  for (const opening of depths) {
    const rendered = render(`${opening}x`);
    expect(rendered.html.length).toBeLessThan(500_000);
    expectNothingActive(rendered.html);
  }
  expect(render(`${"> ".repeat(5_000)}x`).faults).toEqual(["1: This text is nested too deeply."]);
});

test("the same text always gives the same HTML", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200, unit: "grapheme" }), (source) => {
      expect(render(source)).toEqual(render(source));
    }),
    { numRuns: 100 },
  );
});
