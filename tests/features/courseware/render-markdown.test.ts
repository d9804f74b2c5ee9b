import { expect, test } from "vitest";
import type { PageKind } from "#app/features/courseware/markdown/page.ts";
import { render } from "./render-page.ts";

/** The HTML of a text without faults. */
function html(source: string, kind?: PageKind): string {
  const rendered = render(source, kind);
  expect(rendered.faults).toEqual([]);
  return rendered.html;
}

test("colons in prose stay what they are", () => {
  const prose = 'At 10:30, a:b, :foo, :foo[bar]{a=b}, ::, x::y, "Sarah: yes", :-) and :smile:.';
  expect(html(prose)).toBe(`<p>${prose}</p>`);
  expect(html("Emphasis in *:foo[**bar**]* is kept.")).toBe("<p>Emphasis in <em>:foo[<strong>bar</strong>]</em> is kept.</p>");
  expect(html("```\n:::callout\n```")).toContain(":::callout");
});

test("tables, strikethrough, footnotes and task lists are rendered, and nothing can be ticked", () => {
  const table = html("| a | b |\n|:--|--:|\n| ~~1~~ | ~2~ |");
  expect(table).toContain('<div class="table" role="group" tabindex="0" aria-label="Table"><table>');
  expect(table).toContain('<th scope="col" class="align-left">a</th>');
  expect(table).toContain('<td class="align-left"><del>1</del></td>');
  expect(table).toContain('<td class="align-right">~2~</td>');
  const note = html("Yes.[^1]\n\n[^1]: Because.");
  expect(note).toContain('<a href="#note-fn-1" id="note-fnref-1" data-footnote-ref aria-describedby="footnote-label">1</a>');
  expect(note).toContain('<li id="note-fn-1">');
  expect(html("- [ ] open\n- [x] done")).toBe("<ul>\n<li>☐ open</li>\n<li>☑ done</li>\n</ul>");
});

test("headings have ids of their own, and links find them", () => {
  const rendered = render(
    "## What helps\n\n### What *helps*\n\n## Übung, 2. Teil!\n\n## ?\n\n[a](#what-helps) [b](#übung-2-teil)",
  );
  expect(rendered.faults).toEqual([]);
  expect(rendered.headings).toEqual([
    { id: "s-what-helps", title: "What helps", depth: 2 },
    { id: "s-what-helps-2", title: "What helps", depth: 3 },
    { id: "s-übung-2-teil", title: "Übung, 2. Teil!", depth: 2 },
    { id: "s-part", title: "?", depth: 2 },
  ]);
  expect(rendered.html).toContain('<h3 id="s-what-helps-2">What <em>helps</em></h3>');
  expect(rendered.html).toContain('<a href="#s-what-helps">a</a>');
});

test("a piece has neither ids nor footnotes, since it stands among others", () => {
  expect(html("## What helps", "piece")).toBe("<h2>What helps</h2>");
  expect(render("Yes.[^1]\n\n[^1]: Because.", "piece").faults).toEqual(["3: A footnote cannot stand here."]);
});

test("links to elsewhere tell the other site nothing, links within stay within", () => {
  expect(html("[a](https://example.com/x?y=1&z=2)")).toBe(
    '<p><a href="https://example.com/x?y=1&#x26;z=2" rel="noopener noreferrer">a</a></p>',
  );
  expect(html("www.example.com")).toContain('<a href="http://www.example.com" rel="noopener noreferrer">');
  expect(html("[a](lesson:other) [b](/courses/x) [c](mailto:a@example.com) [d](tel:+123)")).toBe(
    '<p><a href="/learn/course/other">a</a> <a href="/courses/x">b</a> <a href="mailto:a@example.com">c</a> <a href="tel:+123">d</a></p>',
  );
  expect(html("[a](media:my%20sheet.pdf) [b](../../media/sheet.pdf)")).toBe(
    '<p><a href="/media/course/lesson/0123456789abcdef/my%20sheet.pdf">a</a> <a href="/media/course/lesson/0123456789abcdef/sheet.pdf">b</a></p>',
  );
  expect(html("[a][one] and [one]\n\n[one]: lesson:other")).toBe(
    '<p><a href="/learn/course/other">a</a> and <a href="/learn/course/other">one</a></p>',
  );
});

