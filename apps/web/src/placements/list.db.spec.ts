import { newId } from '#event-sourcing';
import { schoolId, siteId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const school = schoolId('hollin-bank');
const list = `/schools/${school}/placements`;
const slots = [{ weekday: 1, session: 'am', arriveAt: '09:15', leaveAt: '12:00' }];
const pad = (n: number) => String(n).padStart(2, '0');

describe('the list of placements', () => {
  let world: WebWorld;
  let priya: Browsing;
  const [annex, farm] = [newId(), newId()];
  const providerId = newId();
  const entered: { placementId: string; subjectId: string; schoolId: string }[] = [];

  /** Further placements: Zoe Abbott 01, 02 and so on, every fourth at the farm, each found to have begun. */
  async function enter(n: number): Promise<void> {
    const { id, edition } = world.edition;
    const commands = Array.from({ length: n }, (_, index) => {
      const [subjectId, placementId] = [newId(), newId()];
      const about = { placementId, subjectId, schoolId: school };
      entered.push(about);
      const names = { givenName: 'Zoe', familyName: `Abbott ${pad(index + 1)}`, upnUnknownBecause: 'New.' };
      const where = { providerId, siteId: index % 4 === 3 ? farm : annex };
      // All begin in November; the first two end soon, the third should have ended.
      const end =
        index < 2 ? { plannedEndOn: `2026-12-${12 - index}` } : index === 2 ? { plannedEndOn: '2026-11-13' } : {};
      const route = index === 5 ? { route: 'dual-registered' } : index === 6 ? { delivery: 'online-at-home' } : {};
      const plan = { purpose: 'Boats.', startOn: `2026-11-${pad((index % 12) + 1)}`, ...end, ...route, slots };
      return [
        { type: 'EnterPupil', data: { subjectId, schoolId: school, ...names, bornOn: '2012-05-09', yearGroup: 10 } },
        { type: 'ProposePlacement', data: { ...about, ...where, ...plan, procedure: { id, edition } } },
        ...(index === 4
          ? []
          : [{ type: 'FindPlacementStarted', data: { ...about, startedOn: plan.startOn, required: [] } }]),
      ];
    });
    await world.sendTogether(commands.flat());
  }

  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
    priya = new Browsing(world, await world.cookieOf('priya-raman'));
    await world.sendTogether([
      { type: 'EnterProvider', data: { providerId, name: 'Alder Boatyard' } },
      {
        type: 'OpenSite',
        data: { providerId, siteId: annex, name: 'Annex', address: '1 Quay', telephone: '01632 960444' },
      },
      {
        type: 'OpenSite',
        data: { providerId, siteId: farm, name: 'Farm', address: '2 Hill', telephone: '01632 960445' },
      },
    ]);
    await enter(56);
    await world.caughtUp();
  }, 120_000);
  afterAll(() => world.close());

  const names = (says: string) =>
    [...says.matchAll(/(?:Zoe Abbott (\d\d)|(Amara) Blake) Year 10/g)].map((each) => each[1] ?? each[2]);

  it('shows fifty at a time, by family name, and says which of how many', async () => {
    const first = await priya.get(list);
    expect(first.says).toContain('1 to 50 of 60 placements.');
    expect(names(first.says).slice(0, 3)).toEqual(['01', '02', '03']);
    expect(first.says).toContain('55 placements have gaps');
    const second = await priya.get(`${list}?page=2`);
    expect(second.says).toContain('51 to 60 of 60 placements.');
    expect(names(second.says)).toEqual(['51', '52', '53', '54', '55', '56', 'Amara', 'Amara']);
    // Past the end is the end, and what makes no sense is the beginning.
    expect((await priya.get(`${list}?page=99`)).says).toContain('51 to 60 of 60 placements.');
    expect((await priya.get(`${list}?page=x&show=x&needs=x&at=x&sort=x`)).says).toContain('1 to 50 of 60 placements.');
  });

  it('keeps filters and order from part to part', async () => {
    const sent = await priya.post(list, { asked: '', show: 'running', needs: 'gaps', at: '', sort: 'first' });
    expect([sent.status, sent.headers['location']]).toEqual([303, `${list}?show=running&needs=gaps&sort=first`]);
    const page = await priya.get(sent.headers['location'] ?? '');
    expect(page.says).toContain('1 to 50 of 55 placements.');
    expect(
      names(page.says)
        .slice(0, 3)
        .every((each) => ['01', '13', '25', '37', '49'].includes(each ?? '')),
    ).toBe(true);
    expect(page.html).toContain(`href="${list}?show=running&amp;needs=gaps&amp;sort=first&amp;page=2"`);
    expect(page.html).toMatch(/<option value="gaps" selected>/);
  });

  it.each([
    ['running', '1 to 50 of 59 placements.'],
    ['waiting', '1 placement.'],
    ['ended', 'No placement is like this.'],
    ['all', '1 to 50 of 60 placements.'],
  ])('shows those that are %s', async (show, summary) => {
    expect((await priya.get(`${list}?show=${show}`)).says).toContain(summary);
  });

  it('shows what is to be done: gaps, and dates that have passed or are near', async () => {
    const overdue = await priya.get(`${list}?needs=overdue`);
    expect(overdue.says).toContain('1 to 50 of 55 placements.');
    expect(overdue.says).toMatch(
      /Zoe Abbott 01 Year 10 Annex Alder Boatyard Started \d+ missing, overdue 1 Nov 2026 12 Dec 2026/,
    );
    expect(names((await priya.get(`${list}?needs=ending`)).says)).toEqual(['01', '02']);
    const past = await priya.get(`${list}?needs=past`);
    expect(names(past.says)).toEqual(['03']);
    expect(past.says).toContain('Past its last day');
    const late = await priya.get(`${list}?needs=late`);
    expect([names(late.says), late.says]).toEqual([['05'], expect.stringContaining('Proposed Should have started')]);
  });

  it('shows those at a provider, or at one of its sites', async () => {
    expect((await priya.get(`${list}?at=${farm}`)).says).toContain('14 placements.');
    expect((await priya.get(`${list}?at=${providerId}`)).says).toContain('1 to 50 of 56 placements.');
    const one = await priya.get(`${list}?at=${siteId('wheelhouse')}`);
    expect(names(one.says)).toEqual(['Amara']);
  });

  it('finds pupils by name or number within what is shown, and no name gets into an address', async () => {
    const found = await priya.post(list, { asked: 'abb zoe 01', show: '', needs: '', at: '', sort: '' });
    expect([found.status, names(found.says)]).toEqual([200, ['01']]);
    expect(found.says).toContain('1 placement found. Show all placements');
    expect(found.html).not.toMatch(/(href|action)="[^"]*abb/i);
    const many = await priya.post(list, { asked: 'abbott', show: '', needs: '', at: '', sort: '' });
    expect(many.says).toContain('The first 50 of 56 that were found. Add to the name to narrow it down.');
    const narrowed = await priya.post(list, { asked: 'abbott', show: '', needs: 'ending', at: '', sort: 'last' });
    expect(names(narrowed.says)).toEqual(['02', '01']);
    expect(narrowed.html).toMatch(/<option value="ending" selected>/);
    const none = await priya.post(list, { asked: 'Kemp', show: '', needs: '', at: '', sort: '' });
    expect(none.says).toContain('No placement is like this. Show all placements');
  });

  // Procedure: S1.7, S6.9
  it('shows those that are placed in a certain way, and those that are taught online', async () => {
    const dual = await priya.get(`${list}?how=dual-registered`);
    expect(names(dual.says)).toEqual(['06']);
    expect(dual.says).toContain('On the roll of both schools');
    const online = await priya.get(`${list}?how=online`);
    expect([names(online.says), online.says]).toEqual([['07'], expect.stringContaining('Online at home')]);
  });

  // Procedure: S4.24
  it('shows those that ran on a day, ended since or not, and counts them', async () => {
    const [first] = entered;
    const ending = { ...first, endedOn: '2026-11-10', because: 'Back in school.' };
    await world.sendTogether([{ type: 'EndPlacement', data: ending }]);
    await world.caughtUp();
    const on = async (day: string) => (await priya.get(`${list}?at=${providerId}&on=${day}`)).says;
    expect(names(await on('2026-11-01'))).toEqual(['01', '13', '25', '37', '49']);
    expect(await on('2026-11-01')).toContain(
      '5 placements. They ran on Sunday 1 November 2026, by what is known today.',
    );
    expect(names(await on('2026-11-10'))).toContain('01');
    expect(names(await on('2026-11-11'))).not.toContain('01');
    expect(await on('2026-10-31')).toContain('No placement is like this.');
    // One that was only proposed never ran.
    expect(names(await on('2026-11-16'))).not.toContain('05');
  });
});
