import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '#database';
import { MailServer, untilQuiet, World } from '#simulation';
import { enterSmallTrust, morning, opening } from '../bench/small-trust.js';
import { LossyProxy } from '../support/lossy-proxy.js';
import type { BadDay, Running } from './bad-day.js';
import { flawsOf, sendMark } from './served-trust.js';

/** What befalls a worker in the middle of its work: it is killed, it stands still, or its line is dead at both ends. */
export const mishaps = ['killed', 'frozen', 'cut off'] as const;
export type Mishap = (typeof mishaps)[number];

/** After how many milliseconds another process had done each thing that the first was to do. */
export type TakenOver = { readonly ms: ReadonlyMap<string, number>; readonly flaws: readonly string[] };

type Urls = { readonly serviceUrl: string; readonly ownerUrl: string };

const giveUpAfterMs = 60_000;
const words = 'Marked when the worker was gone.';

/**
 * A worker has everything: the leases, the followers' rows, a letter on its way to a mail server that takes its time. A second
 * one stands by. Then the first is no more, a provider marks, and the time runs until all that follows is done.
 */
export async function takeOver(day: BadDay, { serviceUrl, ownerUrl }: Urls, mishap: Mishap): Promise<TakenOver> {
  const mail = await MailServer.start();
  const line = await LossyProxy.before(serviceUrl);
  const env = {
    WAYMARK_CLOCK_FILE: `${day.folder}/clock.json`,
    WAYMARK_DATA: day.dataDir,
    DATABASE_URL: serviceUrl,
    DATABASE_OWNER_URL: ownerUrl,
    SMTP_URL: mail.url,
    HOST: '127.0.0.1',
    PORT: String(await freePort()),
    LOG_LEVEL: 'info',
    NODE_ENV: 'test',
  };
  const world = await World.open({ ...env, LOG_LEVEL: 'silent' }, opening);
  try {
    const web = day.start(['web'], env);
    await web.says(/are being served/);
    const first = day.start(['worker'], { ...env, DATABASE_URL: line.url });
    await first.says(/worker has started/);
    const [pupil] = await enterSmallTrust(world, 1);
    if (!pupil) throw new Error('Nobody is there to be marked.');
    await untilQuiet(world);
    const second = day.start(['worker'], env);
    await second.says(/worker has started/);

    // The letter is taken by whichever worker is quicker; the one that has it is the one that is to go.
    mail.mood = 'slow';
    world.moveTo(morning);
    const reached = mail.nextLetter();
    await onlyFirstTakesJobs(second, async () => {
      await world.tick();
      await reached;
    });
    mail.mood = 'accept';

    const began = performance.now();
    await befall(first, line, mishap);
    const { status } = await sendMark(world.config.publicUrl, pupil, 'present', words);
    if (status !== 303) throw new Error(`The mark was answered with ${status}.`);
    const ms = await measure(world, began);

    if (mishap === 'frozen') first.signal('SIGCONT');
    const flaws = await flawsOf(world);
    if (mail.received.length !== 1) flaws.push(`The letter was taken ${mail.received.length} times.`);
    return { ms, flaws };
  } finally {
    await world.close();
    await day.end();
    await line.close();
    await mail.stop();
  }
}

/** A second worker that stands still takes none; what it misses meanwhile is less than its leases last. */
async function onlyFirstTakesJobs(second: Running, work: () => Promise<void>): Promise<void> {
  second.signal('SIGSTOP');
  try {
    await work();
  } finally {
    second.signal('SIGCONT');
  }
}

async function befall(worker: Running, line: LossyProxy, mishap: Mishap): Promise<void> {
  switch (mishap) {
    case 'killed':
      return worker.kill();
    case 'frozen':
      return worker.signal('SIGSTOP');
    case 'cut off':
      return line.fallSilent();
  }
}

/** When each follower had passed the mark, its duty was met, and the letter was handed over. */
async function measure({ installation: { store, progress } }: World, began: number): Promise<Map<string, number>> {
  const ms = new Map<string, number>();
  const note = (what: string) => {
    if (!ms.has(what)) ms.set(what, performance.now() - began);
  };
  for (;;) {
    const events = await store.readAll(0n, 10_000);
    const marked = events.find(({ type }) => type === 'ProviderAnswered');
    const followers = await progress.lag();
    for (const { name, kind, position } of followers) {
      if (marked && position >= marked.position) note(`${kind} ${name}`);
    }
    if (events.some(({ type }) => type === 'DutyMet')) note('a process’s command');
    if (events.some(({ type }) => type === 'LetterAccepted')) note('a letter on its way');
    if (ms.size === followers.length + 2) return ms;
    if (performance.now() - began > giveUpAfterMs) {
      const seen = [...ms].map(([what, after]) => `${what} after ${Math.round(after)} ms`).join(', ');
      throw new Error(`Not everything was taken over; only ${seen}.`);
    }
    await pause(50);
  }
}
