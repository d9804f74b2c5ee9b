import type { DraftPlace } from "../draft.queries.server.ts";
import { NotEditable } from "../outline/edit-yaml.ts";
import { type FoundLesson, readTextAt } from "./find-lesson.server.ts";
import { type LessonForm, readLessonForm, writeLessonForm } from "./lesson-text.ts";
import { type LessonPreview, previewLesson } from "./preview-lesson.server.ts";

export interface LessonPage {
  courseKey: string;
  courseTitle: string;
  moduleTitle: string;
  openedPath: string;
  basedOn: number;
  form: LessonForm;
  preview: LessonPreview;
}

/** The page of a lesson as it is in the draft, or as it would be with what was typed. */
export async function readLessonPage(ask: {
  draft: DraftPlace;
  lesson: FoundLesson;
  form?: LessonForm;
}): Promise<LessonPage | null> {
  const { draft, lesson: found, form } = ask;
  const { path } = found.lesson;
  const { draftId, courseKey } = draft;
  const stored = await readTextAt({ draftId, path });
  if (stored === null) return null;
  const text = form ? written(path, stored, form) : stored;
  const preview = await previewLesson({ draftId, courseKey, outline: found.outline, path, text });
  return {
    courseKey,
    courseTitle: found.outline.title,
    moduleTitle: found.module.title,
    openedPath: path,
    basedOn: draft.revision,
    form: form ?? readLessonForm(path, stored),
    preview,
  };
}

function written(path: string, stored: string, form: LessonForm): string {
  try {
    return writeLessonForm(path, stored, form);
  } catch (error) {
    if (error instanceof NotEditable) return stored;
    throw error;
  }
}
