import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor } from '#event-sourcing';
import { newId } from '#event-sourcing';
import { shippedProcedures } from '#procedure';
import { personId, providerId, schoolId, siteId, subjectId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const hollinBank = schoolId('hollin-bank');
const by: Actor = { kind: 'staff', id: personId('priya-raman'), roles: [] };

// Each test goes on from where the one before left the placement.
describe('adopting a newer edition for a placement', () => {
  const placementId = newId();
  const page = `/schools/${hollinBank}/placements/${placementId}`;
  const about = { placementId, subjectId: subjectId('callum'), schoolId: hollinBank };
  let folder: string;
  let world: WebWorld;
  let priya: Browsing;

  beforeAll(async () => {
    // Of the trust's own: the provider has a quarter of an hour more, and there is one check and one visit more.
    folder = await mkdtemp(join(tmpdir(), 'editions-'));
    await cp(shippedProcedures(), folder, { recursive: true });
    const text = await readFile(join(folder, 'off-site-education.2026-09.yaml'), 'utf8');
    const newer = text
      .replace('edition: 2026-09', 'edition: 2026-11')
      .replace('inForceFrom: 2026-09-01', 'inForceFrom: 2026-11-17')
      .replace('minutesAfterExpectedArrival: 30', 'minutesAfterExpectedArrival: 45')
      .replace('\nchecks:\n', '\nchecks:\n  - { id: yard, area: site, scope: site, label: The yard is fenced }\n')
      .replace('\n  start:\n', '\n  start:\n    - require: [core-group-held]\n');
    await writeFile(join(folder, 'off-site-education.2026-11.yaml'), newer);
    world = await WebWorld.open({ at: '2026-11-16T16:00:00.000Z', env: { WAYMARK_PROCEDURES: folder } });
    const slots = [{ weekday: 3, session: 'am', arriveAt: '09:00', leaveAt: '12:00' }];
    const where = { providerId: providerId('harbour-kitchen'), siteId: siteId('harbour-kitchen') };
    const plan = { purpose: 'To learn to cook.', startOn: '2026-11-16', slots, restOfWeek: 'taught' };
    const procedure = { id: 'off-site-education', edition: '2026-09' };
    await world.send({ type: 'ProposePlacement', data: { ...about, ...where, ...plan, procedure } }, by);
    await world.send({ type: 'FindPlacementStarted', data: { ...about, startedOn: '2026-11-16', required: [] } }, by);
    await world.caughtUp();
    priya = new Browsing(world, await world.cookieOf('priya-raman'));
  }, 120_000);
  afterAll(async () => {
    await world.close();
    await rm(folder, { recursive: true });
  });

  it('is not offered while no newer one is in force', async () => {
    const shown = await priya.get(page);
    expect(shown.says).toContain('edition 2026-09');
    expect(shown.html).not.toContain(`${page}/adopt-edition`);
    expect((await priya.get(`${page}/adopt-edition`)).says).toContain('There is no newer edition to adopt');
    expect((await priya.post(`${page}/adopt-edition`, { because: 'x' })).status).toBe(404);
  });

  it('shows before the decision what becomes due, what is lacking and what changes', async () => {
    await world.moveTo('2026-11-17T10:00:00.000Z');
    priya = new Browsing(world, await world.cookieOf('priya-raman'));
    const shown = await priya.get(page);
    expect(shown.says).toContain('Edition 2026-11 is in force since 17 Nov 2026 and has not been adopted.');
    expect(shown.html).toContain(`${page}/adopt-edition`);
    const { says } = await priya.get(`${page}/adopt-edition`);
    expect(says).toContain(
      'Wednesday 18 November 2026, morning: the provider’s word whether the pupil came: is due at 9:45am, instead of 9:30am',
    );
    expect(says).toContain('Check of the site: The yard is fenced');
    expect(says).toContain('The core group meeting');
    expect(says).toContain('nothing is stopped by this and no letter is sent about it');
    expect(says).toContain('The provider’s word whether a pupil came is due 45 minutes after the expected arrival');
  });

  it('asks why, and has the answers checked', async () => {
    const empty = await priya.post(`${page}/adopt-edition`, { edition: '2026-11', because: ' ' });
    expect([empty.status, empty.says]).toEqual([400, expect.stringContaining('Enter why it is adopted')]);
    const answers = await priya.post(`${page}/adopt-edition`, { edition: '2026-11', because: 'The review of today.' });
    expect(answers.says).toMatch(
      /Check your answers.*2026-11 instead of 2026-09.*The review of today\..*Adopt the edition/,
    );
    const change = { edition: '2026-11', because: 'The review of today.', change: 'yes' };
    expect((await priya.post(`${page}/adopt-edition`, change)).says).toContain('What becomes due');
  });

  it('is refused where it is none that is there', async () => {
    const other = await priya.post(`${page}/adopt-edition/checked`, { edition: '2031-01', because: 'A slip.' });
    expect([other.status, other.says]).toEqual([422, expect.stringContaining('There is no such edition.')]);
  });

  it('is shown on the placement and in its timeline, and all its pages follow the newer one', async () => {
    const done = await priya.send(`${page}/adopt-edition/checked`, {
      edition: '2026-11',
      because: 'The review of today.',
    });
    expect(done.says).toContain('The newer edition is adopted.');
    expect(done.says).toMatch(/edition 2026-11/);
    expect(done.says).toContain(
      'Edition 2026-11 instead of 2026-09, decided by Priya Raman on 17 Nov 2026. The review of today.',
    );
    expect(done.html).not.toContain(`${page}/adopt-edition`);
    expect((await priya.get(`${page}/checks`)).says).toContain('The yard is fenced');
  });

  it('is decided once: sent again, it leads to the placement', async () => {
    const again = await priya.send(`${page}/adopt-edition/checked`, { edition: '2026-11', because: 'Once more.' });
    expect(again.says).toContain('edition 2026-11');
  });
});
