/** Builds XML as text. Elements of no text and no children are left out by who calls. */
export function xml(name: string, attributes: Record<string, string>, ...children: string[]): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  const inner = children.filter((child) => child !== "");
  return inner.length === 0 ? `<${name}${written.join("")}/>` : `<${name}${written.join("")}>${inner.join("")}</${name}>`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const NOT_OF_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const SIGNS: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text of an element. What XML cannot hold is a blank. */
export function escapeXml(text: string): string {
  return text.replace(NOT_OF_XML, " ").replace(/[&<>"]/g, (sign) => SIGNS[sign]!);
}
