import { sessionKey, type PupilSession } from '#domain';
import {
  adultId,
  placementId,
  schoolId,
  siteId,
  subjectId,
  type PupilName,
  type SiteName,
} from '../../../../libs/simulation/src/week/names.js';
import { Browsing } from '../../../../test/support/pages.js';
import { WebWorld } from '../../../../test/support/web-world.js';

const monday = '2026-11-16';
const hollinBank = schoolId('hollin-bank');
const register = `/schools/${hollinBank}/register`;

const morning = (pupil: PupilName, site: SiteName): PupilSession => ({
  placementId: placementId(pupil, site),
  subjectId: subjectId(pupil),
  schoolId: hollinBank,
  siteId: siteId(site),
  on: monday,
  session: 'am',
});
const amara = morning('amara', 'wheelhouse');
const callum = morning('callum', 'greenacre');
const formOf = ({ placementId, on, session }: PupilSession) => `${register}/${placementId}/${on}/${session}`;
const shown = (about: PupilSession, code: string) => `${sessionKey({ data: about })} ${code}`;

// Each test goes on from where the one before left the register.
describe('the register of pupils who are taught elsewhere', () => {
  let world: WebWorld;
  let priya: Browsing;
  let martin: Browsing;
  const says = async (about: PupilSession, answer: 'present' | 'absent', at: string, words?: string) => {
    const said = { ...about, answer, ...(words === undefined ? {} : { words }), answeredAt: at, channel: 'link' };
    const command = { ...said, byId: adultId('tom-arkwright'), sessionBeginsAt: `${monday}T08:50:00.000Z` };
    await world.send({ type: 'RecordAnswer', data: command });
    await world.caughtUp();
  };
  /** Whoever is idle for so long has to sign in again. */
  const moveTo = async (at: string) => {
    await world.moveTo(at);
    priya = new Browsing(world, await world.cookieOf('priya-raman'));
    martin = new Browsing(world, await world.cookieOf('martin-ellery'));
  };
  beforeAll(async () => {
    world = await WebWorld.open({ at: `${monday}T08:30:00.000Z` });
    await moveTo(`${monday}T08:30:00.000Z`);
  }, 60_000);
  afterAll(() => world.close());

  it('proposes nothing before a session has begun', async () => {
    const page = await priya.get(register);
    expect(page.says).toMatch(/Amara Blake.*The session has not begun Not begun/);
    expect(page.html).not.toContain('name="marks"');
    const early = await priya.post(formOf(amara), { code: 'N' });
    expect([early.status, early.says]).toEqual([422, expect.stringContaining('A session is marked once it has begun')]);
  });

  // Procedure: S8.22
  it('takes silence for no attendance, and proposes N', async () => {
    await moveTo(`${monday}T09:40:00.000Z`);
    const page = await priya.get(register);
    expect(page.says).toMatch(/Amara Blake.*No answer Proposed: N, reason for the absence not yet established/);
    expect(page.says).toMatch(/That is no attendance\. We know this rule from others’ accounts alone\. To decide/);
    const form = await priya.get(formOf(amara));
    expect(form.html).not.toContain('value="attended"');
    const never = await priya.post(formOf(amara), { code: 'attended', nature: 'tuition' });
    expect([never.status, never.says]).toEqual([400, expect.stringContaining('Choose what the register says')]);
  });

  // Procedure: S8.2, S8.7, S8.16, S8.18, S8.19
  it('asks once what a pupil does there, and the code follows from it', async () => {
    await says(amara, 'present', `${monday}T09:05:00.000Z`, 'Here, and cheerful.');
    const page = await priya.get(register);
    expect(page.says).toMatch(/Present: “Here, and cheerful\.” \(9:05am\) What did the pupil do there\? A question/);
    const form = await priya.get(formOf(amara));
    expect(form.says).toContain('Was there: B, W, P, V');
    const silent = await priya.post(formOf(amara), { code: 'attended', nature: '' });
    expect([silent.status, silent.says]).toEqual([400, expect.stringContaining('Choose what the pupil did there')]);
    const decided = await priya.send(formOf(amara), { code: 'attended', nature: 'unregistered-provision' });
    expect(decided.says).toMatch(/B, another approved educational activity Provision that the school arranged/);
    expect(decided.says).toContain('To enter');
  });

  it('accepts together what was shown, and nothing that has changed meanwhile', async () => {
    const stale = await priya.send(register, { marks: [shown(callum, 'B')] });
    expect(stale.says).toContain('There was nothing new in what you sent');
    const page = await priya.get(register);
    expect(page.html).toContain(`value="${shown(callum, 'N')}"`);
    const accepted = await priya.send(register, { marks: [shown(callum, 'N')] });
    expect(accepted.says).toMatch(/It is decided what the register says\..*Callum Dray.*To enter/);
    expect(accepted.says).toMatch(
      /Reasons that are still to be found out.*Callum Dray, 16 Nov 2026, morning By the end of 23 Nov 2026/,
    );
  });

  it('is entered in the school’s own register, from a list to type from', async () => {
    const file = await priya.get(`${register}/file?day=${monday}&session=am`);
    expect(file.headers['content-disposition']).toBe('attachment; filename="register-2026-11-16-am.csv"');
    expect(file.html).toContain('"2026-11-16","morning","B","Provision that the school arranged');
    const entered = await priya.send(`${register}/entered?day=${monday}`, {
      marks: [shown(amara, 'B'), shown(callum, 'N')],
    });
    expect(entered.says).toMatch(/entered in the school’s register\..*Amara Blake.*Entered Change/);
  });

  // Procedure: S8.23
  it('has a reason authorised by those who may, with why it changes, and shows what has changed since', async () => {
    const asked = await martin.get(formOf(callum));
    expect(asked.says).toContain('for the attendance lead or the head to say. Until then it is N.');
    expect(asked.html).not.toContain('value="I"');
    const barred = await martin.post(formOf(callum), { code: 'I', because: 'A cold.' });
    expect([barred.status, barred.says]).toEqual([400, expect.stringContaining('Choose what the register says')]);
    const silent = await priya.post(formOf(callum), { code: 'I' });
    expect([silent.status, silent.says]).toEqual([400, expect.stringContaining('Say why the mark changes')]);
    const changed = await priya.send(formOf(callum), { code: 'I', because: 'His grandmother rang: a cold.' });
    expect(changed.says).toMatch(/I, illness N was entered in the school’s register: change it there\. Changed since/);
    expect(changed.says).not.toContain('Reasons that are still to be found out');
    const history = await priya.get(`/schools/${hollinBank}/placements/${callum.placementId}/register`);
    expect(history.says).toMatch(/I, illness The reason for the absence is known\. Decided by Priya Raman/);
    expect(history.says).toMatch(
      /Before: N, by Priya Raman\. Changed because: His grandmother rang: a cold\. Entered as N/,
    );
    expect(history.says).toMatch(/planned until now, 0 are marked as attended, 1 otherwise/);
    const { says: told } = await priya.get(`/schools/${hollinBank}/placements/${callum.placementId}`);
    expect(told).toContain('Mark amended: I, illness, before N');
  });

  it('asks to look again where the provider has said otherwise since', async () => {
    await moveTo(`${monday}T10:30:00.000Z`);
    await says(amara, 'absent', `${monday}T10:20:00.000Z`, 'She has left.');
    const page = await priya.get(register);
    expect(page.says).toMatch(/Absent: “She has left\.” \(10:20am, before that present\).*Look again/);
  });

  it('proposes O once the school days are over, and decides nothing by itself', async () => {
    await priya.send(formOf(callum), { code: 'N', because: 'It was another boy who had the cold.' });
    await moveTo('2026-11-24T09:40:00.000Z');
    const page = await priya.get(`${register}?day=${monday}`);
    expect(page.says).toMatch(/Five school days are over since 23 Nov 2026: O is proposed/);
    expect(page.says).toMatch(/Callum Dray.*N, reason for the absence not yet established/);
    expect((await priya.get(formOf(callum))).says).toMatch(/Proposed: O, absent in other or unknown circumstances/);
    expect((await priya.get(`${register}/returns`)).says).toContain('Nobody has reached either.');
  });
  it('has nobody on a day on which the school does not meet', async () => {
    expect((await priya.get(`${register}?day=2026-11-15`)).says).toContain('The school does not meet on this day');
  });
});
