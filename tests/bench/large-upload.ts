/**
 * Sends a film of so many megabytes in pieces to the library of a course, and prints the most memory that took, in MB.
 * `DATABASE_URL=… DATA_DIR=… tsx tests/bench/large-upload.ts COURSE_ID USER_ID MEGABYTES`
 */
import { readLibrary } from "#app/features/media/library.queries.server.ts";
import { receivePiece } from "#app/features/media/receive-piece.server.ts";
import { startUpload } from "#app/features/media/start-upload.server.ts";
import { closeDatabase } from "#app/platform/db.server.ts";
import { anMp4 } from "#tests/support/hostile-files.ts";

const [courseId = "", userId = "", megabytes = "100"] = process.argv.slice(2);
const MB = 1_000_000;
const PIECE = 50;
const film = anMp4({ size: 0 });
const size = film.length + 8 + Number(megabytes) * MB;
const started = await startUpload({ courseId, userId, name: "long.mp4", size });
if (started.status !== "started") throw new Error(started.message);

const head = Buffer.alloc(8);
head.writeUInt32BE(Number(megabytes) * MB + 8);
head.write("free", 4);
let offset = 0;
let status = "";
async function send(chunks: Iterator<Uint8Array>) {
  const body = new ReadableStream<Uint8Array>({
    pull(to) {
      const { done, value } = chunks.next();
      if (done) to.close();
      else to.enqueue(value);
    },
  });
  const state = await receivePiece({ id: started.status === "started" ? started.id : "", courseId, userId, offset, body });
  if (state.status === "refused") throw new Error(state.reason);
  ({ offset, status } = state);
}
function* piecesOf(megabytes: number) {
  for (let at = 0; at < megabytes * 10; at += 1) yield new Uint8Array(MB / 10).fill(at);
}

await send([film, head].values());
for (let left = Number(megabytes); left > 0; left -= PIECE) {
  await send(piecesOf(Math.min(left, PIECE)));
}
const [file] = await readLibrary(courseId);
if (status !== "finished" || file?.size !== size) throw new Error("The film did not come whole.");
console.log(Math.ceil(process.resourceUsage().maxRSS / 1_024));
await closeDatabase();
