import { addPlayed, type Played, playedEarlier, playedShare } from "./played-share.ts";

/**
 * What a script adds to a lesson page: arrow keys that turn pages, videos that resume where they were left and report
 * how much was seen, a choice of speed, and third-party players that load after a click. The page works without it.
 */
export function enhance(lesson: HTMLElement): void {
  turnPagesByKey(lesson);
  for (const media of lesson.querySelectorAll<HTMLMediaElement>("video, audio")) {
    offerSpeed(media);
    if (media.dataset.media === "lesson") followPlayback(lesson, media);
  }
  for (const embed of lesson.querySelectorAll<HTMLElement>("[data-embed]")) loadOnClick(embed);
}

/** Left and right turn the page, unless the reader is in something that uses these keys itself. */
function turnPagesByKey(lesson: HTMLElement): void {
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("input, textarea, select, video, audio, summary, [contenteditable], [role], table, pre")) return;
    const key =
      event.key === "ArrowLeft" ? lesson.dataset.previous : event.key === "ArrowRight" ? lesson.dataset.next : undefined;
    if (key) location.assign(`/learn/${lesson.dataset.course}/${key}`);
  });
}

const REPORT_EVERY = 10_000;

function followPlayback(lesson: HTMLElement, media: HTMLMediaElement): void {
  const address = `/learn/${lesson.dataset.course}/${lesson.dataset.lesson}/position`;
  const before = Number(media.dataset.played) || 0;
  let earlier: Played = [];
  let played: Played = earlier;
  let last: number | null = null;
  let reported = "";
  let completed = false;

  const start = Number(media.dataset.position) || 0;
  const resume = () => {
    earlier = playedEarlier(before, start, media.duration);
    played = earlier;
    // Not at the very end: who comes back to a finished video wants its beginning.
    if (start > 3 && start < media.duration - 5) media.currentTime = start;
  };
  if (media.readyState >= HTMLMediaElement.HAVE_METADATA) resume();
  else media.addEventListener("loadedmetadata", resume, { once: true });

  const note = () => {
    // A jump is no playing: stretches are only taken where the clock moved on by itself.
    if (last !== null && !media.seeking && media.currentTime > last && media.currentTime - last < 5) {
      played = addPlayed(played, last, media.currentTime);
    }
    last = media.seeking ? null : media.currentTime;
  };
  const report = async () => {
    const body = JSON.stringify({
      position: media.currentTime,
      playedShare: Math.max(before, playedShare(played, media.duration)),
    });
    if (body === reported) return;
    try {
      const response = await fetch(address, {
        method: "POST",
        body,
        headers: { "Content-Type": "application/json" },
        keepalive: true,
      });
      if (!response.ok) return;
      reported = body;
      const { completed: done } = (await response.json()) as { completed: boolean };
      if (done && !completed) {
        completed = true;
        showCompletion(lesson);
      }
    } catch {
      // Offline: the next report says it all again.
    }
  };
  media.addEventListener("timeupdate", note);
  media.addEventListener("seeking", () => {
    last = null;
  });
  media.addEventListener("pause", () => void report());
  media.addEventListener("ended", () => void report());
  addEventListener("online", () => void report());
  addEventListener("pagehide", () => {
    if (played !== earlier) void report();
  });
  setInterval(() => {
    if (!media.paused) void report();
  }, REPORT_EVERY);
}

/** The server has completed the lesson: say so, and offer the next page, without taking the reader away. */
function showCompletion(lesson: HTMLElement): void {
  const waiting = lesson.querySelector<HTMLElement>("[data-waiting]");
  if (!waiting) return;
  waiting.setAttribute("role", "status");
  waiting.textContent = "✓ Completed. ";
  const link = document.createElement("a");
  link.className = "text-link font-semibold";
  // The page knows what comes next better than this script: it is loaded again, or the course's own page shows it.
  link.href = `/learn/${lesson.dataset.course}/${lesson.dataset.lesson}/next`;
  link.textContent = "Go on";
  waiting.append(link);
  waiting.parentElement?.querySelector("form")?.remove();
}

function offerSpeed(media: HTMLMediaElement): void {
  const label = media.parentElement?.querySelector<HTMLElement>("[data-speed]");
  const select = label?.querySelector("select");
  if (!label || !select) return;
  label.hidden = false;
  select.addEventListener("change", () => {
    media.playbackRate = Number(select.value);
  });
}

/** The player's address stands in the page; nothing is asked of it before the click. */
function loadOnClick(embed: HTMLElement): void {
  const address = embed.dataset.embedSrc;
  const opener = embed.querySelector("a");
  if (!address || !opener) return;
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    const frame = document.createElement("iframe");
    frame.src = address;
    frame.title = embed.dataset.embedTitle ?? "Video";
    frame.allow = "autoplay; fullscreen; picture-in-picture";
    frame.allowFullscreen = true;
    frame.className = "embed-frame";
    opener.replaceWith(frame);
    frame.focus();
  });
}
