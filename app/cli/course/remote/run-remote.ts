import { faultLines } from "../report.ts";
import { readState } from "./draft-state.ts";
import { pull } from "./pull.ts";
import { push } from "./push.ts";
import { SiteError, siteClient } from "./site-client.ts";

interface Ask {
  command: "pull" | "push" | "check" | "publish";
  dir: string;
  site?: string;
  token?: string;
  course?: string;
  notes?: string;
}

/** Works on the draft of a running site over HTTP. True where all went well. */
export async function runRemote({ command, dir, notes = "", ...given }: Ask): Promise<boolean> {
  try {
    const state = readState(dir);
    const site = given.site ?? state?.site;
    const course = given.course ?? state?.course;
    if (!site || !URL.canParse(site)) throw new SiteError("Give the address of the site: --site https://example.org");
    if (!given.token) throw new SiteError("Give the token that the studio has made for you: --token ...");
    if (!course) throw new SiteError("Give the key of the course: --course first-words");
    const client = siteClient({ site, token: given.token, course });
    if (command === "pull") return await pull({ dir, site, course, client });
    if (command === "push") return await push({ dir, site, course, client, what: notes || "Pushed" });
    const report = await client.check();
    const lines = [...faultLines("", report.faults), ...faultLines("", report.warnings, "Warning: ")];
    if (command === "check" || report.faults.length > 0) {
      const { faults, warnings } = report;
      console.log([...lines, `The draft of ${course}: faults: ${faults.length}, warnings: ${warnings.length}`].join("\n"));
      return report.faults.length === 0;
    }
    const { revision } = await client.read();
    if (state && state.revision !== revision)
      throw new SiteError(`The draft is at revision ${revision}, your folder at ${state.revision}. Pull first.`);
    const published = await client.publish({ revision, notes });
    if (published.error) throw new SiteError(published.error);
    console.log(`Published ${course} as release ${published.release}.`);
    return true;
  } catch (error) {
    if (!(error instanceof SiteError)) throw error;
    console.error(error.message);
    return false;
  }
}
