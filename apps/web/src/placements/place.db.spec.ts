import { newId, type Actor } from '#event-sourcing';
import { evidenceFor } from '#simulation';
import {
  adultId,
  personId,
  placementId,
  providerId,
  schoolId,
  siteId,
  subjectId,
} from '../../../../libs/simulation/src/week/names.js';
import { enterAssurance } from '../../../../test/support/assurances.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const hollinBank = schoolId('hollin-bank');
const dated = (name: string, on: string) => {
  const [year = '', month = '', day = ''] = on.split('-');
  return { [`${name}-day`]: day, [`${name}-month`]: month, [`${name}-year`]: year };
};
/** Four days from nine to three are twenty-four hours. */
const fullTime = [1, 2, 3, 4].flatMap((weekday) => [
  { weekday, session: 'am', arriveAt: '09:00', leaveAt: '12:00' },
  { weekday, session: 'pm', arriveAt: '12:30', leaveAt: '15:00' },
]);

// Each test goes on from where the one before left the placement.
describe('a placement at a provider that may need to register', () => {
  const about = { placementId: newId(), subjectId: subjectId('callum'), schoolId: hollinBank };
  const page = `/schools/${hollinBank}/placements/${about.placementId}`;
  const decision = `${page}/evidence/registration-decided`;
  const by: Actor = { kind: 'staff', id: personId('priya-raman'), roles: [] };
  let world: WebWorld;
  let priya: Browsing;

  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-18T09:00:00.000Z' });
    priya = new Browsing(world, await world.cookieOf('priya-raman'));
    const { id, edition } = world.edition;
    const slots = [{ weekday: 2, session: 'am', arriveAt: '09:30', leaveAt: '12:00' }];
    const where = { providerId: providerId('wheelhouse'), siteId: siteId('wheelhouse') };
    const plan = { purpose: 'To learn to build boats.', startOn: '2026-11-24', slots, restOfWeek: 'taught' };
    await world.send(
      { type: 'ProposePlacement', data: { ...about, ...where, ...plan, procedure: { id, edition } } },
      by,
    );
    const placed = {
      about,
      school: 'hollin-bank',
      by: 'priya-raman',
      parent: 'Wendy Dray',
      reader: 'tom-arkwright',
      isChildInNeed: true,
    } as const;
    for (const command of evidenceFor(placed, '2026-11-17')) await world.send(command, by);
    await world.caughtUp();
  }, 60_000);
  afterAll(() => world.close());

  it('is asked for nothing more while the pupils there give no reason to ask', async () => {
    expect((await priya.get(page)).says).not.toContain('may need to register');
  });

  // Procedure: S4.25
  it('names who of the school answers for it', async () => {
    expect((await priya.get(page)).says).toMatch(/Answers for it Priya Raman, alternative provision lead/);
  });

  // Procedure: S8.5
  it('has no code B by itself while no adult there is assured', async () => {
    expect((await priya.get(page)).says).toContain(
      'Code B by a person’s decision alone: no adult at the site is assured yet',
    );
  });

  // Procedure: S4.7
  it('does not start before a head has decided about it, once they do', async () => {
    const jodie = { subjectId: subjectId('jodie'), schoolId: schoolId('millrace') };
    const placed = { ...jodie, placementId: placementId('jodie', 'wheelhouse') };
    await world.send({ type: 'PlanWeek', data: { ...placed, from: '2026-11-16', slots: fullTime } });
    const lookedAfter = { ...jodie, status: 'looked-after', value: 'yes', on: '2026-11-16' };
    await world.send({ type: 'NoteStatus', data: lookedAfter });
    await world.caughtUp();
    expect((await priya.get(page)).says).toMatch(/may need to register as a school Missing/i);
    const refused = await priya.post(`${page}/start`, dated('startedOn', '2026-11-24'));
    expect(refused.status).toBe(422);
    expect(refused.html).toContain(`href="${decision}"`);
    expect(refused.says).toContain('Missing: the headteacher’s decision about the question');
  });

  // Procedure: S4.7
  it('takes the decision of who was head on that day alone, and then starts', async () => {
    const said = { because: 'Jodie leaves in December. The provider has asked for advice.' };
    const nobody = await priya.post(decision, {
      ...said,
      head: personId('priya-raman'),
      ...dated('decidedOn', '2026-11-18'),
    });
    expect([nobody.status, nobody.says]).toEqual([
      400,
      expect.stringContaining('Choose somebody who was headteacher, or stood in, on that day'),
    ]);
    const head = { head: personId('ruth-calloway') };
    const ahead = await priya.post(decision, { ...said, ...head, ...dated('decidedOn', '2026-11-19') });
    expect(ahead.says).toContain('The day can’t be in the future');
    const decided = await priya.send(decision, { ...said, ...head, ...dated('decidedOn', '2026-11-18') });
    expect(decided.says).toMatch(/Decided about the provider’s registration .*By Ruth Calloway on 18 Nov 2026/);
    const at = { providerId: providerId('wheelhouse'), siteId: siteId('wheelhouse') };
    await enterAssurance(world, { schoolId: hollinBank, ...at, adultIds: [adultId('tom-arkwright')] }, '2026-11-18');
    await world.caughtUp();
    const started = await priya.send(`${page}/start`, dated('startedOn', '2026-11-24'));
    expect(started.says).toContain('The placement has started.');
  });
});
