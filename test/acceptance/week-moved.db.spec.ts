import { execFile } from 'node:child_process';
import { londonInstant } from '#procedure';
import type { Environment } from '#simulation';
import { KurrentStandIn } from '../support/kurrentdb/index.js';
import { expectTheTable, lettersOfTheWeek, waymark, Weeks, weekTimeoutMs } from './the-week.js';

/** Wednesday noon: searches are open, duties are owed, letters wait for their time. */
const middle = londonInstant('2026-11-18', '12:00');

type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** The week again: half of it is lived with its log in PostgreSQL, and after a move the rest with its log in KurrentDB. */
describe('the week, moved to another store in the middle', () => {
  const weeks = new Weeks();
  let standIn: KurrentStandIn;
  beforeAll(async () => {
    weeks.build();
    standIn = await KurrentStandIn.start();
  }, weekTimeoutMs);
  afterEach(() => weeks.end());
  afterAll(() => standIn.goAway());

  it(
    'comes out as the table says, and no letter goes twice',
    async () => {
      const lived = await weeks.begin();
      await lived.live(undefined, middle);
      const from = lived.env['DATABASE_URL'] ?? '';
      const copy = ['copy', '--from', from, '--to', standIn.url];

      // Most of it beside what runs; the switch only when nothing runs any more.
      const first = await run([...copy, '--json'], lived.env);
      expect(first.code).toBe(0);
      expect(JSON.parse(first.stdout)).toMatchObject({ switched: false, outgrown: false });
      const early = await run([...copy, '--switch'], lived.env);
      expect([early.code, early.stderr]).toEqual([
        1,
        expect.stringMatching(/still run.* on this database. Stop every/),
      ]);

      const moved = { EVENT_STORE_URL: standIn.url };
      await lived.startAgainWith(moved, async () => {
        const tooSoon = await run(['worker'], { ...lived.env, ...moved });
        expect([tooSoon.code, tooSoon.stderr]).toEqual([
          1,
          expect.stringContaining('move the log first: waymark copy'),
        ]);
        const switched = await run([...copy, '--switch'], lived.env);
        expect([switched.code, switched.stdout]).toEqual([0, expect.stringContaining('set EVENT_STORE_URL to it')]);
        const left = await run(['worker'], lived.env);
        expect([left.code, left.stderr]).toEqual([1, expect.stringContaining('EVENT_STORE_URL is not set')]);
      });

      await lived.liveOn();
      await expectTheTable(lived);
      expect(lived.mail.received.length).toBe(lettersOfTheWeek);
    },
    weekTimeoutMs,
  );
});

/** Beside the stand-in, which answers in this process. */
function run(command: readonly string[], env: Environment): Promise<Ended> {
  const [file = '', ...args] = [...waymark, ...command];
  return new Promise((resolve) => {
    const child = execFile(file, args, { env: { ...process.env, ...env } }, (_, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr });
    });
  });
}
