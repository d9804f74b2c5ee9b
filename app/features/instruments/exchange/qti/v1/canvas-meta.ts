import type { ImportedSettings } from "../../import-report.ts";
import { finite } from "../marking/declarations.ts";
import { childOf, elementsOf, lineOf, textOf, type XmlElement } from "../package/xml-tree.ts";
import type { Desk } from "../text/desk.ts";
import { Material } from "./material.ts";

/** `assessment_meta.xml` of Canvas: the settings of one quiz. */
export interface CanvasMeta {
  ident: string;
  settings: ImportedSettings;
  shuffleChoices: boolean;
}

/** Settings that stand for "as usual", and those that are of no interest outside Canvas. */
const QUIET = new Set([
  "title",
  "description",
  "shuffle_answers",
  "time_limit",
  "allowed_attempts",
  "points_possible",
  "assignment",
  "assignment_group_identifierref",
  "assignment_overrides",
  "quiz_type",
  "available",
  "module_locked",
  "could_be_locked",
  "anonymous_submissions",
  "only_visible_to_overrides",
]);

/** What a report that others read does not repeat. */
const SECRET = new Set(["access_code", "ip_filter"]);

export function readCanvasMeta(quiz: XmlElement, desk: Desk): CanvasMeta {
  const word = (name: string) => lineOf(childOf(quiz, name));
  const intro = desk.text(() => new Material(desk).html(textOf(childOf(quiz, "description"))));
  const minutes = finite(word("time_limit"));
  const attempts = finite(word("allowed_attempts"));
  const others = elementsOf(quiz).filter((field) => !QUIET.has(field.name) && isSet(lineOf(field)));
  if (others.length > 0)
    desk.unsupported(
      `Settings of the quiz were left out: ${others.map((field) => (SECRET.has(field.name) ? field.name : `${field.name} (${lineOf(field).slice(0, 60)})`)).join(", ")}.`,
    );
  return {
    ident: quiz.attributes.identifier ?? "",
    settings: {
      ...(word("title") !== "" && { title: word("title").slice(0, 200) }),
      ...(intro !== "" && { intro }),
      ...(minutes !== undefined && minutes > 0 && { minutes: Math.min(1_440, minutes) }),
      // -1 is "no limit".
      ...(attempts !== undefined && attempts >= 1 && { attempts: Math.min(1_000, attempts) }),
    },
    shuffleChoices: word("shuffle_answers") === "true",
  };
}

function isSet(value: string): boolean {
  return value !== "" && value !== "false";
}
