import pg from "pg";

/**
 * Holds a table while `meanwhile` runs, once so many statements wait for it: what comes between two statements of a
 * command happens there, and not by luck. "share" lets others read, "access exclusive" nobody.
 */
export async function whileHeld<T>(
  ask: { table: string; mode: "share" | "access exclusive"; waiting: number },
  work: () => Promise<T>,
  meanwhile: () => Promise<unknown> = async () => {},
): Promise<T> {
  const holder = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await holder.connect();
  try {
    await holder.query("begin");
    await holder.query(`lock table "${ask.table}" in ${ask.mode} mode`);
    const working = work();
    for (let looks = 0; ; looks += 1) {
      const { rows } = await holder.query(
        `select count(distinct pid)::int as count from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())`,
      );
      if (rows[0].count >= ask.waiting) break;
      if (looks > 5_000) throw new Error(`Only ${rows[0].count} wait.`);
    }
    await meanwhile();
    await holder.query("commit");
    return await working;
  } finally {
    await holder.end();
  }
}

/** Once a piece of work is done, or so many statements wait for a lock: then what comes next in a race may come. */
export async function doneOrWaiting(work: Promise<unknown>, waiting: number): Promise<void> {
  let done = false;
  const end = () => {
    done = true;
  };
  work.then(end, end);
  const looker = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await looker.connect();
  try {
    while (!done) {
      // A wait for a row is one for the end of a transaction, which is of no database.
      const { rows } = await looker.query(
        `select count(distinct l.pid)::int as count from pg_locks l join pg_stat_activity s on s.pid = l.pid
         where not l.granted and s.datname = current_database()`,
      );
      if (rows[0].count >= waiting) return;
    }
  } finally {
    await looker.end();
  }
}
