import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { BadDay, build, type Running } from './bad-day.js';
import { ServedTrust } from './served-trust.js';

const timeoutMs = 240_000;
const marksPerSecond = 20;

describe('a signal under load', () => {
  const day = new BadDay();
  let trust: ServedTrust;
  beforeAll(async () => {
    build();
    trust = await ServedTrust.begin(day, 60);
  }, timeoutMs);
  afterAll(async () => {
    await trust?.end();
    await day.end();
  }, timeoutMs);

  beforeEach(async () => {
    await trust.waymark.kill();
    await trust.serveAgain();
  }, timeoutMs);

  /** Marks come in and one is half sent, the signal comes, and the other half of it. */
  async function stopUnderLoad(programs: readonly Running[], signal: NodeJS.Signals): Promise<void> {
    const before = await trust.recorded();
    const stopMarking = trust.markSteadily(marksPerSecond);
    let half: Awaited<ReturnType<ServedTrust['beginMark']>>;
    try {
      await untilMore(before.length);
      half = await trust.beginMark();
      for (const program of programs) program.signal(signal);
      await untilNobodyAnswers();
      expect(await half.finish()).toBe(303);
      for (const program of programs) expect(await program.ended()).toMatchObject({ code: 0 });
    } finally {
      await stopMarking();
    }
    const sent = await stopMarking();
    const recorded = await trust.recorded();
    const acknowledged = sent.filter(({ status }) => status === 303).map(({ words }) => words);
    expect([...acknowledged, half.words].filter((words) => !recorded.includes(words))).toEqual([]);
    expect(recorded).toEqual([...new Set(recorded)]);
    expect(sent.filter(({ status }) => ![303, 0].includes(status))).toEqual([]);
  }
  async function untilMore(count: number): Promise<void> {
    while ((await trust.recorded()).length < count + 5) await pause(50);
  }
  async function untilNobodyAnswers(): Promise<void> {
    while (
      await fetch(`${trust.url}/health/live`).then(
        (answer) => answer.body?.cancel().then(() => true),
        () => false,
      )
    ) {
      await pause(20);
    }
  }

  it.each(['SIGINT', 'SIGTERM'] as const)(
    '%s lets what is under way be answered, and ends with 0',
    async (signal) => {
      await stopUnderLoad([trust.waymark], signal);
    },
    timeoutMs,
  );

  it(
    'that comes a second time ends it at once',
    async () => {
      const half = await trust.beginMark();
      trust.waymark.signal('SIGINT');
      await untilNobodyAnswers();
      await pause(400); // So late, it is not the same key that the terminal and npm both pass on.
      trust.waymark.signal('SIGINT');
      expect(await trust.waymark.ended()).toMatchObject({ code: 130 });
      await expect(half.finish()).rejects.toThrow(/ECONNRESET|EPIPE|socket hang up/);
      expect(await trust.recorded()).not.toContain(half.words);
    },
    timeoutMs,
  );

  it(
    'ends web and worker as well, each by itself, and nothing is left running',
    async () => {
      trust.waymark.signal('SIGTERM');
      expect(await trust.waymark.ended()).toMatchObject({ code: 0 });
      const env = { ...trust.env, LOG_LEVEL: 'info' };
      const [web, worker] = [day.start(['web'], env), day.start(['worker'], env)];
      await Promise.all([web.says(/are being served/), worker.says(/worker has started/)]);
      await stopUnderLoad([web, worker], 'SIGTERM');
      await trust.serveAgain();
      expect(await trust.flaws()).toEqual([]);

      trust.waymark.signal('SIGTERM');
      expect(await trust.waymark.ended()).toMatchObject({ code: 0 });
      expect(day.serverPid()).not.toBeNull(); // The test itself is still there.
      await trust.end();
      expect(day.serverPid()).toBeNull();
    },
    timeoutMs,
  );
});

describe('a program that does not come to an end', () => {
  it(
    'is ended, and says so',
    async () => {
      const day = new BadDay();
      const installation = pathToFileURL(resolve('dist/libs/installation/src/index.js')).href;
      const logging = pathToFileURL(resolve('dist/libs/logging/src/index.js')).href;
      const hanging = `
      import { stopOnSignals } from ${JSON.stringify(installation)};
      import { createLogger } from ${JSON.stringify(logging)};
      const opening = Promise.resolve({ close: () => new Promise(() => undefined) });
      stopOnSignals(opening, { log: createLogger('test', 'error'), withinMs: 100 });
      setInterval(() => undefined, 1_000);
      console.log('ready');`;
      const program = day.startScript(hanging);
      await program.says(/ready/);
      program.signal('SIGTERM');
      const { code, stdout, stderr } = await program.ended();
      expect(code).toBe(1);
      expect(stdout + stderr).toContain(
        'had not stopped after 0.1 s, and was ended. What was under way is taken up again',
      );
      await day.end();
    },
    timeoutMs,
  );
});
