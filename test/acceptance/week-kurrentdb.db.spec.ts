import { KurrentForWeek } from './kurrent-for-week.js';
import { expectTheTable, expectTheTableThrough, lettersOfTheWeek, Weeks, weekTimeoutMs } from './the-week.js';

/** The week as in week.db.spec.ts, with its events in a stand-in for KurrentDB that speaks the wire protocol. */
describe('the week, with its events in KurrentDB', () => {
  const engine = new KurrentForWeek();
  const weeks = new Weeks([engine]);
  beforeAll(() => weeks.build(), weekTimeoutMs);
  afterEach(() => weeks.end());

  it(
    'comes out as the table says, and nothing is added when it is lived through again',
    async () => {
      const lived = await weeks.begin();
      await lived.live();
      await expectTheTable(lived);
      const { store } = lived.world.installation;
      const head = await store.head();

      await lived.live();
      await expectTheTable(lived);
      expect(await store.head()).toBe(head);
      expect(lived.mail.received.length).toBe(lettersOfTheWeek);
    },
    weekTimeoutMs,
  );

  it(
    'comes out as the table says when the server and the workers are killed again and again',
    () =>
      expectTheTableThrough(
        8,
        async (lived, turn) => {
          await engine.server.goAway();
          if (turn % 2 === 0) await Promise.all([engine.server.comeBack(), lived.killWorker()]);
          else await engine.server.comeBack();
        },
        () => weeks.begin(2),
      ),
    weekTimeoutMs,
  );
});
