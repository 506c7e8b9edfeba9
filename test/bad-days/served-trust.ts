import { once } from 'node:events';
import { request } from 'node:http';
import { Rebuild } from '#followers';
import { allProjections } from '#read-models';
import { freePort } from '#database';
import { untilQuiet, World, type Environment } from '#simulation';
import { enterSmallTrust, morning, opening, type LinkedPupil } from '../bench/small-trust.js';
import type { BadDay, Running } from './bad-day.js';

/** What became of one mark that was sent through a provider's link. */
export type SentMark = { readonly words: string; readonly status: number; readonly page: string };

type Answer = 'present' | 'late';

/**
 * A small trust on an embedded database, on a held morning, served by `waymark start`: its providers mark through their
 * links. The world stands beside it, as a second process that looks at the same installation.
 */
export class ServedTrust {
  private sent = 0;

  private constructor(
    readonly world: World,
    readonly env: Environment,
    readonly pupils: readonly LinkedPupil[],
    readonly url: string,
    public waymark: Running,
    private readonly day: BadDay,
  ) {}

  static async begin(day: BadDay, pupilCount: number, further: Environment = {}): Promise<ServedTrust> {
    const env = {
      WAYMARK_DATA: day.dataDir,
      WAYMARK_CLOCK_FILE: `${day.folder}/clock.json`,
      HOST: '127.0.0.1',
      PORT: String(await freePort()),
      LOG_LEVEL: 'error',
      ...further,
    };
    const world = await World.open({ ...env, LOG_LEVEL: 'silent' }, opening);
    try {
      const { waymark, url } = await day.serve(env);
      const pupils = await enterSmallTrust(world, pupilCount);
      world.moveTo(morning);
      await world.tick();
      await untilQuiet(world);
      return new ServedTrust(world, env, pupils, url, waymark, day);
    } catch (error) {
      await world.close();
      throw error;
    }
  }

  /** Starts it anew, after it has ended. */
  async serveAgain(): Promise<void> {
    ({ waymark: this.waymark } = await this.day.serve(this.env));
  }

  /** Marks the next pupil in turn as the provider does; every mark has words of its own. Status 0: nobody answered. */
  async mark(): Promise<SentMark> {
    const { pupil, answer, words } = this.next();
    return sendMark(this.url, pupil, answer, words);
  }

  /** Marks at a steady pace until it is told to stop, and then gives what became of each. */
  markSteadily(perSecond: number): () => Promise<SentMark[]> {
    const sending: Promise<SentMark>[] = [];
    const timer = setInterval(() => sending.push(this.mark()), 1_000 / perSecond);
    return () => {
      clearInterval(timer);
      return Promise.all(sending);
    };
  }

  /** Begins to send a mark, up to where the server has taken the request; `finish` sends the rest. */
  async beginMark(): Promise<{ readonly words: string; finish(): Promise<number> }> {
    const { pupil, answer, words } = this.next();
    const body = formOf(pupil, answer, words).toString();
    const headers = {
      ...sentFrom(this.url),
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': Buffer.byteLength(body),
      expect: '100-continue',
    };
    const sending = request(`${this.url}${pupil.linkPath}`, { method: 'POST', agent: false, headers });
    const answered = new Promise<number>((resolve, reject) => {
      sending.once('response', (response) => resolve(response.resume().statusCode ?? 0)).once('error', reject);
    });
    answered.catch(() => undefined); // Whoever finishes it is told.
    sending.flushHeaders();
    await Promise.race([once(sending, 'continue'), answered]);
    return {
      words,
      finish: () => {
        sending.end(body);
        return answered;
      },
    };
  }

  private next(): { readonly pupil: LinkedPupil; readonly answer: Answer; readonly words: string } {
    const turn = this.sent;
    this.sent += 1;
    const pupil = this.pupils[turn % this.pupils.length];
    if (!pupil) throw new Error('Nobody is there to be marked.');
    const answer = Math.floor(turn / this.pupils.length) % 2 === 0 ? 'present' : 'late';
    return { pupil, answer, words: `Mark ${turn}` };
  }

  /** The words of all marks that are in the log, in its order. */
  recorded(): Promise<string[]> {
    return recordedMarks(this.world);
  }

  /** What is wrong with the log, and with the rows that were made from it; empty when all is well. */
  flaws(): Promise<string[]> {
    return flawsOf(this.world);
  }

  end(): Promise<void> {
    return this.world.close();
  }
}

const sentFrom = (origin: string) => ({ origin, 'sec-fetch-site': 'same-origin', accept: 'text/html' });

const formOf = ({ placementId }: LinkedPupil, answer: Answer, words: string): URLSearchParams =>
  new URLSearchParams({ [`answer-${placementId}-am`]: answer, [`words-${placementId}-am`]: words });

/** Marks a pupil as their provider does. Status 0: nobody answered. */
export async function sendMark(url: string, pupil: LinkedPupil, answer: Answer, words: string): Promise<SentMark> {
  try {
    const response = await fetch(`${url}${pupil.linkPath}`, {
      method: 'POST',
      redirect: 'manual',
      headers: sentFrom(url),
      body: formOf(pupil, answer, words),
    });
    return { words, status: response.status, page: await response.text() };
  } catch {
    return { words, status: 0, page: '' };
  }
}

/** The words of all marks that are in the log, in its order. */
export async function recordedMarks({ installation: { store, codec } }: World): Promise<string[]> {
  const stored = await store.readAll(0n, 100_000, { types: ['ProviderAnswered', 'AnswerChanged'] });
  return (await codec.open(stored)).map(({ data }) => String((data as { words?: unknown }).words));
}

/** What is wrong with the log, and with the rows that were made from it; empty when all is well. */
export async function flawsOf(world: World): Promise<string[]> {
  const { store, rebuilding } = world.installation;
  await untilQuiet(world);
  const flaws: string[] = [];
  const revisions = new Map<string, bigint>();
  let [position, recordedAt] = [0n, ''];
  for (const event of await store.readAll(0n, 100_000)) {
    if (event.position !== position + 1n) flaws.push(`After position ${position} comes ${event.position}.`);
    const revision = revisions.get(event.stream) ?? -1n;
    if (event.revision !== revision + 1n) flaws.push(`After ${event.stream} ${revision} comes ${event.revision}.`);
    revisions.set(event.stream, event.revision);
    const at = String((JSON.parse(event.meta) as { recordedAt?: unknown }).recordedAt);
    if (at < recordedAt) flaws.push(`Time goes back at position ${event.position}.`);
    [position, recordedAt] = [event.position, at];
  }
  for (const projection of allProjections) {
    const rebuild = new Rebuild(projection, rebuilding);
    await rebuild.build();
    for (const { rowId, since } of await rebuild.differences()) {
      flaws.push(`${projection.name} ${rowId} since ${since} is not what a rebuild makes of it.`);
    }
    await rebuild.discard();
  }
  return flaws;
}
