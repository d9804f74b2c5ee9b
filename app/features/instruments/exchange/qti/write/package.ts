import yazl from "yazl";
import type { Instrument } from "../../../instrument.schema.ts";
import type { Texts } from "./markdown-xhtml.ts";
import { OWN_FILE } from "./own-data.ts";
import { idOf } from "./rules.ts";
import { qti, writeXml, type Xml, xml } from "./xml.ts";

/** What holds the items together: the test, the manifest and the zip file. */

type Placed = Instrument["items"][number];

/** An order of the test: a section of the instrument, or what stands before all sections. */
interface Group {
  section: NonNullable<Instrument["sections"]>[number] | undefined;
  items: Placed[];
}

export function writeTest(instrument: Instrument, texts: Texts, tell: (message: string) => void): string {
  const { title, minutes, intro, items, sections = [] } = instrument;
  const groups = [undefined, ...sections]
    .map((section): Group => ({ section, items: items.filter((item) => item.section === section?.key) }))
    .filter((group) => group.items.length > 0);
  const drawn = drawsOf(instrument, groups, tell);
  const root = qti(
    "assessment-test",
    { xmlns: "http://www.imsglobal.org/xsd/imsqtiasi_v3p0", identifier: idOf(instrument.key), title, "tool-name": "courageous" },
    qti("outcome-declaration", { identifier: "SCORE", cardinality: "single", "base-type": "float" }),
    ...(minutes === undefined ? [] : [qti("time-limits", { "max-time": minutes * 60 })]),
    qti(
      "test-part",
      { identifier: "PART", "navigation-mode": "nonlinear", "submission-mode": "simultaneous" },
      qti(
        "assessment-section",
        { identifier: "ALL", title, visible: false },
        ...(intro ? [rubric(intro, texts)] : []),
        ...groups.map((group, index) => writeGroup(group, index, instrument, drawn, texts)),
      ),
    ),
    qti(
      "outcome-processing",
      {},
      qti(
        "set-outcome-value",
        { identifier: "SCORE" },
        qti("sum", {}, qti("test-variables", { "variable-identifier": "SCORE" })),
      ),
    ),
  );
  return writeXml(root);
}

/** The banks that can be drawn from: QTI draws within one section. */
function drawsOf({ draws = {} }: Instrument, groups: Group[], tell: (message: string) => void): Map<string, number> {
  return new Map(
    Object.entries(draws).filter(([bank]) => {
      const homes = groups.filter(({ items }) => items.some((item) => item.bank === bank)).length;
      if (homes > 1) tell(`The bank ${bank} has items in several sections, which QTI cannot draw from together: all are shown.`);
      return homes === 1;
    }),
  );
}

function rubric(markdown: string, texts: Texts): Xml {
  return qti("rubric-block", { use: "instructions", view: "candidate" }, qti("content-body", {}, ...texts.block(markdown)));
}

/** Items of no bank stand in the section itself, those of a bank in a section of their own within it, in their order. */
function writeGroup(
  { section, items }: Group,
  index: number,
  { shuffle, sections = [] }: Instrument,
  drawn: Map<string, number>,
  texts: Texts,
): Xml {
  const sectionKeys = new Set(sections.map(({ key }) => key));
  const ref = ({ key }: Placed) => qti("assessment-item-ref", { identifier: idOf(key), href: `items/${idOf(key)}.xml` });
  const ordering = () => (shuffle ? [qti("ordering", { shuffle: true })] : []);
  const parts = items.flatMap((item): Xml[] => {
    const count = item.bank === undefined ? undefined : drawn.get(item.bank);
    if (item.bank === undefined || count === undefined) return [ref(item)];
    const all = items.filter(({ bank }) => bank === item.bank);
    if (all[0] !== item) return [];
    const given = {
      identifier: sectionKeys.has(item.bank) ? `bank_${item.bank}` : idOf(item.bank),
      title: item.bank,
      visible: false,
    };
    return [qti("assessment-section", given, qti("selection", { select: count }), ...ordering(), ...all.map(ref))];
  });
  const given = section
    ? { identifier: idOf(section.key), title: section.title, visible: true }
    : { identifier: `GROUP_${index + 1}`, title: "", visible: false };
  return qti("assessment-section", given, ...(section?.intro ? [rubric(section.intro, texts)] : []), ...ordering(), ...parts);
}

export function writeManifest(
  instrument: Instrument,
  items: { identifier: string; media: Set<string> }[],
  media: string[],
  inTest: Set<string>,
): string {
  const fileOf = (name: string) => `media/${encodeURIComponent(name)}`;
  const idOfMedia = (name: string) => `media_${media.indexOf(name) + 1}`;
  const resource = (identifier: string, type: string, href: string, needs: string[]) =>
    xml(
      "resource",
      { identifier, type, href },
      xml("file", { href }),
      ...needs.map((identifierref) => xml("dependency", { identifierref })),
    );
  const known = (names: Set<string>) => [...names].filter((name) => media.includes(name)).map(idOfMedia);
  const root = xml(
    "manifest",
    {
      xmlns: "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
      "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
      "xsi:schemaLocation":
        "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1 https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqtiv3p0_imscpv1p2_v1p0.xsd",
      identifier: `manifest_${instrument.key}`,
    },
    xml("metadata", {}, xml("schema", {}, "QTI Package"), xml("schemaversion", {}, "3.0.0")),
    xml("organizations"),
    xml(
      "resources",
      {},
      resource("test", "imsqti_test_xmlv3p0", "test.xml", [
        ...items.map(({ identifier }) => `item_${identifier}`),
        ...known(inTest),
      ]),
      ...items.map(({ identifier, media: names }) =>
        resource(`item_${identifier}`, "imsqti_item_xmlv3p0", `items/${identifier}.xml`, known(names)),
      ),
      resource("own", "webcontent", OWN_FILE, []),
      ...media.map((name) => resource(idOfMedia(name), "webcontent", fileOf(name), [])),
    ),
  );
  return writeXml(root);
}

/** The same files give the same bytes: the time in the package is always the same. */
const TIME = new Date(2000, 0, 1);

export async function zipOf(files: { path: string; bytes: Uint8Array }[]): Promise<Uint8Array> {
  const zip = new yazl.ZipFile();
  for (const { path, bytes } of files) zip.addBuffer(Buffer.from(bytes), path, { mtime: TIME, mode: 0o100644 });
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
