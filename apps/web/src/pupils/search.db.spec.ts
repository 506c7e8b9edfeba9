import { newId } from '#event-sourcing';
import { personId, schoolId, subjectId } from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const hollinBank = schoolId('hollin-bank');
const all = `/schools/${hollinBank}/pupils`;

describe('finding a pupil', () => {
  let world: WebWorld;
  let ruth: Browsing;
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
    ruth = new Browsing(world, await world.cookieOf('ruth-calloway'));
    const about = { subjectId: subjectId('amara'), schoolId: hollinBank, on: '2026-11-16' };
    await world.send({ type: 'NoteStatus', data: { ...about, status: 'looked-after', value: 'yes' } });
    await world.sendTogether(
      Array.from({ length: 52 }, (_, index) => ({
        type: 'EnterPupil',
        data: {
          subjectId: newId(),
          schoolId: hollinBank,
          givenName: `Pupil${String(index).padStart(2, '0')}`,
          familyName: 'Quist',
          upnUnknownBecause: 'New to England',
          bornOn: '2013-05-09',
          yearGroup: 8,
        },
      })),
    );
    await world.caughtUp();
  }, 60_000);
  afterAll(() => world.close());

  it('asks before it shows anybody', async () => {
    const page = await ruth.get(all);
    expect(page.says).toContain('Name, or unique pupil number Year group Any year Reception Year 1');
    expect(page.says).not.toContain('Quist');
  });

  it('finds by the beginnings of names, and by a UPN', async () => {
    expect((await ruth.post(all, { asked: 'bla am' })).says).toContain('1 pupil found. Enter a pupil Amara Blake');
    expect((await ruth.post(all, { asked: 'a999200120016' })).says).toContain('Amara Blake Year 10');
    expect((await ruth.post(all, { asked: 'jodie' })).says).toContain('No pupil of this school was found.');
  });

  it('shows fifty at a time, and the way to the others', async () => {
    const first = await ruth.post(all, { asked: 'quist' });
    expect(first.says).toMatch(/52 pupils found\. These are 1 to 50, by family name\. .*Pupil00 Quist .*Pupil49 Quist/);
    expect(first.says).not.toContain('Pupil50');
    expect(first.says).not.toContain('Previous page');
    const second = await ruth.post(all, { asked: 'quist', year: '', status: '', page: '2' });
    expect(second.says).toMatch(/These are 51 to 52, .*Pupil50 Quist .*Pupil51 Quist .*Previous page/);
    expect(second.says).not.toContain('Next page');
    expect((await ruth.post(all, { asked: 'quist', page: '3' })).says).toContain('There is no page 3.');
  });

  it('narrows down by year group and by what applies', async () => {
    expect((await ruth.post(all, { asked: '', year: '8' })).says).toContain('52 pupils found.');
    expect((await ruth.post(all, { asked: 'quist', year: '9' })).says).toMatch(
      /No pupil of this school was found\. Look again with any year and any status\. .* enter them\. Enter a pupil/,
    );
    const lookedAfter = await ruth.post(all, { asked: '', status: 'looked-after' });
    expect(lookedAfter.says).toMatch(/Amara Blake/);
    expect(lookedAfter.says).not.toContain('Quist');
    expect(lookedAfter.html).toContain('<option value="looked-after" selected>');
    expect((await ruth.post(all, { asked: 'amara', status: 'not-known' })).says).toContain('No pupil of this school');
    expect((await ruth.post(all, { asked: 'pupil07', status: 'not-known' })).says).toContain('1 pupil found.');
  });

  it('takes what it does not understand for nothing', async () => {
    const odd = await ruth.post(all, { asked: 'amara', year: 'ten', status: 'unheard-of', page: '-4' });
    expect(odd.says).toContain('1 pupil found.');
  });

  it('says to whoever may not enter pupils who may', async () => {
    const teacher = { personId: personId('dawn-fairley'), role: 'designated-teacher', standing: 'holder' };
    await world.send({ type: 'GiveRole', data: { schoolId: hollinBank, ...teacher, from: '2026-11-01' } });
    await world.caughtUp();
    const dawn = new Browsing(world, await world.cookieOf('dawn-fairley'));
    const asked = { asked: 'nobody of this name' };
    const page = await dawn.post(all, asked);
    expect(page.says).toContain('ask an attendance lead or an alternative provision lead to enter them.');
    expect(page.html).not.toContain(`${all}/enter`);
    expect((await ruth.post(all, asked)).html).toContain(`${all}/enter`);
  });
});
