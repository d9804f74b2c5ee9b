import type { Row } from "./route-table.ts";

type Answers = Row["answers"];
type More = Omit<Row, "method" | "answers">;

/** How rows are written in the table. */
interface Words {
  get(answers: Answers, more?: More): Row;
  post(form: Record<string, string>, answers: Answers, more?: More): Row;
  by(...answers: string[]): Answers;
  desk: Answers;
  adminsOnly(answer: string): Answers;
}

/** The routes of the studio and of the media library, and how they answer each. */
export function studioRows({ get, post, by, desk, adminsOnly }: Words): Record<string, Row[]> {
  // Cookies open nothing here: who has which token, studio-remote.test.ts says.
  const tokensOnly = by("401", "401", "401", "401", "401", "401");
  const file = { params: { hash: "0".repeat(64) } };
  return {
    "api.courses.$courseKey.check": [get(tokensOnly)],
    "api.courses.$courseKey.draft": [get(tokensOnly), post({}, tokensOnly)],
    "api.courses.$courseKey.files.$hash": [get(tokensOnly, file), post({}, tokensOnly, file)],
    "api.courses.$courseKey.publish": [post({}, tokensOnly)],
    "studio.$courseKey.tokens": [
      get(adminsOnly("open")),
      post({ intent: "make", name: "", scope: "write" }, adminsOnly("400")),
      post({ intent: "revoke", token: "{NOBODY}" }, adminsOnly("404")),
    ],
    "studio._index": [
      get(desk),
      post({ intent: "begin", course: "{COURSE}" }, adminsOnly("→ /studio/{COURSE}")),
      post({ intent: "duplicate", course: "{COURSE}", title: "" }, adminsOnly("400")),
      post({ intent: "new", title: "" }, by("sign-in", "404", "404", "400", "404", "400")),
    ],
    // The instructor's own course is another one.
    "studio.$courseKey._index": [
      get(adminsOnly("open")),
      post({ edit: "rename-lesson/first/closed", title: "Closed" }, adminsOnly("→ {SELF}")),
    ],
    "studio.$courseKey.check": [get(adminsOnly("open")), post({ revision: "1" }, adminsOnly("→ {SELF}"))],
    "studio.$courseKey.export[.]zip": [get(adminsOnly("open"))],
    "studio.$courseKey.files": [get(adminsOnly("open")), post({ basedOn: "0", source: "key: x" }, adminsOnly("409"))],
    "studio.$courseKey.history": [
      get(adminsOnly("open"), { query: "?path=modules/first/closed.md&at=1" }),
      post({ intent: "restore", path: "course.yaml", revision: "99" }, adminsOnly("400")),
    ],
    "studio.$courseKey.lessons.$lessonKey": [
      get(adminsOnly("open")),
      post(
        {
          openedPath: "modules/first/closed.md",
          basedOn: "1",
          title: "Closed",
          source: "<<<<<<< yours\n=======\n>>>>>>> theirs\n",
        },
        adminsOnly("409"),
      ),
    ],
    "studio.$courseKey.settings": [get(adminsOnly("open")), post({ basedOn: "1", title: "Half a form" }, adminsOnly("400"))],
    "studio.$courseKey.releases": [
      get(adminsOnly("open"), { query: "?back=1&of=1&to=1" }),
      post({ number: "99", current: "1" }, adminsOnly("400")),
    ],
    "studio.$courseKey.media.$hash.$file": [get(adminsOnly("open"))],
    "instructor.courses.$courseSlug.media._index": [
      get(adminsOnly("open")),
      post({ intent: "put-away", fileId: "none" }, by("sign-in", "404", "404", "404", "404", "404")),
    ],
    "instructor.courses.$courseSlug.media.files.$hash.$file": [get(by("sign-in", "404", "404", "404", "404", "404"))],
    // The admin gets as far as to be asked for the headers of the protocol.
    "instructor.courses.$courseSlug.media.uploads._index": [post({}, adminsOnly("400"))],
    "instructor.courses.$courseSlug.media.uploads.$uploadId": [
      get(by("sign-in", "404", "404", "404", "404", "404")),
      post({}, adminsOnly("405")),
    ],
  };
}
