import type { PupilSession } from '#domain';
import { personId, placementId, schoolId, siteId, subjectId } from '../../../libs/simulation/src/week/names.js';
import { readFrame } from '../../../test/support/read-frame.js';
import { Browsing } from '../../../test/support/pages.js';
import { WebWorld } from '../../../test/support/web-world.js';
import { commanding, type Commanding } from './commanding.js';
import { replayIn } from './replay.js';

const monday = '2026-11-16';
const at = (time: string) => `${monday}T${time}:00.000Z`;
const callum: PupilSession = {
  placementId: placementId('callum', 'greenacre'),
  subjectId: subjectId('callum'),
  schoolId: schoolId('hollin-bank'),
  siteId: siteId('greenacre'),
  on: monday,
  session: 'am',
};
const id = callum.placementId;

describe('the history of a placement in a terminal', () => {
  let world: WebWorld;
  beforeAll(async () => {
    world = await WebWorld.open({ at: at('09:00') });
    await world.asked(callum, at('09:00'));
    await world.moveTo(at('09:30'));
    await world.missed(callum, 'silence', at('09:30'));
    await world.moveTo(at('09:47'));
    const priya = new Browsing(world, await world.cookieOf('priya-raman'));
    await priya.send(`/schools/${callum.schoolId}/today/place/${id}/${monday}/am`, {
      place: 'at-home',
      onTheWordOf: 'Callum’s mother',
      certainty: 'told',
    });
    await world.caughtUp();
  }, 120_000);
  afterAll(() => world.close());

  const acting = <T>(work: (commanding: Commanding) => Promise<T>) => commanding(world.installation.config, work);
  const replayed = async (
    beginning: string | undefined,
    options: Parameters<typeof replayIn>[2] = {},
    read = readFrame(),
  ) => {
    await acting((commanding) => replayIn(commanding, beginning, options, read.frame));
    return read;
  };

  it('lists the placements without saying whose they are', async () => {
    const said = (await replayed(undefined)).said();
    expect(said).toMatch(new RegExp(`${id} +started\\n +Hollin Bank School, Lower Barn, from 16 Nov 2026`));
    expect(said).not.toMatch(/Callum|Dray/);
    expect((await replayed(undefined, { names: true })).said()).toContain('Callum Dray');
  });

  it('tells each step: when it happened and was recorded, who, and what changed', async () => {
    const said = (await replayed(id.slice(0, 12))).said();
    if (process.env['SHOW']) process.stderr.write(said);
    expect(said).toMatch(/^Placement proposed {2}1 of \d+, position \d+$/m);
    expect(said).toMatch(/Search opened .*\n.*the provider has not answered\.\n +happened +9:30am on Monday 16/);
    expect(said).toMatch(/changed +16 Nov 2026, morning, the pupil: NOT ACCOUNTED FOR since 9:30am/);
    expect(said).toMatch(/Pupil accounted for: at home .*\n.*\n +happened .*\n +recorded +9:47am on Monday 16 Nov/);
    expect(said).toMatch(new RegExp(`by +person ${personId('priya-raman').slice(0, 8)}, as alternative`));
  });

  it('shows names and what people wrote only to whoever asks for them', async () => {
    expect((await replayed(id)).said()).not.toMatch(/Callum|Priya|mother/);
    expect((await replayed(id, {}, readFrame({ json: true }))).said()).not.toMatch(/Callum|Priya|mother/);
    const named = (await replayed(id, { names: true })).said();
    expect(named).toMatch(/Told, on the word of Callum’s mother\./);
    expect(named).toContain('by         Priya Raman, as');
  });

  it('keeps to a narrow terminal', async () => {
    const lines = (await replayed(id, {}, readFrame({ columns: 48 }))).said().split('\n');
    expect(lines.filter((line) => line.startsWith('  ') && line.length > 48)).toEqual([]);
  });

  it('says what was known at a moment, and not what came later', async () => {
    const searching = (await replayed(id, { asked: { moment: at('09:40') } })).said();
    expect(searching).toMatch(/^What Waymark knew at 9:40am on Monday 16 November 2026$/m);
    expect(searching).toMatch(/Stage: started/);
    expect(searching).toMatch(/Searches open: 16 Nov 2026, morning/);
    expect(searching).toMatch(/Duties open: the provider’s answer and finding the pupil/);
    expect(searching).not.toContain('accounted for at');
    const found = (await replayed(id, { asked: { moment: at('09:48') } })).said();
    expect(found).toMatch(/Searches open: none/);
    expect(found).toMatch(/accounted for at 9:47am: at home/);
    const before = (await replayed(id, { asked: { moment: '2026-10-01T09:00:00.000Z' } })).said();
    expect(before).toContain('Nothing: this placement had not been entered.');
  });

  it('is one JSON document with --json', async () => {
    const { steps } = (await replayed(id, {}, readFrame({ json: true }))).json() as { steps: { type: string }[] };
    expect(steps.at(0)).toMatchObject({ type: 'PlacementProposed', position: expect.stringMatching(/^\d+$/) });
    expect(steps.map(({ type }) => type)).toContain('PupilAccountedFor');
    const picture = (await replayed(id, { asked: { moment: at('09:40') } }, readFrame({ json: true }))).json();
    expect(picture).toMatchObject({ placement: { placementId: id }, knownAt: { stage: 'started' } });
  });

  it('ends between two steps when it is told to', async () => {
    const read = readFrame();
    read.press();
    await expect(replayed(id, {}, read)).rejects.toMatchObject({ name: 'Interrupted', exitCode: 130 });
  });

  it('says that no placement is meant, or that several are', async () => {
    await expect(replayed('zz')).rejects.toThrow(/No placement has an id that begins with zz/);
    await expect(replayed('')).rejects.toThrow(/The ids of \d+ placements begin with/);
  });
});
