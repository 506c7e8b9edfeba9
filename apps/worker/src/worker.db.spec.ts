import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readConfig } from '#config';
import { attendanceIdOf } from '#domain';
import { HeldClock, idFrom, noStream, type Id, type Instant, type Message, type Meta } from '#event-sourcing';
import { allMigrations, openInstallation, type Installation } from '#installation';
import { ClockKeeping, type Jobs } from '#jobs';
import { MailServer } from '../../../libs/simulation/src/mail-server.js';
import { freshDatabase, type FreshDatabase } from '../../../test/support/index.js';
import { startWorker, type RunningWorker, type WorkerOptions } from './start-worker.js';

const monday = '2026-11-23';
const at = (time: string): Instant => `${monday}T${time}.000Z`;
const id = (...parts: string[]): Id => idFrom('worker spec', ...parts);
const [schoolId, providerId, siteId, adultId, leadId] = ['school', 'provider', 'site', 'adult', 'lead'].map((each) =>
  id(each),
) as [Id, Id, Id, Id, Id];
const meta: Meta = { actor: { kind: 'staff', id: leadId, roles: [] }, correlationId: id('why'), via: 'web' };
const pupils = ['one', 'two', 'three'];
const procedure = { id: 'off-site-education', edition: '2025-01' };

/** A school with a lead, a site with a contact, and three pupils who are expected there at nine. */
const history: Record<string, Message[]> = {
  [`school-${schoolId}`]: [
    {
      type: 'SchoolOpened',
      data: { schoolId, name: 'Northgate', telephone: '1', attendanceMailbox: 'office@school.example' },
    },
    {
      type: 'SessionTimesSet',
      data: {
        schoolId,
        from: '2026-09-01',
        am: { start: '08:50', end: '12:00' },
        pm: { start: '13:00', end: '15:00' },
      },
    },
    { type: 'TermSet', data: { schoolId, name: 'Autumn', from: '2026-09-02', to: '2026-12-18' } },
    ...['attendance-lead', 'designated-safeguarding-lead'].map((role) => ({
      type: 'RoleGiven',
      data: { schoolId, role, personId: leadId, standing: 'holder', from: '2026-09-01' },
    })),
  ],
  [`person-${leadId}`]: [
    { type: 'PersonAdded', data: { personId: leadId, name: 'Ada', email: 'lead@school.example' } },
  ],
  [`provider-${providerId}`]: [
    { type: 'ProviderEntered', data: { providerId, name: 'Canal' } },
    { type: 'SiteOpened', data: { providerId, siteId, name: 'Wharf', address: 'Wharf', telephone: '2' } },
    {
      type: 'AdultNamed',
      data: { providerId, siteId, adultId, name: 'Jo', email: 'jo@there.example', attendanceContact: true },
    },
  ],
  ...Object.fromEntries(pupils.map((each) => [`placement-${id('placement', each)}`, placementOf(each)])),
};

function placementOf(name: string): Message[] {
  const about = { placementId: id('placement', name), subjectId: id('pupil', name), schoolId };
  const slots = [{ weekday: 1, session: 'am', arriveAt: '09:00', leaveAt: '12:00' }];
  return [
    {
      type: 'PlacementProposed',
      data: { ...about, providerId, siteId, purpose: 'x', startOn: monday, slots, procedure },
    },
    { type: 'PlacementFoundStarted', data: { ...about, startedOn: monday, missing: [] } },
  ];
}

let fresh: FreshDatabase;
let server: MailServer;
let clock: HeldClock;
let dataDir: string;
const installations: Installation[] = [];
const workers: RunningWorker[] = [];

beforeEach(async () => {
  [fresh, server, dataDir] = await Promise.all([
    freshDatabase({ migrations: allMigrations }),
    MailServer.start(),
    mkdtemp(join(tmpdir(), 'worker-')),
  ]);
  clock = new HeldClock(at('08:00:00'));
  const { journal } = await install();
  for (const [stream, events] of Object.entries(history)) await journal.append(stream, noStream, events, meta);
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.close()));
  await Promise.all(installations.splice(0).map((installation) => installation.close()));
  await server.stop();
  await fresh.drop();
  await rm(dataDir, { recursive: true });
});

