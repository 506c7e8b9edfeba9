import { HeldClock, idFrom } from '#event-sourcing';
import type { ClockKeeping, Sweep, WorkerBeat } from '#jobs';
import { createLogger } from '#logging';
import { Watchdog } from './watchdog.js';

const at = (time: string) => `2026-11-23T${time}.000Z`;

/** What a watchdog sees and does, told in order. */
function watched(
  sweptTo: Partial<Record<Sweep, string>>,
  keepTimetable = () => Promise.resolve<readonly string[]>([]),
) {
  const told: string[] = [];
  const keeping: Pick<ClockKeeping, 'beat' | 'left' | 'sweptTo'> = {
    beat: async ({ beatAt }: WorkerBeat) => void told.push(`alive ${beatAt}`),
    left: async () => void told.push('left'),
    sweptTo: async (sweep) => sweptTo[sweep] ?? null,
  };
  const watchdog = new Watchdog({
    workerId: idFrom('worker'),
    clock: new HeldClock(at('09:31:30')),
    jobs: { add: async (name, payload) => void told.push(`${name} ${JSON.stringify(payload)}`) },
    keeping: keeping as ClockKeeping,
    keepTimetable: async () => {
      told.push('timetable');
      return keepTimetable();
    },
    log: createLogger('test', 'silent'),
  });
  return { watchdog, told };
}

describe('the watchdog', () => {
  it('leaves well alone', async () => {
    const { watchdog, told } = watched({ 'sweep-duties': at('09:31:00'), 'sweep-letters': at('09:30:01') });
    await watchdog.look();
    expect(told).toEqual([`alive ${at('09:31:30')}`, 'timetable']);
  });

  it('asks for a sweep that has not run for a minute and a half, and for one that never ran', async () => {
    const { watchdog, told } = watched({ 'sweep-duties': at('09:30:00') });
    await watchdog.look();
    const tick = JSON.stringify({ at: at('09:31:30') });
    expect(told.slice(2)).toEqual([`sweep-duties ${tick}`, `sweep-letters ${tick}`]);
  });

  it('asks for a sweep that a clock which had jumped noted hours ahead', async () => {
    const { watchdog, told } = watched({ 'sweep-duties': at('14:31:00'), 'sweep-letters': at('09:31:40') });
    await watchdog.look();
    expect(told.slice(2)).toEqual([`sweep-duties ${JSON.stringify({ at: at('09:31:30') })}`]);
  });

  it('looks again another time when something is in its way', async () => {
    const { watchdog, told } = watched({}, () => Promise.reject(new Error('no queue')));
    await expect(watchdog.look()).resolves.toBeUndefined();
    await watchdog.stop();
    expect(told.at(-1)).toBe('left');
  });
});
