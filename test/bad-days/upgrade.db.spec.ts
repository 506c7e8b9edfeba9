import { join } from 'node:path';
import { freePort } from '#database';
import { bySystem, canonical, newId, type Position } from '#event-sourcing';
import { followerName } from '#followers';
import { allMigrations } from '#installation';
import { placements } from '#read-models';
import { MailServer, untilQuiet, World } from '#simulation';
import { enterSmallTrust, morning, opening, person, type LinkedPupil } from '../bench/small-trust.js';
import { eventually } from '../support/eventually.js';
import { freshDatabase, type FreshDatabase } from '../support/index.js';
import { BadDay, build, type Running } from './bad-day.js';
import { laterType, laterVersion } from './later-version.js';
import { sendMark } from './served-trust.js';

const timeoutMs = 300_000;
const laterPlacements = `${placements.name}.v${placements.version + 1}`;
const stands = /The follower (\S+) stands still/g;

/** Two builds at once: this one, and a later one that knows an event more and has a read model in a further version. */
describe('while an upgrade is under way', () => {
  const day = new BadDay();
  let fresh: FreshDatabase;
  let mail: MailServer;
  let world: World | undefined;
  beforeAll(async () => {
    build();
    fresh = await freshDatabase({ migrations: allMigrations });
    mail = await MailServer.start();
  }, timeoutMs);
  afterAll(async () => {
    await world?.close();
    await day.end();
    await mail.stop();
    await fresh.drop();
  }, timeoutMs);

  it(
    'an earlier version waits at what it does not know, loses nothing, and the later one catches up with all',
    async () => {
      const port = await freePort();
      const env = {
        WAYMARK_DATA: day.dataDir,
        WAYMARK_CLOCK_FILE: `${day.folder}/clock.json`,
        DATABASE_URL: fresh.serviceUrl,
        DATABASE_OWNER_URL: fresh.ownerUrl,
        SMTP_URL: mail.url,
        HOST: '127.0.0.1',
        PORT: String(port),
        LOG_LEVEL: 'info',
        NODE_ENV: 'test',
      };
      world = await World.open({ ...env, LOG_LEVEL: 'silent' }, opening);
      const web = await started(day.start(['web'], env), /are being served/);
      const worker = await started(day.start(['worker'], env), /worker has started/);
      const [first, second] = await enterSmallTrust(world, 2);
      if (!first || !second) throw new Error('Nobody is there to be marked.');
      world.moveTo(morning);
      await world.tick();
      await untilQuiet(world);

      // A process of the later version notes something that this one has never heard of.
      const praised = await praise(world, first);
      await eventually(async () => {
        const stopped = await stoppedFollowers();
        expect(stopped.length).toBe((await followers()).length);
      });
      // A rule is never asked about what it can't read: nothing is appended, and the sentence says what to do.
      const end = { placementId: first.placementId, endedOn: '2026-11-17', because: 'Moved away.' };
      const ending = world.send({ type: 'EndPlacement', data: { ...(await aboutOf(world, first)), ...end } }, person);
      await expect(ending).rejects.toThrow(
        `is a ${laterType}, which this version of Waymark does not know. Start the later`,
      );
      // Whoever is not concerned goes on.
      const marked = await sendMark(world.config.publicUrl, second, 'present', 'Here since nine.');
      expect(marked.status).toBe(303);

      // One worker of the later version beside all that is there.
      const later = laterVersion(join(day.folder, 'later'));
      const laterWorker = await started(day.startBuild(later, ['worker'], env), /worker has started/);
      const old = followerName(placements);
      const { store } = world.installation;
      await eventually(async () => {
        const head = await store.head();
        const behind = (await followers()).filter(({ position }) => position < head).map(({ name }) => name);
        expect(behind).toEqual([old]);
      }, 60_000);
      expect((await followers()).map(({ name }) => name)).toContain(laterPlacements);
      // What followed from the mark has been done, by whom the log does not say.
      expect((await store.readAll(praised, 1_000, { types: ['DutyMet'] })).length).toBe(1);
      expect(await world.installation.parked.list()).toEqual([]);
      expect(await world.jobs.failed.latest()).toEqual([]);

      // The earlier version's own read model waits where it was, and says so; nothing of it was written past the event.
      const [waiting] = (await followers()).filter(({ name }) => name === old);
      expect(waiting).toMatchObject({ position: praised - 1n, stopped: expect.stringContaining(laterType) as unknown });
      const said = [...`${worker.stdout}${worker.stderr}`.matchAll(stands)].map(([, name]) => name);
      expect(said.length).toBeLessThanOrEqual(2 * new Set(said).size); // Once, or again after the other let go.

      // Then the pages, then the rest of the workers; all stop in order.
      const laterPort = String(await freePort());
      const laterWeb = await started(day.startBuild(later, ['web'], { ...env, PORT: laterPort }), /are being served/);
      for (const each of [web, worker]) await stop(each);
      const marks = await sendMark(`http://127.0.0.1:${laterPort}`, first, 'late', 'Bus.');
      expect(marks.status).toBe(303);
      await eventually(async () => {
        expect((await store.readAll(praised, 1_000, { types: ['DutyMet'] })).length).toBe(2);
      });
      for (const each of [laterWeb, laterWorker]) await stop(each);
    },
    timeoutMs,
  );

  const followers = async () => (await world?.installation.progress.lag()) ?? [];
  const stoppedFollowers = async () => (await followers()).filter(({ stopped }) => stopped?.includes(laterType));
});

async function started(running: Running, ready: RegExp): Promise<Running> {
  await running.says(ready);
  return running;
}

async function stop(running: Running): Promise<void> {
  running.signal('SIGTERM');
  expect((await running.ended()).code).toBe(0);
}

/** Appends an event of the later type to a placement's stream, as a process of the later version would. */
async function praise({ installation: { store } }: World, { placementId }: LinkedPupil): Promise<Position> {
  const stream = `placement-${placementId}`;
  const revision = (await store.readStream(stream)).at(-1)?.revision ?? -1n;
  const data = canonical({ placementId });
  const meta = canonical({ ...bySystem('later', newId()), schema: 1, recordedAt: '' });
  return (await store.append(stream, revision, [{ id: newId(), type: laterType, data, meta }])).position;
}

async function aboutOf({ installation: { rows } }: World, { placementId }: LinkedPupil) {
  const row = await rows.get(placements, placementId);
  if (!row) throw new Error('The placement is not there.');
  return { subjectId: row.subjectId, schoolId: row.schoolId };
}
