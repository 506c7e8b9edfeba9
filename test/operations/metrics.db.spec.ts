import { noStream, newId, StreamMoved } from '#event-sourcing';
import { followerName } from '#followers';
import { ClockKeeping, FailedJobs } from '#jobs';
import { catalogue, type Metric } from '#metrics';
import { people, sessions } from '#read-models';
import { aboutInstallation } from '../../apps/operations/src/about-installation.js';
import { Operations } from '../../apps/operations/src/operations.js';
import { personId, placementId, schoolId, siteId, subjectId } from '../../libs/simulation/src/week/names.js';
import { eventually } from '../support/eventually.js';
import { WebWorld } from '../support/web-world.js';
import { alerts, holding } from './alerts.js';
import { collect, valueOf } from './collecting.js';
import type { Exposed } from './exposition.js';
import { selectorsOf } from './promql.js';

const on = '2026-11-16';
const at = (time: string) => `${on}T${time}:00.000Z`;
const amara = {
  placementId: placementId('amara', 'wheelhouse'),
  subjectId: subjectId('amara'),
  schoolId: schoolId('hollin-bank'),
  siteId: siteId('wheelhouse'),
  on,
  session: 'am',
} as const;
/** What Prometheus itself knows, and adds to what it collects. */
const ofPrometheus = { names: ['up'], labels: ['instance', 'job'] };

