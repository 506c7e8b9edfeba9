import { personId, placementId, schoolId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const school = `/schools/${schoolId('hollin-bank')}`;
const placed = `${school}/placements/${placementId('callum', 'greenacre')}`;
const form = `${placed}/return-check`;
const dated = (name: string, day: string) => {
  const [year = '', month = '', dayOfMonth = ''] = day.split('-');
  return { [`${name}-day`]: dayOfMonth, [`${name}-month`]: month, [`${name}-year`]: year };
};

// Each test goes on from where the one before left it.
// Procedure: S11.2
describe('the return of a pupil whose placement has ended', () => {
  let world: WebWorld;
  let priya: Browsing;
  let owed = '';
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-19T16:00:00.000Z' });
    priya = new Browsing(world, await world.cookieOf('priya-raman'));
  }, 60_000);
  afterAll(() => world.close());

  /** A later day begins, and with it another session at the pages. */
  const come = async (at: string) => {
    await world.moveTo(at);
    priya = new Browsing(world, await world.cookieOf('priya-raman'));
  };
  const seen = {
    ...dated('checkedOn', '2026-11-20'),
    attended: 'every-session',
    goes: 'Calm in lessons.',
    concerns: 'no',
    nextStep: 'His mentor rings home.',
  };

  it('is to be looked at once the placement has ended and the pupil is at the own school', async () => {
    expect((await priya.get(form)).status).toBe(404);
    const ended = { ...dated('endedOn', '2026-11-19'), how: 'as-planned', because: 'It did what it was for.' };
    const page = await priya.send(`${placed}/end`, { ...ended, place: 'own-school', details: 'Form 10B, at 8:50.' });
    expect(page.says).toMatch(
      /How the return goes .* looks at it each week, for four school weeks\. 20 Nov 2026 To come 23 Nov 2026 to 27 Nov 2026 To come/,
    );
    owed = /How the return goes (.*?) looks at it/.exec(page.says)?.[1] ?? '';
  });

  it('is owed from the first day back by one person, who finds it on their first page', async () => {
    await come('2026-11-20T08:00:00.000Z');
    expect((await priya.get(placed)).says).toContain('20 Nov 2026 Owed this week');
    const list = await priya.get(`${school}/placements?show=ended`);
    expect(list.says).toMatch(/1 return to look at .*Callum Dray.*Return to look at/);
    const names = {
      'Priya Raman': 'priya-raman',
      'Martin Ellery': 'martin-ellery',
      'Ruth Calloway': 'ruth-calloway',
    } as const;
    for (const [name, person] of Object.entries(names)) {
      const reader = new Browsing(world, await world.cookieOf(person));
      const { says } = await reader.get(`${school}/today`);
      expect([name, says.includes('Returns for you to look at Callum Dray')]).toEqual([name, name === owed]);
    }
  });

  it('is overdue once the week is over, everywhere', async () => {
    await come('2026-11-23T08:00:00.000Z');
    expect((await priya.get(placed)).says).toMatch(/20 Nov 2026 Overdue 23 Nov 2026 to 27 Nov 2026 Owed this week/);
    expect((await priya.get(`${school}/placements?show=ended`)).says).toContain('Return overdue');
  });

  it('is recorded with all that the form asks, or says what is missing', async () => {
    const empty = await priya.post(form, dated('checkedOn', '2026-11-24'));
    expect([empty.status, empty.says]).toEqual([
      400,
      expect.stringMatching(
        /The day can’t be in the future Choose whether the pupil was there Enter how it goes Choose whether there are concerns/,
      ),
    ]);
    const early = await priya.post(form, { ...seen, ...dated('checkedOn', '2026-11-19') });
    expect([early.status, early.says]).toEqual([400, expect.stringContaining('must be after the last day')]);
    const worried = await priya.send(form, { ...seen, ...dated('checkedOn', '2026-11-23'), concerns: 'yes' });
    expect(worried.says).toContain('It is recorded how the return goes.');
    expect(worried.says).toMatch(/20 Nov 2026 Overdue 23 Nov 2026 to 27 Nov 2026 Done/);
    expect(worried.says).toContain(
      'On 23 Nov 2026: There in every session. Calm in lessons. There are concerns: the safeguarding lead is to know of them. Next: His mentor rings home. (Priya Raman)',
    );
    // What was left out stays so; what is to be done now has been.
    expect((await priya.get(`${school}/placements?show=ended`)).says).not.toContain('Return overdue');
    expect((await priya.get(`${school}/today`)).says).not.toContain('Returns for you');
    // What was written down on paper that week fills it after all.
    expect((await priya.send(form, seen)).says).toMatch(/20 Nov 2026 Done/);
  });
});

// Procedure: S11.2
describe('the return of a pupil, where whoever was to look leaves', () => {
  it('is for whoever answers for placements from the day after on', async () => {
    const world = await WebWorld.open({ at: '2026-11-19T16:00:00.000Z' });
    try {
      const priya = new Browsing(world, await world.cookieOf('priya-raman'));
      const ended = { ...dated('endedOn', '2026-11-19'), how: 'as-planned', because: 'It did what it was for.' };
      await priya.send(`${placed}/end`, { ...ended, place: 'own-school', details: 'Form 10B, at 8:50.' });
      expect((await priya.get(placed)).says).toContain('How the return goes Priya Raman looks at it');
      const about = { schoolId: schoolId('hollin-bank'), personId: personId('priya-raman') };
      for (const role of ['alternative-provision-lead', 'designated-safeguarding-lead', 'attendance-lead'] as const) {
        const data = { ...about, role, standing: 'holder', on: '2026-11-20' } as const;
        await world.send({ type: 'EndRole', data });
      }
      await world.caughtUp();
      expect((await priya.get(placed)).says).toContain('How the return goes Priya Raman looks at it');
      await world.moveTo('2026-11-23T08:00:00.000Z');
      const ruth = new Browsing(world, await world.cookieOf('ruth-calloway'));
      expect((await ruth.get(placed)).says).toContain('How the return goes Ruth Calloway looks at it');
    } finally {
      await world.close();
    }
  }, 60_000);
});
