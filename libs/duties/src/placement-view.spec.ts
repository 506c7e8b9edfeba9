import { HeldClock, MemoryEventStore } from '#event-sourcing';
import { DutiesWorld, named } from '../../../test/support/duties-world.js';
import { readPlacement } from './placement-view.js';

const monday = { weekday: 1, session: 'am', arriveAt: '09:00', leaveAt: '12:00' } as const;
const tuesday = { ...monday, weekday: 2 } as const;
const about = { placementId: named('placement Cal'), subjectId: named('Cal'), schoolId: named('Hollin') };

describe('what the clock knows of a placement', () => {
  let clock: HeldClock;
  let world: DutiesWorld;
  const view = () => readPlacement(world.journal, about.placementId);
  beforeEach(async () => {
    clock = new HeldClock('2026-11-23T11:20:00.000Z');
    world = await DutiesWorld.over(new MemoryEventStore(clock), clock);
    await world.school('Hollin', []);
    await world.site('Barn', null);
    await world.place({
      pupil: 'Cal',
      school: 'Hollin',
      site: 'Barn',
      slots: [monday],
      statuses: { 'known-risk': 'unknown' },
    });
  });

  it('is nothing before it has started', async () => {
    expect(await readPlacement(world.journal, named('placement none'))).toBeNull();
  });

  it('begins when Waymark took it on, not on the day on which it had begun', async () => {
    expect((await view())?.facts).toMatchObject({ from: '2026-11-23', since: '2026-11-23T11:20:00.000Z' });
  });

  it('knows the pupil’s statuses, and what of them is not known', async () => {
    const statuses = (await view())?.facts.statuses;
    expect([statuses?.get('known-risk'), statuses?.get('looked-after'), statuses?.get('ehc-plan')]).toEqual([
      'unknown',
      'no',
      undefined,
    ]);
  });

  it('knows which week holds from when on, and when we were told', async () => {
    clock.moveTo('2026-11-24T10:00:00.000Z');
    await world.send({ type: 'PlanWeek', data: { ...about, from: '2026-12-07', slots: [monday, tuesday] } });
    await world.send({ type: 'PlanWeek', data: { ...about, from: '2026-11-24', slots: [tuesday] } });
    expect((await view())?.facts.weeks).toEqual([
      { from: '2026-11-02', slots: [monday] },
      { from: '2026-11-24', since: '2026-11-24T10:00:00.000Z', slots: [tuesday] },
      { from: '2026-12-07', since: '2026-11-24T10:00:00.000Z', slots: [monday, tuesday] },
    ]);
  });

  it('knows its last day', async () => {
    await world.send({ type: 'EndPlacement', data: { ...about, endedOn: '2026-12-04', because: 'Back at school.' } });
    expect((await view())?.facts.until).toBe('2026-12-04');
  });
});
