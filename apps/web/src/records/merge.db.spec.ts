import { pupil } from '#domain';
import { newId, type Id } from '#event-sourcing';
import { personId, schoolId, subjectId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const hollinBank = schoolId('hollin-bank');
const all = `/schools/${hollinBank}/pupils`;
const number = 'E999200120999';

describe('two records of one pupil', () => {
  let world: WebWorld;
  let ruth: Browsing;
  let nia: Id;
  let niaAgain: Id;
  beforeEach(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
    ruth = new Browsing(world, await world.cookieOf('ruth-calloway'));
    [nia, niaAgain] = [newId(), newId()];
    await enter(nia, { upnUnknownBecause: 'New to England' });
    await enter(niaAgain, { upn: number });
    await world.caughtUp();
  }, 60_000);
  afterEach(() => world.close());

  const names = { schoolId: hollinBank, givenName: 'Nia', familyName: 'Okafor', bornOn: '2012-05-09', yearGroup: 10 };
  const enter = (subject: Id, numbered: object) =>
    world.send({ type: 'EnterPupil', data: { subjectId: subject, ...names, ...numbered } });
  const note = async (subject: Id, value: 'yes' | 'no') => {
    const data = { subjectId: subject, schoolId: hollinBank, status: 'child-protection', value, on: '2026-09-01' };
    await world.send({ type: 'NoteStatus', data });
    await world.caughtUp();
  };
  const because = 'One address, and the mother says so.';
  /** Ruth compares the two from the page of the first, and keeps it. */
  const merge = async (sent: Readonly<Record<string, string>> = {}) => {
    const form = { keep: 'first', because, ...sent };
    const answers = await ruth.post(`${all}/${nia}/merge/${niaAgain}`, form);
    if (answers.status !== 200) return answers;
    return ruth.send(`${all}/${nia}/merge/${niaAgain}/checked`, form);
  };

  it('are found from the page of either, and shown side by side before anybody decides', async () => {
    const page = await ruth.get(`${all}/${nia}`);
    expect(page.says).toContain('Another pupil of this name and birth date is entered: Nia Okafor, UPN E999200120999');
    expect(page.html).toContain(`href="${all}/${nia}/merge/${niaAgain}"`);
    const chosen = await ruth.get(`${all}/${nia}/merge`);
    expect(chosen.says).toMatch(
      /These have the same name and birth date\. Compare with Nia Okafor Year 10, born 9 May 2012/,
    );
    expect((await ruth.post(`${all}/${nia}/merge`, { asked: 'blake' })).says).toContain('1 record found.');
    await note(niaAgain, 'yes');
    const { says } = await ruth.get(`${all}/${nia}/merge/${niaAgain}`);
    expect(says).toContain('Name Nia Okafor Nia Okafor Birth date 9 May 2012 9 May 2012');
    expect(says).toContain(`UPN Differs Not known: New to England ${number}`);
    expect(says).toContain('Child protection plan Differs Not known Yes');
    expect(says).toContain('Placements None None');
  });

  it('are merged with a reason and after a check, and the number goes to the one that is kept', async () => {
    expect((await ruth.post(`${all}/${nia}/merge/${niaAgain}`)).says).toMatch(
      /Choose the record that is kept .*Enter how you know that they are one and the same/,
    );
    const answers = await ruth.post(`${all}/${nia}/merge/${niaAgain}`, { keep: 'first', because });
    expect(answers.says).toMatch(/Check your answers .*Is kept The first record .*UPN from now on E999200120999/);
    const page = await merge();
    expect(page.says).toContain('The two records are merged.');
    expect(page.says).toContain(`UPN ${number}`);
    expect(page.says).toMatch(/Another record of this pupil was merged into this one on 16 Nov 2026\. One address/);
    await world.caughtUp();
    const known = await world.installation.journal.state(pupil, niaAgain);
    expect(known?.merged).toMatchObject({ intoId: nia, personId: personId('ruth-calloway'), because });
  });

  it('are merged once, however often that is sent', async () => {
    await merge();
    await world.caughtUp();
    const head = await world.installation.store.head();
    const again = await ruth.post(`${all}/${nia}/merge/${niaAgain}/checked`, { keep: 'second', because });
    expect(again.headers['location']).toBe(`${all}/${niaAgain}`);
    expect(await world.installation.store.head()).toBe(head);
  });

  it('leave the one that is given up readable, now and as it was, but it takes nothing new', async () => {
    const before = await world.installation.store.head();
    await merge();
    await world.caughtUp();
    const page = await ruth.get(`${all}/${niaAgain}`);
    expect(page.says).toMatch(
      /This record was merged into another one of the same pupil on 16 Nov 2026 by Ruth Calloway\. Reason: One address, and the mother says so\./,
    );
    expect(page.html).toContain(`href="${all}/${nia}"`);
    expect(page.html).not.toContain(`href="${all}/${niaAgain}/statuses"`);
    expect(page.html).not.toContain(`href="${all}/${niaAgain}/propose-placement"`);
    const then = await ruth.get(`${all}/${niaAgain}?at=${before}`);
    expect(then.says).not.toContain('was merged');
    expect(then.says).toContain(`UPN ${number}`);
    const form = { name: 'Joy', relation: 'mother', telephone: '01632 960301', mayBeRung: 'yes', mayBeTold: 'yes' };
    const refused = await ruth.post(`${all}/${niaAgain}/add-contact`, form);
    expect(refused.status).toBe(422);
    expect(refused.says).toContain('Its page leads to the record that is kept: enter it there.');
    for (const asked of ['okafor', number]) {
      expect((await ruth.post(all, { asked })).says).toContain('1 pupil found.');
      expect((await ruth.post(all, { asked })).html).toContain(`href="${all}/${nia}"`);
    }
    const picker = await ruth.post(`/schools/${hollinBank}/propose-placement`, { asked: 'okafor' });
    expect(picker.html).not.toContain(niaAgain);
  });

  it('let no status and nobody who is expected somewhere get lost', async () => {
    await note(niaAgain, 'yes');
    const lost = await merge();
    expect(lost.status).toBe(400);
    expect(lost.says).toContain('so that it does not get lost. It is: Child protection plan');
    await note(nia, 'no');
    // Amara is expected at the workshop today, so hers is the record to keep.
    const amara = subjectId('amara');
    const form = { keep: 'first', number: 'first', because };
    const runs = await ruth.post(`${all}/${nia}/merge/${amara}`, form);
    expect(runs.says).toContain('A placement of the record that is given up still runs.');
    expect((await merge()).says).toContain('The two records are merged.');
  });

  it('ask which number is right where both have one', async () => {
    const identity = { subjectId: nia, ...names, upn: 'X12345678901A' };
    await world.send({ type: 'ChangePupilDetails', data: identity });
    await world.caughtUp();
    expect((await merge()).says).toContain('Choose the right UPN');
    expect((await merge({ number: 'second' })).says).toContain(`UPN ${number}`);
  });

  it('are parted again where that was an error', async () => {
    expect((await ruth.get(`${all}/${niaAgain}/unmerge`)).says).toContain('There is nothing to part.');
    await merge();
    await world.caughtUp();
    expect((await ruth.post(`${all}/${niaAgain}/unmerge`)).says).toContain('Enter why they are not the same pupil');
    const page = await ruth.send(`${all}/${niaAgain}/unmerge`, { because: 'They are twins.' });
    expect(page.says).toContain('The records are two again.');
    expect(page.says).toContain('UPN Not known: It went to the record that is kept.');
    expect(page.html).toContain(`href="${all}/${niaAgain}/statuses"`);
    expect((await ruth.post(`${all}/${niaAgain}/unmerge`, { because: 'Twins.' })).status).toBe(303);
    await world.caughtUp();
    expect((await ruth.post(all, { asked: 'okafor' })).says).toContain('2 pupils found.');
    expect((await ruth.get(`${all}/${nia}`)).says).not.toContain('was merged into this one');
  });
});
