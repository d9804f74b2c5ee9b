/** How much HTML a measured page has, and of what kind. */
export interface PageShape {
  /** Elements that React renders. */
  elements: number;
  /** Bytes of HTML that React renders. */
  bytes: number;
  /** Bytes of ready-made HTML that are placed into the page as they are: the lesson's text. */
  text: number;
}

const MARKUP = '<p class="floor"><a href="/"></a></p>'.length;

/** As many elements and bytes as the shape says, out of nothing: no data, no component, no condition. */
export function FloorPage({ shape }: { shape: PageShape }) {
  const pairs = Math.max(1, Math.round(shape.elements / 2));
  const words = "x".repeat(Math.max(1, Math.round(shape.bytes / pairs) - MARKUP));
  const lines = [];
  for (let line = 0; line < pairs; line += 1) {
    lines.push(
      <p key={line} className="floor">
        <a href="/">{words}</a>
      </p>,
    );
  }
  return (
    <main>
      {lines}
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a lesson's text is placed into its page as it is */}
      {shape.text > 0 && <div dangerouslySetInnerHTML={{ __html: textOf(shape.text) }} />}
    </main>
  );
}

const texts = new Map<number, string>();

function textOf(bytes: number): string {
  const known = texts.get(bytes) ?? `<p>${"x".repeat(Math.max(0, bytes - 7))}</p>`;
  texts.set(bytes, known);
  return known;
}
