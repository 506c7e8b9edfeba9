import { sweeps } from '#jobs';
import { timetable } from './timetable.js';

describe('the timetable', () => {
  it('sweeps each minute', () => {
    const eachMinute = timetable.rows.filter(({ cron }) => cron === '* * * * *').map(({ job }) => job);
    expect(eachMinute).toEqual([...sweeps]);
  });

  it('does nothing once a day in the hour that is missing in spring and doubled in autumn', () => {
    const hours = timetable.rows.map(({ cron }) => cron.split(' ')[1]);
    expect(hours.filter((hour) => hour === '1')).toEqual([]);
  });

  it('goes by the clock on the wall of the schools', () => {
    expect(new Set(timetable.rows.map(({ timeZone }) => timeZone))).toEqual(new Set(['Europe/London']));
  });
});
