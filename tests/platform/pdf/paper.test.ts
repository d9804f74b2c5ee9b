import { expect, test } from "vitest";
import { htmlBlocks } from "#app/platform/pdf/html-blocks.ts";
import { Paper } from "#app/platform/pdf/paper.server.ts";
import { readPdf } from "#tests/support/pdf-text.ts";

const aPaper = () => new Paper({ title: "A title", language: "en", origin: "https://courses.example.org" });
const wordsOf = (pages: string[]) => pages.join("\n").replace(/\s+/g, " ");

test("text comes out of a document as it went in: accents, ligatures, signs, other alphabets", async () => {
  const paper = aPaper();
  const lines = [
    "An efficient first office: affluent, fjord, flow.",
    "Crème brûlée, Ångström, Straße, ½ 3.5 % £ € “quoted” ‘too’ — and so on…",
    "Zażółć gęślą jaźń. Привет, мир. Καλημέρα κόσμε.",
    "A dot. Another: a colon; and ¿í, ï, ë?",
  ];
  for (const line of lines) paper.paragraph(line);
  await paper.html("<p>In <strong>strong: a dot.</strong> and <em>emphasis: é.</em></p>");
  const { pages } = readPdf(await paper.finish("The site"));
  // Where the font changes within a word, the reading of this test sees two.
  const letters = (text: string) => text.replace(/\s/g, "");
  for (const line of [...lines, "In strong: a dot. and emphasis: é."]) expect(letters(pages.join(""))).toContain(letters(line));
});

test("a document has its title, its language and tags that say what is what", async () => {
  const paper = aPaper();
  paper.heading(1, "The heading");
  await paper.html("<h2>Below</h2><ul><li>One</li><li>Two</li></ul><blockquote><p>Apart</p></blockquote>");
  paper.table(["Scale", "Score"], [["Anxiety", "3"]]);
  paper.figure({ width: 100, height: 100, scale: 1, description: "A plane with a dot" }, ({ pdf }) =>
    pdf.circle(50, 50, 9).fill("red"),
  );
  const { tags, dictionaries } = readPdf(await paper.finish("The site"));
  const of = (kind: string) => tags.filter((tag) => tag === kind).length;
  expect(of("Document")).toBe(1);
  expect([of("H1"), of("H3"), of("L"), of("LI"), of("Lbl"), of("LBody"), of("Div")]).toEqual([1, 1, 1, 2, 2, 2, 1]);
  expect([of("Table"), of("TR"), of("TH"), of("TD"), of("Figure")]).toEqual([1, 2, 3, 1, 1]);
  expect(dictionaries).toMatch(/\/Lang \(en\)/);
  expect(dictionaries).toContain("(A title)");
  expect(dictionaries).toMatch(/\/DisplayDocTitle true/);
  expect(dictionaries).toMatch(/\/Marked true/);
  expect(dictionaries).toContain("/Alt (A plane with a dot)");
});

test("a long text wraps over pages, and every page says which it is", async () => {
  const paper = aPaper();
  for (let number = 1; number <= 120; number += 1)
    await paper.html(`<p>Paragraph ${number}. ${"Some words of it. ".repeat(12)}</p>`);
  const { pages } = readPdf(await paper.finish("The site"));
  expect(pages.length).toBeGreaterThan(5);
  pages.forEach((page, index) => {
    expect(page).toContain(`Page ${index + 1} of ${pages.length}`);
    expect(page).toContain("The site");
  });
  const words = wordsOf(pages);
  for (let number = 1; number <= 120; number += 1) expect(words).toContain(`Paragraph ${number}.`);
});

test("a text without an end is cut, and the document says so", async () => {
  const paper = aPaper();
  const endless = `<p>${"All work and no play. ".repeat(500)}</p>`.repeat(60);
  await paper.html(endless);
  const bytes = await paper.finish("The site");
  const { pages } = readPdf(bytes);
  expect(pages.length).toBeLessThan(60);
  expect(bytes.length).toBeLessThan(2_000_000);
  expect(wordsOf(pages)).toContain("The text is longer than this document can hold.");
});

test("links lead to the site from wherever the file lies, and those within a page lead nowhere", async () => {
  const paper = aPaper();
  await paper.html('<p><a href="/learn/a/b">a lesson</a> <a href="#part">a part</a> <a href="https://example.org/x">far</a></p>');
  const { dictionaries } = readPdf(await paper.finish("The site"));
  const links = [...dictionaries.matchAll(/\/URI \(([^)]*)\)/g)].map(([, address]) => address);
  expect(links).toEqual(["https://courses.example.org/learn/a/b", "https://example.org/x"]);
});

test("HTML of readings becomes blocks, and what cannot be printed leaves its words", () => {
  const html = `
    <h2>How it may show up</h2>
    <p>Plain <strong>strong</strong> and <em>soft</em>.<br>Next line</p>
    <ol start="3"><li>Three</li><li><p>Four</p><ul><li>inner</li></ul></li></ol>
    <figure class="dialogue"><figcaption><span>Tuesday</span></figcaption><p><strong>Ana:</strong> Well.</p></figure>
    <div class="table"><table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table></div>
    <img src="/x.svg" alt="a plane">loose`;
  const text = (runs: { text: string }[]) => runs.map((run) => run.text).join("");
  const blocks = htmlBlocks(html);
  expect(blocks.map(({ kind }) => kind)).toEqual(["heading", "paragraph", "list", "aside", "table", "paragraph"]);
  const [, paragraph, list, aside, table, loose] = blocks as [unknown, never, never, never, never, never];
  expect(text((paragraph as { runs: [] }).runs)).toBe("Plain strong and soft.\nNext line");
  expect((list as { items: { marker: string }[] }).items.map(({ marker }) => marker)).toEqual(["3.", "4."]);
  expect(JSON.stringify(aside)).toContain("Tuesday");
  expect((table as { rows: { head: boolean }[] }).rows.map(({ head }) => head)).toEqual([true, false]);
  expect(text((loose as { runs: [] }).runs)).toBe("a planeloose");
});