async function install(): Promise<Installation> {
  const config = {
    ...readConfig({
      WAYMARK_DATA: dataDir,
      LOG_LEVEL: 'silent',
      PUBLIC_URL: 'https://ap.trust.example',
      SMTP_URL: server.url,
    }),
    databaseUrl: fresh.serviceUrl,
    databaseOwnerUrl: fresh.ownerUrl,
  };
  const installation = await openInstallation(config, { clock });
  installations.push(installation);
  return installation;
}

async function work(options: WorkerOptions = { keepsTime: false }): Promise<RunningWorker> {
  const worker = await startWorker(await install(), { lockDurationMs: 300, drainMs: 200, ...options });
  workers.push(worker);
  return worker;
}

/** Waits until a question is answered as expected; if it never is, the last answer says what was wrong. */
async function eventually<T>(ask: () => Promise<T>, expected: T): Promise<void> {
  const giveUpAt = performance.now() + 40_000;
  let answer = await ask();
  while (JSON.stringify(answer) !== JSON.stringify(expected) && performance.now() < giveUpAt) {
    await pause(20);
    answer = await ask();
  }
  expect(answer).toEqual(expected);
}

/** The types of all events of some categories, counted; what is owed again and again is another story. */
async function counted(...categories: string[]): Promise<Record<string, number>> {
  const [installation] = installations;
  const events = (await installation?.store.readAll(0n, 5_000, { categories })) ?? [];
  const counts: Record<string, number> = {};
  const ofSessions = events.filter(({ data }) => !data.includes('"period":'));
  for (const { type } of ofSessions.sort((a, b) => (a.type < b.type ? -1 : 1))) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

const subjects = () =>
  server.received.map(({ subject }) => subject.replace(/,.*$/, '')).sort((a, b) => (a < b ? -1 : 1));
const tick = async (jobs: Jobs): Promise<void> => {
  await jobs.add('sweep-duties', { at: clock.now() });
  await jobs.add('sweep-letters', { at: clock.now() });
};

const requested = { DutyRaised: 3, DutyStepTaken: 3 };
const oneAccepted = { HandingOverBegun: 1, LetterAccepted: 1, LetterComposed: 1 };

describe('a tick', () => {
  it('asks the provider about all its pupils by one letter, at the time at which they are expected', async () => {
    const { jobs } = await work();
    await tick(jobs);
    await eventually(() => jobs.counts(), { waiting: 0, active: 0, scheduled: 0 });
    expect(await counted('duty', 'letter')).toEqual({});

    clock.moveTo(at('09:00:00'));
    await tick(jobs);
    await eventually(() => counted('duty'), requested);
    await eventually(() => counted('letter'), oneAccepted);
    expect(subjects()).toEqual(['Attendance']);
  });

  it('chases silence, tells the lead, and opens a search for each pupil, without a further tick', async () => {
    const { jobs } = await work();
    clock.moveTo(at('09:00:00'));
    await tick(jobs);
    await eventually(() => counted('letter'), oneAccepted);

    clock.moveTo(at('09:30:00'));
    await tick(jobs);
    await eventually(() => counted('whereabouts'), { WhereaboutsOpened: 3 });
    await eventually(async () => (await counted('letter'))['LetterAccepted'], 3);
    expect(subjects()).toEqual(['Attendance', 'No answer about attendance', 'Still waiting: attendance']);
    // The searches fell due by what the tick led to: their duties wait for no minute to pass.
    await eventually(async () => (await counted('duty'))['DutyRaised'], 6);
  });

  it('leads to nothing about a pupil of whom the provider has spoken', async () => {
    const { jobs } = await work();
    clock.moveTo(at('09:00:00'));
    await tick(jobs);
    await eventually(() => counted('letter'), oneAccepted);
    for (const each of pupils) await answered(each);
    await eventually(async () => (await counted('duty'))['DutyMet'], 3);

    clock.moveTo(at('12:30:00'));
    await tick(jobs);
    await eventually(() => jobs.counts(), { waiting: 0, active: 0, scheduled: 0 });
    expect(await counted('duty')).toEqual({ ...requested, DutyMet: 3 });
    expect(subjects()).toEqual(['Attendance']);
  });
});

describe('whatever happens to the queue', () => {
  it('the next tick brings everything back when it was emptied', async () => {
    const { jobs } = await work();
    clock.moveTo(at('09:00:00'));
    await tick(jobs);
    await jobs.empty();
    await tick(jobs);
    await eventually(() => counted('duty'), requested);
    await jobs.empty();
    await tick(jobs);
    await eventually(() => counted('letter'), oneAccepted);
    expect(subjects()).toEqual(['Attendance']);
  });

  it('two workers and many ticks do nothing twice', async () => {
    const [one, two] = await Promise.all([work(), work()]);
    clock.moveTo(at('09:00:00'));
    await Promise.all([tick(one.jobs), tick(two.jobs), tick(one.jobs)]);
    await eventually(() => counted('duty'), requested);
    clock.moveTo(at('09:30:00'));
    await Promise.all([tick(two.jobs), tick(one.jobs), tick(two.jobs)]);
    await eventually(async () => (await counted('letter'))['LetterAccepted'], 3);
    await eventually(async () => (await counted('duty'))['DutyRaised'], 6);
    await Promise.all([tick(two.jobs), tick(one.jobs)]);
    await eventually(() => one.jobs.counts(), { waiting: 0, active: 0, scheduled: 0 });
    const letters = await counted('letter');
    expect(letters).toEqual({ HandingOverBegun: 3, LetterAccepted: 3, LetterComposed: 3 });
    expect(server.received).toHaveLength(3);
    expect(await counted('whereabouts')).toEqual({ WhereaboutsOpened: 3 });
  });

  it('a letter that was cut off in the middle goes again from another worker', async () => {
    server.mood = 'slow';
    const dying = await work();
    clock.moveTo(at('09:00:00'));
    const read = server.nextLetter();
    await tick(dying.jobs);
    await read;
    await dying.close();
    expect(await counted('letter')).toEqual({ HandingOverBegun: 1, LetterComposed: 1 });

    server.mood = 'accept';
    const next = await work();
    await tick(next.jobs);
    await eventually(() => counted('letter'), { HandingOverBegun: 2, LetterAccepted: 1, LetterComposed: 1 });
    expect(server.received.map(({ messageId }) => messageId)).toHaveLength(1);
    expect(await next.jobs.failed.latest()).toEqual([]);
  });
});

describe('a worker that keeps the time', () => {
  it('sweeps at start, and says that it is alive', async () => {
    clock.moveTo(at('09:00:00'));
    await work({ keepsTime: true });
    await eventually(() => counted('letter'), oneAccepted);
    const [installation] = installations;
    const health = await new ClockKeeping((installation as Installation).database.pool('test')).health(at('09:00:30'));
    expect(health).toMatchObject({ sweptTo: at('09:00:00'), behindSeconds: 30, lags: false });
    expect(health.workers).toHaveLength(1);
  });

  it('puts the timetable back and sweeps when the queue has lost both', async () => {
    clock.moveTo(at('08:30:00'));
    const { jobs } = await work({ keepsTime: true, watchEveryMs: 50 });
    const scheduled = async () => (await jobs.counts()).scheduled;
    await eventually(scheduled, 3);
    await jobs.empty();
    clock.moveTo(at('09:00:00'));
    await eventually(() => counted('letter'), oneAccepted);
    await eventually(scheduled, 3);
  });

  it('says goodbye when it stops, and stops within seconds', async () => {
    const worker = await work({ keepsTime: true });
    const began = performance.now();
    await worker.close();
    expect(performance.now() - began).toBeLessThan(5_000);
    const [installation] = installations;
    const { workers: alive } = await new ClockKeeping((installation as Installation).database.pool('test')).health(
      clock.now(),
    );
    expect(alive).toEqual([]);
  });
});

async function answered(name: string): Promise<void> {
  const placementId = id('placement', name);
  const session = { placementId, subjectId: id('pupil', name), schoolId, siteId, on: monday, session: 'am' } as const;
  const data = { ...session, answer: 'present', answeredAt: clock.now(), channel: 'link', byId: adultId };
  const { journal } = installations[0] as Installation;
  await journal.append(`attendance-${attendanceIdOf(session)}`, noStream, [{ type: 'ProviderAnswered', data }], meta);
}
