import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** What axe finds against WCAG 2.2 AA on a page as it is shown, in light and in dark, a line for each rule. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    // Colours that are on their way to others would be judged by what they are in between.
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const axe = new AxeBuilder({ page });
    // The scheme changes colours and nothing else.
    const { violations } = await (colorScheme === "light" ? axe.withTags(WCAG) : axe.withRules("color-contrast")).analyze();
    const where = `${new URL(page.url()).pathname}, ${colorScheme}`;
    found.push(
      ...violations.map(({ id, nodes }) => `${where}: ${id} at ${nodes.map(({ target }) => target.join(" ")).join(", ")}`),
    );
  }
  return found;
}
