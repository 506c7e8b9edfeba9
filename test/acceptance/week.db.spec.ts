import { expectTheTable, lettersOfTheWeek, Weeks, weekTimeoutMs } from './the-week.js';

/**
 * The week that was worked out by hand (test/fixtures/week), lived through with the real programs: pages over HTTP, workers
 * in processes of their own, BullMQ, and mail over SMTP. It comes out as the table says.
 */
describe('the week', () => {
  const weeks = new Weeks();
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
      // Each letter was handed over once.
      expect(lived.mail.received.length).toBe(lettersOfTheWeek);
    },
    weekTimeoutMs,
  );

  it(
    'comes out the same when the queue is emptied twice',
    async () => {
      const lived = await weeks.begin();
      let moment = 0;
      await lived.live(async () => {
        moment += 1;
        if (moment === 10 || moment === 30) await lived.world.jobs.empty();
      });
      await expectTheTable(lived);
      expect(lived.mail.received.length).toBe(lettersOfTheWeek);
    },
    weekTimeoutMs,
  );

  it(
    'comes out the same with two workers',
    async () => {
      const lived = await weeks.begin(2);
      await lived.live();
      await expectTheTable(lived);
      expect(lived.mail.received.length).toBe(lettersOfTheWeek);
    },
    weekTimeoutMs,
  );
});
