import {
  personId,
  placementId,
  providerId,
  schoolId,
  siteId,
  subjectId,
} from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const monday = '2026-11-16';
const wheelhouse = { providerId: providerId('wheelhouse'), siteId: siteId('wheelhouse') };
const pageOf = (school: 'hollin-bank' | 'millrace') =>
  `/schools/${schoolId(school)}/providers/${providerId('wheelhouse')}`;
/** Four days from nine to three are twenty-four hours. */
const slots = [1, 2, 3, 4].flatMap((weekday) => [
  { weekday, session: 'am', arriveAt: '09:00', leaveAt: '12:00' },
  { weekday, session: 'pm', arriveAt: '12:30', leaveAt: '15:00' },
]);

describe('the question whether a provider may need to register', () => {
  let world: WebWorld;
  beforeEach(async () => {
    world = await WebWorld.open({ at: `${monday}T09:00:00.000Z` });
  }, 60_000);
  afterEach(() => world.close());

  // Procedure: S4.6, S4.20
  it('is asked of every school with pupils there, by counts over all of them, until the answer is recorded', async () => {
    const [ruth, owen] = [
      new Browsing(world, await world.cookieOf('ruth-calloway')),
      new Browsing(world, await world.cookieOf('owen-pryce')),
    ];
    const calm = await ruth.get(pageOf('hollin-bank'));
    expect(calm.says).toMatch(/\d pupils? of the trust’s schools (is|are) placed here now\./);
    expect(calm.says).not.toContain('May need to register');

    // One pupil of Millrace is there for longer, and is looked after.
    const jodie = { subjectId: subjectId('jodie'), schoolId: schoolId('millrace') };
    const placed = { ...jodie, placementId: placementId('jodie', 'wheelhouse') };
    await world.send({ type: 'PlanWeek', data: { ...placed, from: monday, slots } });
    await world.send({ type: 'NoteStatus', data: { ...jodie, status: 'looked-after', value: 'yes', on: monday } });
    await world.caughtUp();

    const [ours, theirs] = [await ruth.get(pageOf('hollin-bank')), await owen.get(pageOf('millrace'))];
    for (const { says } of [ours, theirs]) {
      expect(says).toMatch(/May need to register: ask .*Ask the provider, and record what you find/);
      expect(says).toContain('1 is here for 18 hours a week or more, 1 of them looked after or with an');
      expect(says).not.toMatch(/illegal|unlawful/);
    }
    expect(ours.says).not.toContain('Jodie');
    expect(theirs.says).not.toContain('Amara');
    const list = await ruth.get(`/schools/${schoolId('hollin-bank')}/providers?q=wheelhouse`);
    expect(list.says).toContain('May need to register: ask');

    const answer = { registered: 'as-a-school', number: '100001', inspectorate: 'Ofsted', bearing: 'It may.' } as const;
    const lookedUp = { providerId: wheelhouse.providerId, personId: personId('ruth-calloway'), on: monday };
    await world.send({ type: 'RecordRegistration', data: { ...lookedUp, source: 'The register', ...answer } });
    await world.caughtUp();
    expect((await ruth.get(pageOf('hollin-bank'))).says).not.toContain('May need to register');
  });
});
