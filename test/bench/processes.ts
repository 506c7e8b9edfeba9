import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Database } from '#database';
import { waymark } from './contenders.js';
import { write, type Measured } from './writers.js';

type Order = { readonly writers: number; readonly seconds: number };

/** The same writing in processes of their own, all at the same time: the sum of what they did, and the worst p99. */
export async function writeInProcesses(
  url: string,
  count: number,
  writers: number,
  seconds: number,
): Promise<Measured> {
  const children = Array.from({ length: count }, () =>
    fork(fileURLToPath(import.meta.url), { env: { ...process.env, WAYMARK_BENCH_WRITER: url } }),
  );
  try {
    await Promise.all(children.map(hear));
    const results = children.map(hear) as Promise<Measured>[];
    for (const child of children) child.send({ writers, seconds } satisfies Order);
    const measured = await Promise.all(results);
    return {
      perSecond: measured.reduce((sum, { perSecond }) => sum + perSecond, 0),
      p50Ms: Math.max(...measured.map(({ p50Ms }) => p50Ms)),
      p99Ms: Math.max(...measured.map(({ p99Ms }) => p99Ms)),
    };
  } finally {
    for (const child of children) child.kill();
  }
}

async function hear(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController();
  try {
    return await Promise.race([
      once(child, 'message', { signal: ended.signal }).then(([message]: unknown[]) => message),
      once(child, 'exit', { signal: ended.signal }).then(() =>
        Promise.reject(new Error('A writing process ended early.')),
      ),
    ]);
  } finally {
    ended.abort();
  }
}

/** What a child does: it says that it is ready, writes when told, and tells how it went. */
async function beWriter(url: string): Promise<void> {
  const database = await Database.open({ dataDir: '', databaseUrl: url });
  const storing = await waymark.open(database, 1);
  process.on('message', ({ writers, seconds }: Order) => {
    void write(storing, writers, seconds).then((measured) => process.send?.(measured));
  });
  process.send?.('ready');
}

const url = process.env['WAYMARK_BENCH_WRITER'];
if (url !== undefined) await beWriter(url);
