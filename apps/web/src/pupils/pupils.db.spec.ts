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

  // Procedure: S14.1, S14.2, S14.4, S14.6
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

  // Procedure: S14.8, S14.9, S14.10, S14.11, S14.12, X1
  it('have statuses: yes, no or not known, each since its day', async () => {
    const amara = `${all}/${subjectId('amara')}`;
    const unknown = {
      'looked-after': 'unknown',
      'child-protection': 'unknown',
      'child-in-need': 'unknown',
      'ehc-plan': 'unknown',
      'sen-support': 'unknown',
      'known-risk': 'unknown',
      'early-help': 'unknown',
    };
    const sent = { ...unknown, 'looked-after': 'yes', ...dated('looked-after-on', '2026-09-01'), 'ehc-plan': 'no' };
    const cared = { ...sent, caringAuthority: 'Northshire', 'early-help': 'yes' };
    const page = await ruth.send(`${amara}/statuses`, cared);
    expect(page.says).toContain('The statuses are noted.');
    expect(page.says).toContain('Looked after by a local authority Yes Since 1 Sept 2026, by Northshire');
    // What was known to be so already keeps its day; what is new without one is so from today.
    expect(page.says).toContain('Education, health and care plan No Since 11 Nov 2026');
    expect(page.says).toMatch(/SEN support Not known Since 16 Nov 2026 .*Early help assessment Yes Since 16 Nov 2026/);
    expect((await ruth.send(`${amara}/statuses`, cared)).says).toContain('There was nothing new in what you sent');
    const moved = await ruth.send(`${amara}/statuses`, { ...cared, ...dated('early-help-on', '2026-10-05') });
    expect(moved.says).toContain('Early help assessment Yes Since 5 Oct 2026');

    const wrong = await ruth.post(`${amara}/statuses`, {
      ...cared,
      'looked-after': 'no',
      'known-risk': '',
      ...dated('ehc-plan-on', '2026-11-17'),
    });
    for (const each of ['Choose yes, no or not known', 'Enter a day that is not in the future']) {
      expect(wrong.says).toContain(each);
    }
    const left = await ruth.post(`${amara}/statuses`, { ...cared, 'looked-after': 'no' });
    expect(left.says).toContain('Leave the local authority out where the pupil is not looked after');
  });

  // Procedure: S14.3, S14.5
  it('have an ethnicity and a gender, which no provider and nobody else who need not is shown', async () => {
    const amara = `${all}/${subjectId('amara')}`;
    expect((await ruth.get(amara)).says).toContain('Ethnicity Not known Gender Not known');
    const page = await ruth.send(`${amara}/ethnicity-and-gender`, { ethnicity: 'mixed', gender: 'girl' });
    expect(page.says).toContain('Ethnicity Mixed or multiple ethnic groups Gender Girl');
    const refused = await ruth.send(`${amara}/ethnicity-and-gender`, { ethnicity: 'refused', gender: 'girl' });
    expect(refused.says).toContain('Ethnicity Refused to say Gender Girl');
    const wrong = await ruth.post(`${amara}/ethnicity-and-gender`, { ethnicity: '', gender: 'tall' });
    expect(wrong.says).toMatch(/Choose an ethnicity, or that it is not known .*Choose a gender/);

    const link = await fetch(world.web.url + world.linkOf('wheelhouse', 'tom-arkwright', '2026-11-16'));
    const shown = await link.text();
    expect(shown).toContain('Amara');
    for (const word of ['Ethnicity', 'Refused', 'Gender', 'Girl']) expect(shown).not.toContain(word);
    const personId = newId();
    await world.send({ type: 'AddPerson', data: { personId, name: 'Ola Finch', email: 'o.finch@hollinbank.example' } });
    const held = { schoolId: schoolId('hollin-bank'), role: 'quality-of-education-lead', standing: 'holder' };
    await world.send({ type: 'GiveRole', data: { ...held, personId, from: '2026-11-01' } });
    await world.caughtUp();
    const { status, says } = await new Browsing(world, await world.cookieFor(personId)).get(amara);
    expect([status, says.includes('Amara Blake'), says.includes('Ethnicity')]).toEqual([200, true, false]);
  });

  // Procedure: S14.14, S14.15
  it('have provision from before, by its days or its school year, until it is taken out', async () => {
    const amara = `${all}/${subjectId('amara')}`;
    const form = { form: newId(), where: 'The Forge, by Millrace School', schoolYear: '2024/25' };
    const page = await ruth.send(`${amara}/add-earlier-provision`, form);
    expect(page.says).toContain('The Forge, by Millrace School school year 2024/25');
    await world.caughtUp();
    expect((await ruth.send(`${amara}/add-earlier-provision`, form)).says).toContain('nothing new');
    const days = { ...dated('from', '2024-01-08'), ...dated('until', '2024-03-22') };
    const both = await ruth.send(`${amara}/add-earlier-provision`, { form: newId(), where: 'Hill Farm', ...days });
    expect(both.says).toMatch(/Hill Farm 8 Jan 2024 to 22 Mar 2024 .*The Forge/);
    for (const [wrong, message] of [
      [{ schoolYear: '' }, 'Enter the school year, or the day on which it began'],
      [{ schoolYear: '2024/26' }, 'Enter a school year such as 2024/25'],
      [days, 'Leave the school year out where you know the day'],
      [dated('until', '2024-03-22'), 'Enter the day on which it began, too'],
    ] as const) {
      expect((await ruth.post(`${amara}/add-earlier-provision`, { ...form, ...wrong })).says).toContain(message);
    }
    const [, entry = ''] = /earlier-provision\/([^/]+)\/remove/.exec(both.html) ?? [];
    const left = await ruth.send(`${amara}/earlier-provision/${entry}/remove`);
    expect(left.says).toContain('The earlier provision is taken out.');
    expect(left.says).not.toContain('Hill Farm');
  });

  // Procedure: S14.13, S14.17, S14.19, S14.20, S14.21, S14.22
  it('have key adults, and their page says who is missing and why', async () => {
    const callum = `${all}/${subjectId('callum')}`;
    const before = await ruth.get(callum);
    expect(before.says).toContain(
      'Missing Social worker: nobody is named. One is needed because of: Child in need. Name the social worker',
    );
    expect(before.says).toContain('Harriet Moss, Head of year');
    expect(before.html).toContain(`href="${callum}/add-key-adult?part=social-worker"`);
    expect((await ruth.get(`${callum}/add-key-adult?part=social-worker`)).html).toMatch(
      /value="social-worker" checked/,
    );
    const form = { form: newId(), part: 'social-worker', name: 'Sol Weaver', agency: 'Northshire duty team' };
    const page = await ruth.send(`${callum}/add-key-adult`, { ...form, telephone: '01632 960 555' });
    expect(page.says).not.toContain('Missing');
    expect(page.says).toMatch(/Sol Weaver, Social worker Northshire duty team 01632 960 555/);
    await world.caughtUp();
    const agency = { form: newId(), part: 'outside-agency', agency: 'Youth justice team' };
    expect((await ruth.send(`${callum}/add-key-adult`, agency)).says).toContain('Youth justice team, Outside agency');
    await world.caughtUp();
    const mentor = { form: newId(), part: 'other', partInWords: 'Boxing coach', name: 'Al Stone' };
    expect((await ruth.send(`${callum}/add-key-adult`, mentor)).says).toContain('Al Stone, Boxing coach');
    for (const [wrong, message] of [
      [{ part: '' }, 'Choose which part they play'],
      [{ name: '', agency: '' }, 'Enter the name, or the agency'],
      [{ part: 'other' }, 'Say which part they play'],
      [{ email: 'at work' }, 'Enter an email address'],
    ] as const) {
      expect((await ruth.post(`${callum}/add-key-adult`, { ...form, ...wrong })).says).toContain(message);
    }
    const [, social = ''] = /key-adults\/([^/]+)\/remove/.exec(page.html.slice(page.html.indexOf('Sol Weaver'))) ?? [];
    const changed = await ruth.send(`${callum}/key-adults/${social}`, { ...form, name: 'Ana Reed' });
    expect(changed.says).toContain('Ana Reed, Social worker');
    await world.caughtUp();
    expect((await ruth.get(`${callum}/key-adults/${social}/remove`)).says).toContain('Remove Ana Reed?');
    expect((await ruth.send(`${callum}/key-adults/${social}/remove`)).says).toContain('Missing Social worker');
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

  // Procedure: S14.16, X4
  it('have contacts who have parental responsibility, may sign, speak another language, or must not know', async () => {
    const amara = `${all}/${subjectId('amara')}`;
    const ada = { name: 'Ada Blake', relation: 'foster carer', telephone: '01632 960399', mayBeRung: 'yes' };
    const more = { parentalResponsibility: 'no', maySign: 'yes', language: 'Igbo', interpreterNeeded: 'yes' };
    const page = await ruth.send(`${amara}/add-contact`, { form: newId(), ...ada, mayBeTold: 'yes', ...more });
    expect(page.says).toContain(
      'Ada Blake, foster carer 01632 960399 May be rung. May be told. No parental responsibility. ' +
        'May sign for those who have it. Speaks Igbo. An interpreter is needed.',
    );
    await world.caughtUp();
    const [joyId = '', adaId = ''] = await contactIds();
    const withheld = { ...ada, ...more, whereaboutsWithheld: 'yes' };
    const wrong = await ruth.post(`${amara}/contacts/${adaId}`, { ...withheld, mayBeTold: 'yes' });
    expect([wrong.status, wrong.says]).toEqual([
      400,
      expect.stringContaining('Choose no: somebody who must not learn where the pupil is can’t be told'),
    ]);
    await ruth.send(`${amara}/contacts/${adaId}`, { ...withheld, mayBeTold: 'no' });
    await world.caughtUp();
    const places = { [`place-${joyId}`]: '2', [`place-${adaId}`]: '1' };
    // Who is put in another place is still who they were.
    expect((await ruth.send(`${amara}/contact-order`, places)).says).toMatch(
      /Ada Blake.*Speaks Igbo.*Must not learn where the pupil lives or is\..*Joy Blake/,
    );
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

  // Procedure: S14.7
  it('are nowhere for another school, and are not taken from it', async () => {
    expect((await ruth.get(`${all}/${subjectId('jodie')}`)).status).toBe(404);
    const form = newcomer(subjectId('jodie'));
    expect((await ruth.post(`${all}/enter`, form)).status).toBe(422);
    expect((await ruth.get(`${all}/${newId()}`)).status).toBe(404);
  });
});
