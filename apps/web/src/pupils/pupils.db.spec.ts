import { newId, type Id } from '#event-sourcing';
import { contacts, pupils } from '#read-models';
import { schoolId, subjectId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const at = '2026-11-16T09:00:00.000Z';
const all = `/schools/${schoolId('hollin-bank')}/pupils`;
const dated = (name: string, day: string) => {
  const [year = '', month = '', dayOfMonth = ''] = day.split('-');
  return { [`${name}-day`]: dayOfMonth, [`${name}-month`]: month, [`${name}-year`]: year };
};
const number = 'E999200120999';
const temporary = 'X12345678901A';
const newcomer = (subject: Id) => ({
  subjectId: subject,
  givenName: 'Nia',
  familyName: 'Okafor',
  upn: number.toLowerCase(),
  ...dated('bornOn', '2012-05-09'),
  yearGroup: '10',
});

describe('the pupils of a school', () => {
  let world: WebWorld;
  let ruth: Browsing;
  beforeEach(async () => {
    world = await WebWorld.open({ at });
    ruth = new Browsing(world, await world.cookieOf('ruth-calloway'));
  }, 60_000);
  afterEach(() => world.close());
  /** Amara's contacts, whom to ring first before the others. */
  const contactIds = async () =>
    (await world.installation.rows.find(contacts, { subjectId: subjectId('amara') }))
      .toSorted((a, b) => a.order - b.order)
      .map(({ contactId }) => contactId);

  it('are entered, with what is not known plain to see, and found by their names', async () => {
    expect((await ruth.get(all)).html).toContain(`href="${all}/enter"`);
    const page = await ruth.send(`${all}/enter`, newcomer(newId()));
    expect(page.says).toMatch(/The pupil is entered\. .*Nia Okafor Year 10 .*Year group Year 10 Birth date 9 May 2012/);
    expect(page.says).toContain(`UPN ${number}`);
    expect(page.says).toContain('Looked after by a local authority Not known');
    expect(page.says).toContain('Nobody is entered who could be rung.');
    await world.caughtUp();
    const found = await ruth.post(all, { asked: 'okafor' });
    expect(found.says).toContain('1 pupil found. Enter a pupil Nia Okafor');
  });

  it('are entered once, however often the form is sent', async () => {
    const form = newcomer(newId());
    await ruth.send(`${all}/enter`, form);
    await world.caughtUp();
    expect((await ruth.post(`${all}/enter`, form)).status).toBe(303);
    await world.caughtUp();
    expect(
      (await world.installation.rows.find(pupils, {})).filter((each) => each.familyName === 'Okafor'),
    ).toHaveLength(1);
  });

  it('are told everything that is wrong with the form at once, and it keeps what was typed', async () => {
    const wrong = { ...newcomer(newId()), givenName: '', upn: 'A999200120999', ...dated('bornOn', '2026-12-01') };
    const page = await ruth.post(`${all}/enter`, { ...wrong, yearGroup: 'ten' });
    expect(page.status).toBe(400);
    for (const each of ['Enter the given name', 'something in it is mistyped', 'must be in the past', 'from 0 to 14']) {
      expect(page.says).toContain(each);
    }
    expect(page.html).toContain('value="Okafor"');
    const empty = await ruth.post(`${all}/enter`, { upn: '' });
    expect(empty.says).toMatch(/Enter the given name .*Enter the UPN, or why it is not known/);
    const neither = await ruth.post(`${all}/enter`, { ...newcomer(newId()), upn: '' });
    expect(neither.says).toContain('Enter the UPN, or why it is not known');
    const both = await ruth.post(`${all}/enter`, { ...newcomer(newId()), upnUnknownBecause: 'New to England' });
    expect(both.says).toContain('Leave the reason out where there is a UPN');
  });

  it('who seem to be entered already are asked about, and a number is one pupil’s', async () => {
    await ruth.send(`${all}/enter`, newcomer(newId()));
    await world.caughtUp();
    const again = newcomer(newId());
    expect((await ruth.post(`${all}/enter`, again)).says).toContain('Another pupil has this UPN.');
    const numberless = { ...again, upn: '', upnUnknownBecause: 'New to England' };
    expect((await ruth.post(`${all}/enter`, numberless)).says).toContain(
      'entered already. Say that this is another one',
    );
    const page = await ruth.send(`${all}/enter`, { ...numberless, another: 'yes' });
    expect(page.says).toContain('UPN Not known: New to England');
  });

  it('are entered by one of two people who enter the same number at once', async () => {
    const both = await Promise.all([
      ruth.post(`${all}/enter`, newcomer(newId())),
      ruth.post(`${all}/enter`, { ...newcomer(newId()), givenName: 'Nia Ada' }),
    ]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 400]);
    expect(both.find(({ status }) => status === 400)?.says).toMatch(
      /Somebody is giving this UPN to another pupil at this moment|Another pupil has this UPN/,
    );
    await world.caughtUp();
    const entered = (await world.installation.rows.find(pupils, {})).filter((each) => each.upn === number);
    expect(entered).toHaveLength(1);
  });

  it('have statuses: yes, no or not known', async () => {
    const amara = `${all}/${subjectId('amara')}`;
    const unknown = {
      'looked-after': 'unknown',
      'child-protection': 'unknown',
      'child-in-need': 'unknown',
      'ehc-plan': 'unknown',
      'sen-support': 'unknown',
      'known-risk': 'unknown',
      ...dated('on', '2026-11-16'),
    };
    const page = await ruth.send(`${amara}/statuses`, { ...unknown, 'looked-after': 'yes', 'ehc-plan': 'no' });
    expect(page.says).toContain('The statuses are noted.');
    expect(page.says).toMatch(
      /Looked after by a local authority Yes .*Education, health and care plan No SEN support Not known/,
    );
    const same = await ruth.send(`${amara}/statuses`, { ...unknown, 'looked-after': 'yes', 'ehc-plan': 'no' });
    expect(same.says).toContain('There was nothing new in what you sent');
    expect((await ruth.post(`${amara}/statuses`, { ...unknown, 'known-risk': '' })).says).toContain(
      'Choose yes, no or not known',
    );
  });

  it('have contacts in order, who may be rung or not, entered once', async () => {
    const amara = `${all}/${subjectId('amara')}`;
    const form = {
      form: newId(),
      name: 'Del Blake',
      relation: 'uncle',
      telephone: '01632 960399',
      mayBeRung: 'no',
      mayBeTold: 'yes',
    };
    const page = await ruth.send(`${amara}/add-contact`, form);
    expect(page.says).toMatch(
      /Joy Blake, mother 01632 960301 .*Del Blake, uncle 01632 960399 Must not be rung\. May be told\./,
    );
    expect(page.html).toContain('href="tel:01632960301"');
    expect(page.html).not.toContain('href="tel:01632960399"');
    await world.caughtUp();
    await ruth.send(`${amara}/add-contact`, form);
    await world.caughtUp();
    const there = await world.installation.rows.find(contacts, { subjectId: subjectId('amara') });
    expect(there.map(({ order }) => order).toSorted((a, b) => a - b)).toEqual([1, 2]);
    const wrong = await ruth.post(`${amara}/add-contact`, { ...form, telephone: 'at work', mayBeRung: '' });
    expect(wrong.says).toMatch(/Enter a telephone number .*Choose whether they may be rung/);
  });

  it('have details that can be changed, once', async () => {
    const amara = `${all}/${subjectId('amara')}`;
    const form = await ruth.get(`${amara}/details`);
    expect(form.html).toContain('value="Blake"');
    const details = { givenName: 'Amara', familyName: 'Blake-Osei', ...dated('bornOn', '2011-10-03'), yearGroup: '11' };
    const page = await ruth.send(`${amara}/details`, details);
    expect(page.says).toMatch(/The details are changed\. .*Amara Blake-Osei .*Year 11 .*3 Oct 2011/);
    expect((await ruth.send(`${amara}/details`, details)).says).toContain('There was nothing new in what you sent');
    const wrong = await ruth.post(`${amara}/details`, { ...details, familyName: '', ...dated('bornOn', '2031-01-01') });
    expect([wrong.status, wrong.says]).toEqual([400, expect.stringMatching(/Enter the family name .*in the past/)]);
  });

  it('get a permanent UPN in place of a temporary one, and keep it unless there is a reason', async () => {
    const nia = newId();
    await ruth.send(`${all}/enter`, { ...newcomer(nia), upn: temporary });
    await world.caughtUp();
    expect((await ruth.get(`${all}/${nia}`)).says).toContain(`${temporary}, a temporary one`);
    const page = await ruth.send(`${all}/${nia}/upn`, { upn: number, upnUnknownBecause: '' });
    expect(page.says).toContain(`The UPN is changed.`);
    expect(page.says).toContain(`UPN ${number}`);
    await world.caughtUp();

    const another = { upn: 'A123456789012', upnUnknownBecause: '' };
    const asked = await ruth.post(`${all}/${nia}/upn`, another);
    expect([asked.status, asked.says]).toEqual([
      400,
      expect.stringContaining('Say why a permanent UPN is another one now'),
    ]);
    await ruth.send(`${all}/${nia}/upn`, { ...another, because: 'It was the sister’s.' });
    await world.caughtUp();
    const [, , last] = await world.installation.journal.read(`pupil-${nia}`);
    expect(last?.data).toMatchObject({ upn: 'A123456789012', upnChangedBecause: 'It was the sister’s.' });

    await ruth.send(`${all}/enter`, { ...newcomer(newId()), givenName: 'Ife' });
    await world.caughtUp();
    const taken = await ruth.post(`${all}/${nia}/upn`, { upn: number, upnUnknownBecause: '', because: 'A guess.' });
    expect([taken.status, taken.says]).toEqual([400, expect.stringContaining('Another pupil has this UPN.')]);
  });

  it('have contacts that can be changed, put in another order, and removed after a question', async () => {
    const amara = `${all}/${subjectId('amara')}`;
    const del = { name: 'Del Blake', relation: 'uncle', telephone: '01632 960399', mayBeRung: 'yes', mayBeTold: 'yes' };
    await ruth.send(`${amara}/add-contact`, { form: newId(), ...del });
    await world.caughtUp();
    const [joyId = '', delId = ''] = await contactIds();
    const changed = await ruth.send(`${amara}/contacts/${delId}`, { ...del, mayBeTold: 'no' });
    expect(changed.says).toMatch(
      /The contact is changed\. .*Del Blake, uncle 01632 960399 May be rung\. Must not be told\./,
    );
    expect((await ruth.send(`${amara}/contacts/${delId}`, { ...del, mayBeTold: 'no' })).says).toContain('nothing new');

    const same = await ruth.post(`${amara}/contact-order`, { [`place-${joyId}`]: '2', [`place-${delId}`]: '2' });
    expect([same.status, same.says]).toEqual([
      400,
      expect.stringContaining('Give Del Blake another number than Joy Blake'),
    ]);
    const wrong = await ruth.post(`${amara}/contact-order`, { [`place-${joyId}`]: 'last', [`place-${delId}`]: '1' });
    expect(wrong.says).toContain('Enter a number from 1 to 20 for Joy Blake');
    const ordered = await ruth.send(`${amara}/contact-order`, { [`place-${joyId}`]: '7', [`place-${delId}`]: '1' });
    expect(ordered.says).toMatch(/The order of the contacts is changed\. .*Del Blake.*Joy Blake/);
    await world.caughtUp();
    expect(await contactIds()).toEqual([delId, joyId]);

    expect((await ruth.get(`${amara}/contacts/${joyId}/remove`)).says).toContain('Remove Joy Blake?');
    const left = await ruth.send(`${amara}/contacts/${joyId}/remove`);
    expect(left.says).toContain('The contact is removed.');
    expect(left.says).not.toContain('Joy Blake');
    expect((await ruth.send(`${amara}/contacts/${joyId}/remove`)).says).toContain('nothing new');
    expect((await ruth.get(`${amara}/contacts/${joyId}`)).status).toBe(404);
  });

  it('are shown as they were, with nothing to enter', async () => {
    const amara = `${all}/${subjectId('amara')}`;
    const before = await world.installation.store.head();
    await ruth.send(`${amara}/add-contact`, {
      form: newId(),
      name: 'Del Blake',
      relation: 'uncle',
      telephone: '01632 960399',
      mayBeRung: 'yes',
      mayBeTold: 'yes',
    });
    const page = await ruth.get(`${amara}?at=${before}`);
    expect(page.says).toContain('This is what Waymark knew at 7:45am on Monday 16 November 2026.');
    expect(page.says).not.toContain('Del Blake');
    expect(page.says).not.toContain('Add a contact');
  });

  it('are nowhere for another school, and are not taken from it', async () => {
    expect((await ruth.get(`${all}/${subjectId('jodie')}`)).status).toBe(404);
    const form = newcomer(subjectId('jodie'));
    expect((await ruth.post(`${all}/enter`, form)).status).toBe(422);
    expect((await ruth.get(`${all}/${newId()}`)).status).toBe(404);
  });
});
