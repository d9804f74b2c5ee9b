/** Seconds between looks; the last one stays. */
const WAITS = [3, 5, 5, 10, 20, 30, 60];
const MARK = 'data-enhance="look-again"';

/** Looks now and then whether there is still something to wait for, and shows the page anew once there is not. */
export function enhance(): void {
  const look = async (turn: number): Promise<void> => {
    const again = () => window.setTimeout(() => void look(turn + 1), (WAITS[turn] ?? WAITS.at(-1)!) * 1_000);
    if (turn === 0 || document.hidden) {
      again();
      return;
    }
    // A page that does not come, as with the connection gone, is waited for as well.
    const page = await fetch(window.location.href, { cache: "no-store" }).then(
      (answer) => (answer.ok ? answer.text() : MARK),
      () => MARK,
    );
    if (page.includes(MARK)) again();
    else window.location.reload();
  };
  void look(0);
}
