import { checkIdOf } from '#domain';
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

const school = `/schools/${schoolId('hollin-bank')}`;
const running = `${school}/placements/${placementId('amara', 'wheelhouse')}`;
const provider = `${school}/providers/${providerId('wheelhouse')}`;
const where = { providerId: providerId('wheelhouse'), siteId: siteId('wheelhouse') };
const dated = (name: string, day: string) => {
  const [year = '', month = '', dayOfMonth = ''] = day.split('-');
  return { [`${name}-day`]: dayOfMonth, [`${name}-month`]: month, [`${name}-year`]: year };
};

// Procedure: S9.1, S9.3, S10.3
describe('a check that runs out', () => {
  const proposed = placementId('callum', 'wheelhouse');
  const page = `${school}/placements/${proposed}`;
  let world: WebWorld;
  let priya: Browsing;
  beforeEach(async () => {
    world = await WebWorld.open({ at: '2026-11-18T09:00:00.000Z' });
    priya = new Browsing(world, await world.cookieOf('priya-raman'));
    const { id, edition } = world.edition;
    const slots = [{ weekday: 4, session: 'am', arriveAt: '09:30', leaveAt: '12:00' }];
    const about = { placementId: proposed, subjectId: subjectId('callum'), schoolId: schoolId('hollin-bank') };
    const proposal = { ...about, ...where, purpose: 'To mend boats.', startOn: '2026-12-10', slots };
    await world.send({ type: 'ProposePlacement', data: { ...proposal, procedure: { id, edition } } });
    await world.caughtUp();
  }, 60_000);
  afterEach(() => world.close());

  const looked = { outcome: 'met', evidence: 'Certificates.', ...dated('on', '2026-11-18') };

  it('is recorded with its last day, which is no day before the one of looking', async () => {
    const form = await priya.get(`${page}/checks/safeguarding-training`);
    expect(form.says).toContain('it is checked again after 12 months all the same');
    const over = await priya.post(`${page}/checks/safeguarding-training`, {
      ...looked,
      ...dated('until', '2026-11-17'),
    });
    expect([over.status, over.says]).toEqual([400, expect.stringContaining('This had run out on the day')]);
    const done = await priya.send(`${page}/checks/safeguarding-training`, {
      ...looked,
      ...dated('until', '2026-12-04'),
    });
    expect(done.says).toMatch(/18 Nov 2026: Certificates\. Runs out on 4 Dec 2026 Met/);
    expect(done.says).toContain('25 of 25 rows are settled.');
    // It would be over by the first day, and stands in its way already.
    expect((await priya.get(page)).says).toContain('24 of 25 settled, 1 run out before the first day Missing');
    expect((await priya.get(provider)).says).toMatch(/25 of 25 checks settled.*Runs out on 4 Dec 2026/);
    expect((await priya.get(`${school}/providers`)).says).toContain('1 check runs out, from 4 Dec 2026');
    expect((await priya.get(running)).says).not.toContain('have run out');
  });

  it('counts as not met wherever the checklist is shown, until somebody looks again', async () => {
    const row = 'safeguarding-training';
    const about = { checkId: checkIdOf(where.siteId, row, 1), ...where, row, round: 1 };
    const found = { ...about, personId: personId('priya-raman'), on: '2026-11-10', until: '2026-11-17' };
    await world.send({ type: 'RecordCheckMet', data: { ...found, evidence: 'Certificates.' } });
    await world.caughtUp();
    expect((await priya.get(`${page}/checks`)).says).toMatch(
      /24 of 25 rows are settled\. .*Certificates\. Ran out on 17 Nov 2026, check again Ran out/,
    );
    expect((await priya.get(`${page}/record-checks`)).says).toContain('Staff trained in safeguarding');
    expect((await priya.get(provider)).says).toMatch(
      /24 of 25 checks settled.*1 missing.*Ran out on 17 Nov 2026, check again/,
    );
    expect((await priya.get(`${school}/providers`)).says).toContain('1 check has run out');
    expect((await priya.get(`${school}/providers?checks=yes`)).says).toContain('1 provider matches.');
    // Whoever is there already is told of it, and can be led to it.
    const told = await priya.get(running);
    expect(told.says).toMatch(
      /Checks of this site have run out Staff trained .*Ran out on 17 Nov 2026, check again Check them again/,
    );
    const again = await priya.send(`${page}/checks/${row}`, looked);
    expect(again.says).toMatch(/25 of 25 rows are settled.*Counts until 17 Nov 2027 Met/);
    expect((await priya.get(running)).says).not.toContain('have run out');
  });
});