test("a picture keeps its room, and alone in a paragraph it is a figure", () => {
  const image =
    '<img src="/media/course/lesson/0123456789abcdef/map.png" alt="A map" width="640" height="360" loading="lazy" decoding="async">';
  expect(html("Look ![A map](media:map.png) here.")).toBe(`<p>Look ${image} here.</p>`);
  expect(html('![A map](../../media/map.png "Where we are")')).toBe(
    `<figure class="picture">\n${image}\n<figcaption>Where we are</figcaption>\n</figure>`,
  );
  expect(html("![A map][m]\n\n[m]: media:map.png")).toBe(`<figure class="picture">\n${image}\n</figure>`);
});

test("a callout has a kind and may have a title", () => {
  expect(html(':::callout{kind=care title="First"}\nText.\n:::')).toBe(
    '<div class="callout callout-care" role="note">\n<p class="callout-title">First</p>\n<p>Text.</p>\n</div>',
  );
});

test("a dialogue names its speakers and numbers them", () => {
  const source =
    ':::dialogue{title="Before" caption="At home"}\n**Sarah:** You said *soon*.\n\nYou did.\n\n**Mike**: I know.\n\n*He sits down.*\n\n**Sarah:** Good.\n:::';
  expect(html(source)).toBe(
    [
      '<figure class="dialogue">',
      '<figcaption><span class="dialogue-title">Before</span> <span class="dialogue-caption">At home</span></figcaption>',
      '<p data-speaker="1"><strong class="dialogue-name">Sarah:</strong> You said <em>soon</em>.</p>',
      '<p data-speaker="1">You did.</p>',
      '<p data-speaker="2"><strong class="dialogue-name">Mike</strong>: I know.</p>',
      '<p class="dialogue-direction"><em>He sits down.</em></p>',
      '<p data-speaker="1"><strong class="dialogue-name">Sarah:</strong> Good.</p>',
      "</figure>",
    ].join("\n"),
  );
});

test("an exercise says how long it takes, a reflection under which key it is kept", () => {
  const exercise = render(":::exercise{title=Write minutes=10}\n1. One.\n:::");
  expect(exercise.html).toBe(
    '<section class="exercise">\n<p class="exercise-title">Write <span class="exercise-minutes">10 minutes</span></p>\n<ol>\n<li>One.</li>\n</ol>\n</section>',
  );
  expect(exercise.exerciseMinutes).toBe(10);
  expect(html(":::reflection{key=my-wish title=Wish}\nWhat is it?\n:::")).toBe(
    '<section class="reflection" data-reflection="my-wish">\n<p class="reflection-title">Wish</p>\n<p>What is it?</p>\n</section>',
  );
});

test("variants that follow one another are one group, closed, each saying whom it is for", () => {
  const variant = (profile: string, text: string) => `:::variant{profile=${profile}}\n${text}\n:::\n\n`;
  const rendered = render(
    `${variant("secure", "One two.")}${variant("fearful-avoidant", "Three.")}Between.\n\n${variant("secure", "Four.")}`,
  );
  expect(rendered.faults).toEqual([]);
  expect(rendered.html).toBe(
    [
      '<div class="variants" data-variants>',
      '<details data-variant="secure">',
      "<summary>If you tend to be secure</summary>",
      "<p>One two.</p>",
      "</details>",
      '<details data-variant="fearful-avoidant">',
      "<summary>If you tend to be fearful-avoidant</summary>",
      "<p>Three.</p>",
      "</details>",
      "</div>",
      "<p>Between.</p>",
      '<div class="variants" data-variants>',
      '<details data-variant="secure">',
      "<summary>If you tend to be secure</summary>",
      "<p>Four.</p>",
      "</details>",
      "</div>",
    ].join("\n"),
  );
});

