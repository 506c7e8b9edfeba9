import { placementId, schoolId, siteId, subjectId } from '../../../../libs/simulation/src/week/names.js';
import { BadDay, build, ctrlC, ctrlD, type Variables } from '../../../../test/bad-days/bad-day.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const timeoutMs = 120_000;
const monday = '2026-11-16';
const at = (time: string) => `${monday}T${time}:00.000Z`;
const about = {
  placementId: placementId('callum', 'greenacre'),
  subjectId: subjectId('callum'),
  schoolId: schoolId('hollin-bank'),
  siteId: siteId('greenacre'),
  on: monday,
  session: 'am',
} as const;

/** The real command on a real terminal, with a person at its keyboard. */
describe('a walk through a history', () => {
  const day = new BadDay();
  let world: WebWorld;
  let env: Variables;
  beforeAll(async () => {
    build();
    world = await WebWorld.open({ at: at('09:00') });
    await world.asked(about, at('09:00'));
    await world.moveTo(at('09:30'));
    await world.missed(about, 'silence', at('09:30'));
    await world.caughtUp();
    const { databaseUrl, databaseOwnerUrl } = world.installation.config;
    env = {
      WAYMARK_DATA: world.installation.config.dataDir,
      DATABASE_URL: databaseUrl,
      DATABASE_OWNER_URL: databaseOwnerUrl,
    };
  }, timeoutMs);
  afterAll(async () => {
    await day.end();
    await world?.close();
  }, timeoutMs);

  const walk = async (columns?: number) => {
    const walking = day.startOnTerminal(['replay', about.placementId], env, columns);
    await walking.says(/Step 1 of \d+ .*: $/);
    return walking;
  };

  it(
    'goes forwards and back, to a step by its number, and to what was known at a moment',
    async () => {
      const walking = await walk();
      expect(walking.stdout).toMatch(/Placement proposed.*1 of \d+, position \d+/);
      expect(walking.stdout).not.toContain('Search opened');
      await walking.answers('\n', /Site visited[^]*Step 2 of \d+ .*: $/);
      await walking.answers('b\n', /Placement proposed[^]*Step 1 of \d+ .*: $/);
      await walking.answers('b\n', /This is the first step\.\r\nStep 1 of \d+ .*: $/);
      await walking.answers('99\n', /There are steps 1 to \d+\.\r\nStep 1 of .*: $/);
      await walking.answers('what?\n', /g 09:40 +what was known at that time[^]*Step 1 of .*: $/);
      await walking.answers(
        `g ${monday} 08:59\n`,
        /What Waymark knew at 8:59am[^]*Searches open: none[^]*Step 1 of .*: $/,
      );
      await walking.answers('g soon\n', /A moment is written like 2026-03-03T09:40[^]*Step 1 of .*: $/);

      const [, last = ''] = /1 of (\d+)/.exec(walking.stdout) ?? [];
      await walking.answers(`${last}\n`, /Now owed: finding the pupil[^]*Step \d+, the last .*: $/);
      const [before] = await walking.answers('b\n', /Search opened[^]*Step \d+ .*: $/);
      expect(before).toContain('NOT ACCOUNTED FOR since 9:30am');
      await walking.answers('\n', /Step \d+, the last .*: $/);
      await walking.answers('g\n', /What Waymark knew after the event[^]*Searches open: 16 Nov 2026[^]*the last .*: $/);
      // A time alone is of the day of the step that is shown.
      await walking.answers(
        'g 9:29\n',
        /What Waymark knew at 9:29am on Monday 16 November[^]*Searches open: none[^]*: $/,
      );
      walking.type('\n');
      const { code, stdout } = await walking.ended();
      expect(stdout).toMatch(/That is all that has happened\.\r\n$/);
      expect(code).toBe(0);
    },
    timeoutMs,
  );

  it(
    'takes what is typed ahead of it, one line after the other',
    async () => {
      const walking = await walk();
      await walking.answers('\n\n\nb\n', /Step 4 of[^]*Step 3 of \d+ .*: $/);
      walking.type('q\n');
      expect(await walking.ended()).toMatchObject({ code: 0 });
    },
    timeoutMs,
  );

  it(
    'ends at once on Ctrl-C, since nothing is under way, and when nothing more can be typed',
    async () => {
      const stopped = await walk();
      stopped.type(ctrlC);
      const { code, stdout } = await stopped.ended();
      expect(stdout).toMatch(/\^C\r\nStopped at step 1 of \d+\.\r\n$/);
      expect(code).toBe(130);

      const left = await walk();
      left.type(ctrlD);
      expect(await left.ended()).toMatchObject({ code: 0, stdout: expect.stringMatching(/\(Enter.*: .*\r\n$/) });
    },
    timeoutMs,
  );

  it(
    'is told whole where nobody is at a keyboard, or no further than somebody reads',
    async () => {
      const { code, stdout } = await day.run(['replay', about.placementId], env);
      expect([code, stdout]).toEqual([0, expect.stringMatching(/1 of (\d+)[^]*\1 of \1/)]);
      for (const command of [['replay'], ['replay', about.placementId], ['replay', about.placementId, '--json']]) {
        const unread = await day.run(command, env, ['bash', '-o', 'pipefail', '-c', '"$@" | true', 'bash']);
        expect(unread).toEqual({ code: 0, stdout: '', stderr: '' });
      }
    },
    timeoutMs,
  );

  it(
    'keeps to a narrow terminal',
    async () => {
      const walking = await walk(60);
      await walking.answers('?\n', /Step 1 .*: $/);
      await walking.answers('g\n', /Step 1 .*: $/);
      await walking.answers('3\n', /Step 3 .*: $/);
      walking.type('q\n');
      const { stdout } = await walking.ended();
      // eslint-disable-next-line no-control-regex -- what marks a text takes no room
      const lines = stdout.replace(/\u001B\[\d*(;\d+)*m/g, '').split('\r\n');
      expect(lines.filter((line) => line.length > 60)).toEqual([]);
    },
    timeoutMs,
  );
});
