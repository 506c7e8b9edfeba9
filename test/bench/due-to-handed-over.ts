import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Instant } from '#event-sourcing';
import { londonInstant } from '#procedure';
import { environmentOf, MailServer, startProcess, untilQuiet, World, type Environment } from '#simulation';
import { median, percentile, type BenchRun } from './bench.js';
import { waymarkCommand } from './running-trust.js';
import { enterSmallTrust, opening, trustDay } from './small-trust.js';

const sites = 100;
const minuteMs = 60_000;
/** So long before the minute the clock begins to run, and so long after it nobody looks on. */
const aheadMs = 3_000;
const undisturbedMs = 10_000;
const lettersMax = 10_000;

/** When the provider of each site is asked, and when each that has not answered is chased, and staff are told. */
const dueAts: readonly Instant[] = [londonInstant(trustDay, '09:00'), londonInstant(trustDay, '09:30')];

/**
 * From the minute at which letters are due to the moment at which the mail server has taken each: by a worker in a process
 * of its own and its own timetable, with the clock running through the minute.
 */
export async function measureHandingOver(run: BenchRun, name: string, further: Environment = {}): Promise<void> {
  const rounds: number[][] = [];
  for (let round = 0; round < run.rounds; round += 1) {
    const tookMs = await handOver(run, `handing_over_${name}_${round}`, further);
    rounds.push(tookMs);
    run.say(
      `jobs, ${name}: ${tookMs.length} letters from due to handed over, p99 ${Math.round(percentile(tookMs, 0.99))} ms`,
    );
  }
  const middle = (part: number) => median(rounds.map((tookMs) => percentile(tookMs, part)));
  run.put(`jobs.${name}.dueToHandedOver.letters`, median(rounds.map(({ length }) => length)));
  run.put(`jobs.${name}.dueToHandedOver.p50Ms`, middle(0.5));
  run.put(`jobs.${name}.dueToHandedOver.p99Ms`, middle(0.99));
}

/** How long each letter of one morning took. */
async function handOver({ server }: BenchRun, databaseName: string, further: Environment): Promise<number[]> {
  const database = await server.database(databaseName, []);
  const { serviceUrl, ownerUrl } = database;
  await database.close();
  const folder = mkdtempSync(join(tmpdir(), 'waymark-bench-due-'));
  const mail = await MailServer.start();
  const env = { ...(await environmentOf({ folder, serviceUrl, ownerUrl, smtpUrl: mail.url })), ...further };
  const world = await World.open({ ...env, LOG_LEVEL: 'warn' }, opening);
  const worker = await startProcess([...waymarkCommand, 'worker'], /worker has started/, env);
  try {
    await enterSmallTrust(world, sites);
    const tookMs: number[] = [];
    for (const dueAt of dueAts) tookMs.push(...(await liveThrough(world, dueAt)));
    return tookMs;
  } finally {
    await worker.stop();
    await world.jobs.empty();
    await world.close();
    await mail.stop();
    rmSync(folder, { recursive: true });
  }
}

/**
 * Lets the clock run through a minute together with the machine's clock, which is what the timetable's ticks come by, and tells
 * how long after the minute each letter was taken.
 */
async function liveThrough(world: World, dueAt: Instant): Promise<number[]> {
  const dueMs = Date.parse(dueAt);
  world.moveTo(new Date(dueMs - minuteMs).toISOString());
  await world.tick();
  await untilQuiet(world);
  const { store } = world.installation;
  const head = await store.head();

  await pause((untilMinute() - aheadMs + minuteMs) % minuteMs);
  const ahead = untilMinute();
  world.moveTo(new Date(dueMs - ahead).toISOString());
  world.letRun();
  await pause(ahead + undisturbedMs);
  await untilQuiet(world);
  const accepted = await store.readAll(head, lettersMax, { types: ['LetterAccepted'] });
  return accepted.map(({ data }) => Date.parse((JSON.parse(data) as { acceptedAt: string }).acceptedAt) - dueMs);
}

const untilMinute = (): number => minuteMs - (Date.now() % minuteMs);