describe('what operators collect', () => {
  let operations: Operations;
  let world: WebWorld;
  let stumbles = false;
  beforeAll(async () => {
    const config = { operationsPort: 0, operationsHost: '127.0.0.1', drainSeconds: 0, logLevel: 'silent' } as const;
    operations = await Operations.open(config);
    const beforeProcessSends = () => {
      if (stumbles) throw new Error('It stumbled.');
    };
    world = await WebWorld.open({ at: at('09:10'), meter: operations.meter, beforeProcessSends });
    const { installation, editions } = world;
    operations.opened(aboutInstallation(installation, { editions, forMs: 0 }));
    await moveTo('09:10');
  }, 60_000);
  afterAll(async () => {
    await world.close();
    await operations.close();
  });

  /** The clock shows this time, and the sweeps and a worker are at work. */
  async function moveTo(time: string): Promise<void> {
    await world.moveTo(at(time));
    const keeping = new ClockKeeping(pool());
    await keeping.beat({ workerId: newId(), startedAt: at(time), beatAt: at(time) });
  }
  const pool = () => world.installation.database.pool('web');
  const now = (): Promise<Exposed> => collect(operations.url ?? '');
  const raised = async (): Promise<string[]> => holding({ now: (await now()).series });

  it('describes each metric that there is, with its labels, and no other of ours', async () => {
    await fetch(`${world.web.url}/sign-in`);
    const { described, series } = await now();
    const ours = [...described.keys()].filter((name) => name.startsWith('waymark_'));
    expect(ours.toSorted()).toEqual(Object.keys(catalogue).toSorted());
    for (const { name, labels } of series.filter((each) => each.name.startsWith('waymark_'))) {
      const metric: Metric | undefined = new Map<string, Metric>(Object.entries(catalogue)).get(
        name.replace(/_(bucket|sum|count)$/, ''),
      );
      expect([name, Object.keys(labels).filter((label) => label !== 'le')]).toEqual([
        name,
        [...(metric?.labels ?? [])],
      ]);
    }
  });

  it('has whatever an alert asks for', async () => {
    const { described, series } = await now();
    for (const { name: alert, expression } of alerts()) {
      for (const { selector, by } of selectorsOf(expression)) {
        const { name } = selector;
        const metric = name.replace(/_bucket$/, '');
        const isThere = described.has(metric) || ofPrometheus.names.includes(name);
        expect([alert, isThere]).toEqual([alert, true]);
        const known = new Set([
          ...(new Map<string, Metric>(Object.entries(catalogue)).get(metric)?.labels ?? []),
          ...(name.endsWith('_bucket') ? ['le'] : []),
          ...ofPrometheus.labels,
        ]);
        const asked = [...selector.matchers.map(({ label }) => label), ...by];
        expect([alert, asked.filter((label) => !known.has(label))]).toEqual([alert, []]);
        // A value that a label never has would be an alert that is never raised.
        for (const { label, value } of selector.matchers) {
          if (!name.startsWith('waymark_') || ['waymark_http_requests_total', 'waymark_jobs'].includes(name)) continue;
          if (label === 'part' && value === 'jobs') continue; // Workers tell it: see the tests with real programs.
          const there = series.some((each) => each.name === name && each.labels[label] === value);
          expect([alert, label, value, there]).toEqual([alert, label, value, true]);
        }
      }
    }
  });

  it('raises no alert on a morning on which all is well', async () => {
    // Followers say every few seconds that they are at work, and the database may have stood since it was filled.
    await eventually(async () => expect(await raised()).toEqual([]), 20_000);
  }, 30_000);

  it('counts what is stored, and what found that somebody else was first', async () => {
    const before = await now();
    const person = newId();
    const { journal } = world.installation;
    await world.send({ type: 'AddPerson', data: { personId: person, name: 'Ada Marsh', email: 'ada@x.example' } });
    const left = [{ type: 'PersonLeft', data: { personId: person, on } }];
    const meta = {
      actor: { kind: 'system' as const, id: 'test', roles: [] },
      correlationId: newId(),
      via: 'job' as const,
    };
    await expect(journal.append(`person-${person}`, noStream, left, meta)).rejects.toThrow(StreamMoved);
    await world.caughtUp();
    const after = await now();
    const grown = (name: string, labels = {}) =>
      (valueOf(after, name, labels) ?? 0) - (valueOf(before, name, labels) ?? 0);
    expect(grown('waymark_appends_total')).toBe(1);
    expect(grown('waymark_events_appended_total', { type: 'PersonAdded' })).toBe(1);
    expect(grown('waymark_append_conflicts_total')).toBe(1);
    expect(grown('waymark_append_duration_seconds_count')).toBe(2);
    expect(grown('waymark_append_group_size_count')).toBe(2);
    expect(grown('waymark_log_head')).toBe(1);
    // Each follower has passed each event, heard or not.
    expect(grown('waymark_follower_events_total', { follower: followerName(people) })).toBe(1);
    expect(grown('waymark_follower_events_total', { follower: followerName(sessions) })).toBe(1);
  });

  it('counts requests by the pattern of their address, and no method that somebody made up', async () => {
    const { url } = world.web;
    await fetch(`${url}/schools/${amara.schoolId}/today`, { redirect: 'manual' });
    await fetch(`${url}/nowhere/${newId()}`, { method: 'PROPFIND' });
    await eventually(async () => {
      const exposed = await now();
      const today = { method: 'GET', route: '/schools/:schoolId/today', status: '3xx' };
      expect(valueOf(exposed, 'waymark_http_requests_total', today)).toBe(1);
      const odd = { method: 'other', route: 'none', status: '4xx' };
      expect(valueOf(exposed, 'waymark_http_requests_total', odd)).toBe(1);
    });
  });

  it('tells that nobody has said anything of a pupil, for how long, and what is owed', async () => {
    await world.asked(amara, at('09:10'));
    await moveTo('09:39');
    const waits = await now();
    expect(valueOf(waits, 'waymark_duties', { kind: 'attendance-check', state: 'not-due' })).toBe(1);
    expect(valueOf(waits, 'waymark_session_oldest_unconfirmed_seconds')).toBe(0);
    await moveTo('10:45');
    const silent = await now();
    expect(valueOf(silent, 'waymark_duties', { kind: 'attendance-check', state: 'overdue-untaken' })).toBe(1);
    expect(valueOf(silent, 'waymark_session_oldest_unconfirmed_seconds')).toBe(65 * 60);
    expect(await raised()).toEqual(['WaymarkSessionUnconfirmed']);
  });

  it('tells that a pupil is looked for and nobody has taken it, until somebody says where they are', async () => {
    await world.missed(amara, 'silence', at('10:45'));
    await moveTo('11:20');
    const looking = await now();
    expect(valueOf(looking, 'waymark_pupils_not_accounted_for')).toBe(1);
    expect(valueOf(looking, 'waymark_duties', { kind: 'find-the-pupil', state: 'overdue-untaken' })).toBe(1);
    expect(await raised()).toEqual(['WaymarkSearchUntaken', 'WaymarkSessionUnconfirmed']);

    const answer = { answer: 'present', answeredAt: at('11:20'), channel: 'telephone', byId: personId('priya-raman') };
    await world.send({ type: 'RecordAnswer', data: { ...amara, ...answer, sessionBeginsAt: at('09:00') } });
    await world.caughtUp();
    expect(valueOf(await now(), 'waymark_pupils_not_accounted_for')).toBe(0);
    expect(await raised()).toEqual([]);
  });

  it('tells that letters wait, or are refused', async () => {
    const about = { letterId: newId(), kind: 'find-the-pupil', recipientId: personId('priya-raman') };
    const data = { ...about, recipientKind: 'person', occasion: 'x', on, duties: [], composedAt: at('11:20') };
    await world.send({ type: 'ComposeLetter', data });
    await world.caughtUp();
    await moveTo('11:31');
    expect(valueOf(await now(), 'waymark_letters', { kind: 'find-the-pupil', state: 'waiting' })).toBe(1);
    expect(await raised()).toEqual(['WaymarkLettersWait']);
    const tried = { ...about, attempt: 1 };
    await world.send({ type: 'BeginHandingOver', data: { ...tried, begunAt: at('11:31') } });
    const reply = { reply: '550 No such mailbox', permanent: true, refusedAt: at('11:31') };
    await world.send({ type: 'RefuseLetter', data: { ...about, ...reply } });
    await world.caughtUp();
    expect(await raised()).toEqual(['WaymarkLetterRefused']);
  });

  it('tells what could not be handled', async () => {
    stumbles = true;
    const answer = { answer: 'absent', answeredAt: at('11:31'), channel: 'telephone', byId: personId('priya-raman') };
    const session = { ...amara, placementId: placementId('callum', 'greenacre'), subjectId: subjectId('callum') };
    const data = { ...session, siteId: siteId('greenacre'), ...answer, sessionBeginsAt: at('09:00') };
    await world.send({ type: 'RecordAnswer', data });
    await world.caughtUp();
    stumbles = false;
    const reactor = 'find-the-pupil-when-absent-or-silent';
    expect(valueOf(await now(), 'waymark_parked_entries', { reactor })).toBe(1);
    expect(await raised()).toEqual(['WaymarkEntryParked', 'WaymarkLetterRefused']);
  });

  it('tells what the database knows to be wrong', async () => {
    await pool().query(`UPDATE reads.sessions_v1 SET broken = true WHERE until IS NULL`);
    await pool().query(`UPDATE followers.checkpoint SET stopped = 'RangeError' WHERE name = 'letters.v1'`);
    await new FailedJobs(pool()).note('take-steps', {}, new RangeError('Amara'));
    const exposed = await now();
    expect(valueOf(exposed, 'waymark_broken_rows', { read_model: 'sessions' })).toBeGreaterThan(0);
    expect(valueOf(exposed, 'waymark_follower_stopped', { follower: 'letters.v1' })).toBe(1);
    expect(valueOf(exposed, 'waymark_failed_jobs', { job: 'take-steps' })).toBe(1);
    expect(await raised()).toEqual(
      expect.arrayContaining(['WaymarkRowBroken', 'WaymarkFollowerStopped', 'WaymarkJobsFail']),
    );
  });

  it('tells that the clock stands still', async () => {
    world.clock.moveTo(at('11:36'));
    const exposed = await now();
    expect(valueOf(exposed, 'waymark_sweep_lag_seconds', { sweep: 'sweep-duties' })).toBe(5 * 60);
    expect(valueOf(exposed, 'waymark_workers')).toBe(0);
    expect(await raised()).toEqual(expect.arrayContaining(['WaymarkNoWorker', 'WaymarkSweepLags']));
  });
});
