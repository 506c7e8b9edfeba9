import { newId } from '#event-sourcing';
import { personId, schoolId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const setUp = `/schools/${schoolId('millrace')}/set-up`;
const dated = (name: string, day: string) => {
  const [year = '', month = '', dayOfMonth = ''] = day.split('-');
  return { [`${name}-day`]: dayOfMonth, [`${name}-month`]: month, [`${name}-year`]: year };
};

describe('the set-up of a school', () => {
  let world: WebWorld;
  let owen: Browsing;
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
    owen = new Browsing(world, await world.cookieOf('owen-pryce'));
  }, 60_000);
  afterAll(() => world.close());

  it('shows every role, and what follows where nobody holds one', async () => {
    const { says, html } = await owen.get(setUp);
    expect(says).toContain('Attendance lead Dawn Fairley, holder since 1 Sept 2026');
    expect(says).toContain('Designated teacher Nobody The headteacher is told instead of this role. Fill this role');
    expect(html).toContain(`/people/fill/designated-teacher"`);
  });

  it('leads nobody to the pages of people who may not open them', async () => {
    const nadia = new Browsing(world, await world.cookieOf('nadia-brook'));
    const { says, html } = await nadia.get(setUp);
    expect(says).toContain('Designated teacher Nobody');
    expect(html).not.toContain('/people/');
  });

  it('leads through what a new school needs, in its order', async () => {
    const newSchool = newId();
    const about = { schoolId: newSchool };
    const owenId = personId('owen-pryce');
    const held = { ...about, personId: owenId, standing: 'holder', from: '2026-11-01' };
    const opened = { name: 'Saltmarsh School', telephone: '01632 960 200', attendanceMailbox: 'a@saltmarsh.example' };
    await world.send({ type: 'OpenSchool', data: { ...about, ...opened } });
    await world.send({ type: 'GiveRole', data: { ...held, role: 'headteacher' } });
    await world.caughtUp();
    const its = `/schools/${newSchool}/set-up`;
    for (const page of [its, `/schools/${newSchool}/today`]) {
      const { says, html } = await owen.get(page);
      expect(says).toMatch(/What to do next 1 of 9 done\. .* Complete the school’s details .* To do Add a colleague/);
      expect(says).toContain(
        'Nobody is alternative provision lead, designated safeguarding lead, attendance lead, quality of education lead,',
      );
      expect(says).toContain('Propose a placement First enter a pupil. Cannot start yet');
      expect(html).toContain(`/people/fill/alternative-provision-lead"`);
      expect(html).toContain(`href="/schools/${newSchool}/import"`);
    }
    const times = { amStart: '8:40', amEnd: '12:00', pmStart: '12:50', pmEnd: '15:00', ...dated('from', '2026-11-16') };
    await owen.send(`${its}/session-times`, times);
    const term = { name: 'Autumn', ...dated('from', '2026-11-16'), ...dated('to', '2026-12-18') };
    const halfway = await owen.send(`${its}/term`, term);
    expect(halfway.says).toContain('3 of 9 done.');
    expect(halfway.says).toContain('Set the session times Done Enter the terms Done Enter a pupil');
  });

  it('has said what a new school needs once it runs', async () => {
    expect((await owen.get(setUp)).says).not.toContain('What to do next');
    const board = `/schools/${schoolId('millrace')}/today`;
    expect((await owen.get(board)).says).not.toContain('What to do next');
  });

  it('changes the details, and keeps what was typed when something is wrong', async () => {
    const details = {
      name: 'Millrace High',
      telephone: '01632 960 111',
      attendanceMailbox: 'office@millrace.example',
      urn: '123456',
      localAuthority: '',
      address: '1 Weir Lane',
    };
    const wrong = await owen.post(`${setUp}/details`, { ...details, urn: '12' });
    expect([wrong.status, wrong.says]).toEqual([400, expect.stringContaining('A URN has six digits')]);
    expect(wrong.html).toContain('value="Millrace High"');
    const { says } = await owen.send(`${setUp}/details`, details);
    expect(says).toContain('The school’s details are changed.');
    expect(says).toMatch(/Millrace High .*URN 123456 Local authority Not entered Address 1 Weir Lane/);
  });

  it('sets the session times from a day on, in their order', async () => {
    const times = { amStart: '8:40', amEnd: '12.00', pmStart: '12:50', pmEnd: '15:00', ...dated('from', '2027-01-04') };
    const wrong = await owen.post(`${setUp}/session-times`, { ...times, pmStart: '11:50', amEnd: '25:00' });
    expect([wrong.status, wrong.says]).toEqual([400, expect.stringContaining('Enter a time, such as 8:50 or 13:10')]);
    expect((await owen.post(`${setUp}/session-times`, { ...times, pmStart: '11:50' })).says).toContain(
      'The afternoon can’t begin before the morning ends',
    );
    expect((await owen.send(`${setUp}/session-times`, times)).says).toContain(
      'From 4 Jan 2027: morning 8:40am to midday, afternoon 12:50pm to 3pm',
    );
  });

  it('adds a term, moves it under its name and takes it out', async () => {
    const term = { name: 'Spring', ...dated('from', '2026-12-14'), ...dated('to', '2027-02-12') };
    const backwards = await owen.post(`${setUp}/term`, { ...term, ...dated('to', '2026-12-01') });
    expect([backwards.status, backwards.says]).toEqual([
      400,
      expect.stringContaining('The last day can’t be before the first'),
    ]);
    const added = await owen.send(`${setUp}/term`, term);
    expect(added.says).toContain('Spring 14 Dec 2026 to 12 Feb 2027');
    expect(added.says).toContain('Autumn, second half and Spring share days. Move one of them.');
    expect((await owen.get(`${setUp}/term?from=2026-12-14`)).html).toContain('value="Spring"');
    const moved = await owen.send(`${setUp}/term`, { ...term, ...dated('from', '2027-01-04') });
    expect(moved.says).toContain('Spring 4 Jan 2027 to 12 Feb 2027');
    expect(moved.says).not.toContain('share days');
    const dropped = await owen.send(`${setUp}/drop-term/2027-01-04`, { name: 'Spring' });
    expect(dropped.says).not.toContain('4 Jan 2027 to');
    expect((await owen.post(`${setUp}/drop-term/2027-01-04`, { name: 'Spring' })).status).toBe(404);
  });

  it('adds a day off and takes it out', async () => {
    const added = await owen.send(`${setUp}/day-off`, { ...dated('on', '2026-12-04'), kind: 'closure' });
    expect(added.says).toContain('Friday 4 December 2026 Closure');
    expect((await owen.post(`${setUp}/day-off`, dated('on', '2026-12-04'))).says).toContain(
      'Choose why the school does not meet',
    );
    expect((await owen.send(`${setUp}/lift-day-off/2026-12-04`)).says).not.toContain('4 December 2026');
  });

  it('says whether the words of concerns and incidents are kept', async () => {
    expect((await owen.get(setUp)).says).toContain('Only that there was one is kept here, and where it went.');
    expect((await owen.post(`${setUp}/concern-words`)).says).toContain('Choose whether the words are kept here');
    expect((await owen.send(`${setUp}/concern-words`, { kept: 'yes' })).says).toContain('They are kept here.');
    expect((await owen.send(`${setUp}/concern-words`, { kept: 'no' })).says).toContain(
      'Only that there was one is kept',
    );
  });

  it('shows the calendar as a picture of the year, this one first', async () => {
    const { says, html } = await owen.get(`${setUp}/year`);
    expect(says).toContain('School year 2026 to 2027');
    expect(says).toContain('16, today, School day');
    expect(says).toContain('November 2026 20 school days');
    expect(says).toContain('25 B, Bank holiday');
    expect(says).toContain('Autumn, first half: 2 Sept 2026 to 23 Oct 2026, 38 school days');
    expect(html).not.toMatch(/ style=/);
    const next = await owen.get(`${setUp}/year?from=2027`);
    expect(next.says).toContain('0 school days. As a rule a school year has 190.');
    expect(next.says).toContain('No term is entered for this year.');
    expect((await owen.get(`${setUp}/year?from=nonsense`)).says).toContain('School year 2026 to 2027');
  });

  it('says what is missing once the last term is over', async () => {
    await world.moveTo('2027-03-01T09:00:00.000Z');
    const later = new Browsing(world, await world.cookieOf('owen-pryce'));
    expect((await later.get(setUp)).says).toContain('No term is entered for today or later.');
  });
});
