import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { median, percentile, type Bench, type BenchRun } from './bench.js';
import { RunningTrust } from './running-trust.js';
import type { LinkedPupil } from './small-trust.js';

const marksPerSecond = 20;
/** A link takes 60 requests in a minute, so that many providers mark in turn, as they do in the morning. */
const pupilCount = 60;
const lookEveryMs = 5;

/** From a provider's mark to the board: web and worker are processes of their own, and marks come at a steady pace. */
export const bench: Bench = {
  about: `from a provider's mark to the row that the board shows, at ${marksPerSecond} marks a second`,
  run: async (run) => {
    const trust = await RunningTrust.start(run.server, 'marks', pupilCount);
    try {
      await measure(trust, 3); // Code and caches are warm before it counts.
      const rounds: number[][] = [];
      for (let round = 0; round < run.rounds; round += 1) {
        rounds.push(await measure(trust, Math.max(run.seconds, 15)));
        run.say(`mark: p99 ${Math.round(percentile(rounds.at(-1) ?? [], 0.99))} ms`);
      }
      put(run, rounds);
    } finally {
      await trust.stop();
    }
  },
};

function put(run: BenchRun, rounds: readonly (readonly number[])[]): void {
  run.put('mark.perSecond', marksPerSecond);
  run.put('mark.marks', rounds.flat().length);
  run.put('mark.p50Ms', median(rounds.map((times) => percentile(times, 0.5))));
  run.put('mark.p99Ms', median(rounds.map((times) => percentile(times, 0.99))));
}

/** How long each mark took to be shown, in milliseconds from the moment at which the request was sent. */
async function measure({ world, pupils }: RunningTrust, seconds: number): Promise<number[]> {
  const board = new Board(world.installation.database.pool('bench'));
  await board.begin();
  const sending: Promise<number>[] = [];
  const began = performance.now();
  for (let mark = 0; mark < seconds * marksPerSecond; mark += 1) {
    await pause(Math.max(0, began + (mark * 1_000) / marksPerSecond - performance.now()));
    const pupil = pupils[mark % pupils.length];
    if (pupil) sending.push(markAndSee(world.config.publicUrl, pupil, board));
  }
  const times = await Promise.all(sending);
  board.end();
  return times;
}

const answers = ['present', 'late'];
let given = 0;

async function markAndSee(origin: string, { placementId, linkPath }: LinkedPupil, board: Board): Promise<number> {
  given += 1;
  // Every time round the pupils, the other answer: each mark is a new event.
  const answer = answers[Math.floor(given / pupilCount) % 2] ?? '';
  const sentAt = performance.now();
  const seen = board.next(placementId);
  const response = await fetch(`${origin}${linkPath}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin, 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ [`answer-${placementId}-am`]: answer, [`words-${placementId}-am`]: `Mark ${given}` }),
  });
  if (response.status !== 303) throw new Error(`A mark answered ${response.status}: ${await response.text()}`);
  return (await seen) - sentAt;
}

/** Looks at the rows of the sessions over and over, and tells when a placement's has a new version. */
class Board {
  private last = '0';
  private looking = true;
  private readonly waiting = new Map<string, (at: number) => void>();

  constructor(private readonly pool: Pool) {}

  async begin(): Promise<void> {
    const { rows } = await this.pool.query('SELECT coalesce(max(since), 0)::text AS last FROM reads.sessions_v1');
    this.last = String(rows[0]?.last);
    void this.look();
  }

  next(placementId: string): Promise<number> {
    return new Promise((resolve) => this.waiting.set(placementId, resolve));
  }

  end(): void {
    this.looking = false;
  }

  private async look(): Promise<void> {
    while (this.looking) {
      const { rows } = await this.pool.query<{ placement: string; since: string }>(
        `SELECT open ->> 'placementId' AS placement, since::text FROM reads.sessions_v1
         WHERE since > $1 ORDER BY since`,
        [this.last],
      );
      const at = performance.now();
      for (const { placement, since } of rows) {
        this.waiting.get(placement)?.(at);
        this.waiting.delete(placement);
        this.last = since;
      }
      await pause(lookEveryMs);
    }
  }
}