test("words are those that one reader reads, text is everything", () => {
  const rendered = render(
    "One two.\n\n:::variant{profile=secure}\nthree four five\n:::\n\n:::variant{profile=fearful-avoidant}\nsix\n:::\n\n::video{file=a.mp4 captions=a.vtt transcript=a.md title=seven}",
  );
  // "One two", the longer variant with its summary (6 + 3), the caption of the video.
  expect(rendered.words).toBe(2 + 9 + 1);
  expect(rendered.text).toContain("six");
  expect(rendered.text).toContain("every word");
  expect(render("It's a well-known 10:30 date.").words).toBe(6);
  expect(render("一二三").words).toBe(3);
});

test("a video has captions, a transcript and a place to be resumed by", () => {
  const rendered = render('::video{file=a.mp4 captions=a.vtt transcript=a.md poster=p.png title="A & B" duration=62}');
  expect(rendered.faults).toEqual([]);
  expect(rendered.html).toBe(
    [
      '<figure class="video" data-video="a.mp4" data-duration="62">',
      '<video controls preload="metadata" playsinline poster="/media/course/lesson/0123456789abcdef/p.png"><source src="/media/course/lesson/0123456789abcdef/a.mp4" type="video/mp4"><track kind="captions" src="/media/course/lesson/0123456789abcdef/a.vtt" srclang="en" label="Captions" default></video>',
      '<details class="transcript"><summary>Transcript</summary>',
      "<p>A: <em>every</em> word.</p></details>",
      "<figcaption>A &#x26; B</figcaption>",
      "</figure>",
    ].join("\n"),
  );
  expect(rendered.mediaSeconds).toBe(62);
});

test("audio and downloads are rendered", () => {
  expect(html("::audio{file=a.mp3 transcript=a.md title=Breathe}")).toContain(
    '<figure class="audio" data-audio="a.mp3">\n<audio controls preload="metadata"><source src="/media/course/lesson/0123456789abcdef/a.mp3" type="audio/mpeg"></audio>',
  );
  expect(html("::download{file=sheet.pdf title=Sheet}")).toBe(
    '<p class="download"><a href="/media/course/lesson/0123456789abcdef/sheet.pdf?download" download="sheet.pdf">Sheet</a> <span class="download-about">PDF, 12 kB</span></p>',
  );
});

test("an embedded player is a link until somebody follows it", () => {
  const youtube = html('::embed{provider=youtube id=abc-DEF_123 title="A talk"}');
  expect(youtube).toBe(
    [
      '<figure class="embed" data-embed="youtube" data-embed-id="abc-DEF_123" data-embed-title="A talk" data-embed-src="https://www.youtube-nocookie.com/embed/abc-DEF_123">',
      '<a class="embed-open" href="https://www.youtube.com/watch?v=abc-DEF_123" rel="noopener noreferrer">Watch “A talk” on YouTube</a>',
      "<figcaption>Nothing is loaded from YouTube before you choose to watch.</figcaption>",
      "</figure>",
    ].join("\n"),
  );
  expect(html("::embed{provider=vimeo id=123456 title=x}", "article")).toContain(
    'data-embed-src="https://player.vimeo.com/video/123456?dnt=1"',
  );
});

test("what belongs to a course cannot stand in an article", () => {
  for (const directive of [
    "::video{file=a.mp4 captions=a.vtt transcript=a.md title=x}",
    "::download{file=a.pdf title=x}",
    ":::reflection{key=ab title=x}\nHi.\n:::",
    ":::variant{profile=secure}\nHi.\n:::",
  ]) {
    expect(render(directive, "article").faults).toEqual([expect.stringMatching(/^1: The directive \w+ cannot stand here\.$/)]);
  }
  expect(render("![x](media:a.png)", "article").faults).toEqual(["1: An image cannot stand here."]);
});

test("blocks stand within blocks that have more colons", () => {
  expect(html("::::variant{profile=secure}\n:::callout{kind=tip}\nHi.\n:::\n::::")).toContain(
    '<details data-variant="secure">\n<summary>If you tend to be secure</summary>\n<div class="callout callout-tip"',
  );
});
