import { pupil } from '#domain';
import { newId, type Id } from '#event-sourcing';
import { contactId, placementId, schoolId, subjectId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const hollinBank = schoolId('hollin-bank');
const millrace = schoolId('millrace');
const ofHollinBank = `/schools/${hollinBank}/pupils`;
const ofMillrace = `/schools/${millrace}/pupils`;

describe('a pupil who changes school', () => {
  let world: WebWorld;
  let ruth: Browsing;
  let owen: Browsing;
  let nia: Id;
  beforeEach(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
    ruth = new Browsing(world, await world.cookieOf('ruth-calloway'));
    owen = new Browsing(world, await world.cookieOf('owen-pryce'));
    nia = newId();
    const names = { givenName: 'Nia', familyName: 'Okafor', bornOn: '2012-05-09', yearGroup: 10 };
    const data = { subjectId: nia, schoolId: hollinBank, ...names, upnUnknownBecause: 'New' };
    await world.send({ type: 'EnterPupil', data });
    await world.caughtUp();
  }, 60_000);
  afterEach(() => world.close());

  const on = (day: number) => ({ 'on-day': String(day), 'on-month': '11', 'on-year': '2026' });
  const formOf = (html: string) => /name="form" value="([^"]+)"/.exec(html)?.[1] ?? '';
  /** Somebody fills in the form, checks the answers and sends them. */
  const record = async (who: Browsing, page: string, answers: Readonly<Record<string, string>>) => {
    const form = formOf((await who.get(`${page}/school`)).html);
    const checked = await who.post(`${page}/school`, { ...answers, form });
    expect(checked.says).toContain('Check your answers');
    const shown = await who.send(`${page}/school/checked`, { ...answers, form });
    await world.caughtUp();
    return { form, checked, shown };
  };

  it('moves with their record, and each school sees what is its own from then on', async () => {
    const page = await ruth.get(`${ofHollinBank}/${nia}`);
    expect(page.html).toContain(`href="${ofHollinBank}/${nia}/school"`);
    expect((await owen.get(`${ofMillrace}/${nia}`)).status).toBe(404);
    const { form, checked, shown } = await record(ruth, `${ofHollinBank}/${nia}`, { what: millrace, ...on(9) });
    expect(checked.says).toMatch(/What happened Moved to Millrace .*Day 9 Nov 2026/);
    expect(checked.says).toContain('Millrace Academy alone can take it back');
    expect(shown.says).toMatch(/This pupil moved from Hollin Bank .* to Millrace .* on 9 Nov 2026\./);
    expect(shown.html).not.toContain(`${ofHollinBank}/${nia}/details`);
    const there = await owen.get(`${ofMillrace}/${nia}`);
    expect(there.says).toMatch(/School Millrace .*, since 9 Nov 2026/);
    expect(there.says).toMatch(/Moved from Hollin Bank .* to Millrace .* on 9 Nov 2026\./);
    // Sent again it is nothing new, and the school that had the record can do no more about it.
    const head = await world.installation.store.head();
    for (const [path, sent] of [
      ['school/checked', { what: millrace, ...on(9), form }],
      ['school', { what: 'finished', ...on(10), form: newId() }],
      ['school/take-back', { because: 'An error.' }],
    ] as const) {
      const again = await ruth.post(`${ofHollinBank}/${nia}/${path}`, sent);
      expect([path, again.headers['location']]).toEqual([path, `${ofHollinBank}/${nia}`]);
    }
    expect((await ruth.get(`${ofHollinBank}/${nia}/details`)).status).toBe(404);
    expect(await world.installation.store.head()).toBe(head);
  });

  it('is found where they are, and among those who are gone where they were', async () => {
    await record(ruth, `${ofHollinBank}/${nia}`, { what: millrace, ...on(9) });
    expect((await ruth.post(ofHollinBank, { asked: 'okafor' })).says).toContain('No pupil of this school was found.');
    const gone = await ruth.post(ofHollinBank, { asked: 'okafor', who: 'gone' });
    expect(gone.says).toMatch(/1 pupil found\..*Nia Okafor .*Moved from Hollin Bank .* to Millrace/);
    expect(gone.html).toContain(`href="${ofHollinBank}/${nia}"`);
    // What another school knows of a pupil is not told by asking for it.
    const asked = await ruth.post(ofHollinBank, { asked: 'okafor', who: 'gone', year: '10' });
    expect(asked.says).toContain('Nobody was found who left.');
    expect((await owen.post(ofMillrace, { asked: 'okafor' })).says).toContain('1 pupil found.');
    expect((await owen.post(ofMillrace, { asked: 'okafor', who: 'gone' })).says).toContain('Nobody was found');
  });

  it('may have a placement that runs: it stays with the school that made it, which is told what is open', async () => {
    const amara = subjectId('amara');
    const placement = `/schools/${hollinBank}/placements/${placementId('amara', 'wheelhouse')}`;
    const form = await ruth.get(`${ofHollinBank}/${amara}/school`);
    expect(form.says).toContain('Still open at this school');
    expect(form.html).toContain(`href="${placement}"`);
    const { checked, shown } = await record(ruth, `${ofHollinBank}/${amara}`, { what: millrace, ...on(13) });
    expect(checked.says).toContain('It stays with the school that made it');
    expect(shown.says).toContain('Still open at this school');
    expect(shown.html).toContain(`href="${placement}"`);
    expect(shown.says).toContain('As long as a placement of this school runs, this school looks for the pupil.');
    const contact = (await world.installation.journal.state(pupil, amara))?.contacts[contactId('amara')];
    expect(shown.says).toContain(String(contact?.name));
    expect((await ruth.get(placement)).says).toMatch(
      /The pupil’s record is that of Millrace .*, by a change of school on 13 Nov 2026\. This placement stays with this school/,
    );
    // What leads to the pupil’s week from there leads to where the pupil is told of.
    const week = await ruth.get(`${ofHollinBank}/${amara}/week`);
    expect(week.headers['location']).toBe(`${ofHollinBank}/${amara}`);
    // Their list has it, in the order of names and by the name.
    const list = `/schools/${hollinBank}/placements`;
    expect((await ruth.get(list)).html).toContain(placement);
    const name = String((await world.installation.journal.state(pupil, amara))?.identity.familyName);
    expect((await ruth.post(list, { asked: name })).html).toContain(placement);
    // The other school learns of it, and whom to ask, but what belongs to it is not theirs to open.
    const there = await owen.get(`${ofMillrace}/${amara}`);
    expect(there.says).toMatch(/A placement that Hollin Bank .* made still runs/);
    expect(there.html).not.toContain(placementId('amara', 'wheelhouse'));
    expect((await owen.post(ofMillrace, { asked: name })).html).not.toContain(placement);
  });

  it('leaves, is not looked for among those at the school, and is back', async () => {
    const where = { what: 'other-school', toSchool: 'Stoke Hall' };
    const { shown } = await record(ruth, `${ofHollinBank}/${nia}`, { ...where, ...on(12) });
    expect(shown.says).toMatch(
      /This pupil left Hollin Bank .* on 12 Nov 2026, for a school outside the trust: Stoke Hall\./,
    );
    expect(shown.html).not.toContain('propose');
    expect((await ruth.post(ofHollinBank, { asked: 'okafor' })).says).toContain('No pupil of this school was found.');
    const gone = await ruth.post(ofHollinBank, { asked: 'okafor', who: 'gone', year: '10' });
    expect(gone.says).toContain('for a school outside the trust: Stoke Hall.');
    const picker = await ruth.post(`/schools/${hollinBank}/propose-placement`, { asked: 'okafor' });
    expect(picker.html).not.toContain(nia);
    const form = await ruth.get(`${ofHollinBank}/${nia}/school`);
    expect(form.says).toContain('Is back at this school');
    const { shown: back } = await record(ruth, `${ofHollinBank}/${nia}`, { what: hollinBank, ...on(16) });
    expect(back.says).toMatch(/School Hollin Bank .*, since 16 Nov 2026/);
    expect((await ruth.post(ofHollinBank, { asked: 'okafor' })).says).toContain('1 pupil found.');
  });

  it('is put right where it was an error, by the school that has the record', async () => {
    await record(ruth, `${ofHollinBank}/${nia}`, { what: millrace, ...on(9) });
    const page = await owen.get(`${ofMillrace}/${nia}/school/take-back`);
    expect(page.says).toMatch(/It is recorded that the pupil moved from Hollin Bank .* to Millrace/);
    expect((await owen.post(`${ofMillrace}/${nia}/school/take-back`)).says).toContain('Enter why it was an error');
    const sent = { form: formOf(page.html), because: 'It was the brother.' };
    const after = await owen.send(`${ofMillrace}/${nia}/school/take-back`, sent);
    expect(after.says).toContain('It is taken back');
    await world.caughtUp();
    expect((await owen.get(`${ofMillrace}/${nia}`)).status).toBe(404);
    const home = await ruth.get(`${ofHollinBank}/${nia}`);
    expect(home.says).not.toContain('moved from');
    expect((await ruth.get(`${ofHollinBank}/${nia}/school/take-back`)).says).toContain('There is nothing to take back');
  });

  it('is not taken back where the school has made placements since', async () => {
    const amara = subjectId('amara');
    await record(ruth, `${ofHollinBank}/${amara}`, { what: millrace, ...on(9) });
    const at = { providerId: newId(), siteId: newId(), purpose: 'To cook.', startOn: '2026-11-30' };
    const slots = [{ weekday: 2, session: 'am', arriveAt: '09:30', leaveAt: '12:00' } as const];
    const procedure = { id: world.edition.id, edition: world.edition.edition };
    const data = { placementId: newId(), subjectId: amara, schoolId: millrace, ...at, slots, procedure };
    await world.send({ type: 'ProposePlacement', data });
    await world.caughtUp();
    const refused = await owen.post(`${ofMillrace}/${amara}/school/take-back`, { because: 'An error.' });
    expect(refused.status).toBe(422);
    expect(refused.says).toContain('Record that they moved on instead.');
  });

  it('is asked about in plain words, and what was typed stays', async () => {
    const path = `${ofHollinBank}/${nia}/school`;
    const nothing = await ruth.post(path, { form: newId() });
    expect(nothing.says).toMatch(/Choose what happened .*Enter the day/);
    const early = await ruth.post(path, { form: newId(), what: 'finished', toSchool: 'Stoke Hall', ...on(17) });
    expect(early.status).toBe(400);
    expect(early.says).toContain('Enter today or an earlier day');
    expect(early.html).toContain('value="Stoke Hall"');
    const both = await ruth.post(path, { form: newId(), what: 'finished', toSchool: 'Stoke Hall', ...on(16) });
    expect(both.says).toContain('Leave this empty, unless the pupil left for a school outside the trust');
    await record(ruth, `${ofHollinBank}/${nia}`, { what: 'not-known', ...on(12) });
    const before = await ruth.post(path, { form: newId(), what: hollinBank, ...on(11) });
    expect(before.says).toContain('Enter 12 Nov 2026 or a later day');
    const changed = await ruth.post(path, { form: newId(), what: hollinBank, ...on(13), change: 'yes' });
    expect(changed.html).toMatch(/value="13"/);
  });
});
