import { randomUUID } from 'node:crypto';
import { beginning, canonical, noStream, type EventStore } from '#event-sourcing';
import { MemoryMoments, openKurrentDb } from '#event-stores';
import { KurrentProcess } from '../support/kurrentdb/index.js';
import { median, type Bench, type BenchRun } from './bench.js';
import type { Storing } from './contenders.js';
import { write, type Measured } from './writers.js';

const writerCounts = [1, 16, 64];
const page = 1_000;
const streamsRead = 200;

/**
 * What our adapter and the official client make of the wire protocol, from a stand-in on this machine that keeps its log
 * in a plain file. It says nothing about a real server, which has disks to sync and replicas to wait for.
 */
export const bench: Bench = {
  about: 'appending to and following a stand-in for KurrentDB through its client',
  run: async (run) => {
    const standIn = await KurrentProcess.start();
    const store = await openKurrentDb(standIn.url, { moments: new MemoryMoments() });
    try {
      for (const writers of writerCounts) await append(run, store, writers);
      await follow(run, store);
      run.put('kurrentStandIn.read.stream.p50Ms', median(await readStreams(store)));
    } finally {
      await store.close();
      await standIn.stop();
    }
  },
};

async function append(run: BenchRun, store: EventStore, writers: number): Promise<void> {
  const measured: Measured[] = [];
  for (let round = 0; round < run.rounds; round += 1) {
    measured.push(await write(storingIn(store), writers, run.seconds));
    run.say(`kurrent stand-in, ${writers} writers: ${Math.round(measured.at(-1)?.perSecond ?? 0)}/s`);
  }
  const middle = (of: keyof Measured) => median(measured.map((each) => each[of]));
  for (const of of ['perSecond', 'p50Ms', 'p99Ms'] as const) {
    run.put(`kurrentStandIn.append.w${writers}.${of}`, middle(of));
  }
}

/** As a follower that begins at the beginning: everything that was appended, by a subscription of the adapter. */
async function follow(run: BenchRun, store: EventStore): Promise<void> {
  const head = await store.head();
  const rates: number[] = [];
  for (let round = 0; round < run.rounds; round += 1) {
    const ended = new AbortController();
    const began = performance.now();
    let count = 0;
    for await (const batch of store.subscribe(beginning, { signal: ended.signal, limit: page })) {
      count += batch.length;
      if (batch.at(-1)?.position === head) ended.abort();
    }
    rates.push((count * 1000) / (performance.now() - began));
    run.say(`kurrent stand-in, following ${count} events: ${Math.round(rates.at(-1) ?? 0)}/s`);
  }
  run.put('kurrentStandIn.follow.eventsPerSecond', median(rates));
}

async function readStreams(store: EventStore): Promise<number[]> {
  const times: number[] = [];
  for (const { stream } of await store.readAll(beginning, streamsRead)) {
    const began = performance.now();
    await store.readStream(stream);
    times.push(performance.now() - began);
  }
  return times;
}

const data = canonical({ subjectId: randomUUID(), on: '2026-11-23', session: 'am', sealed: 'x'.repeat(160) });
const meta = canonical({
  actor: { kind: 'staff', id: randomUUID(), roles: ['attendance-lead'] },
  correlationId: randomUUID(),
  recordedAt: '',
  schema: 1,
  via: 'web',
});

const storingIn = (store: EventStore): Storing => ({
  store: async (stream, revision, events) => {
    const expected = revision === 0 ? noStream : BigInt(revision - 1);
    const made = Array.from({ length: events }, () => ({ id: randomUUID(), type: 'AttendanceConfirmed', data, meta }));
    await store.append(stream, expected, made);
  },
  close: async () => undefined,
});
