import { newId } from '#event-sourcing';
import { sharedCalendar } from './shared-calendar.js';

const times = { am: { start: '08:45', end: '12:00' }, pm: { start: '13:00', end: '15:15' } };
const calendar = {
  sessionTimes: [
    { from: '2024-09-01', ...times },
    { from: '2026-09-01', ...times },
    { from: '2027-01-04', ...times },
  ],
  terms: [
    { name: 'Summer 2026', from: '2026-06-01', to: '2026-07-17' },
    { name: 'Autumn 2026', from: '2026-09-02', to: '2026-10-23' },
    { name: 'Spring 2027', from: '2027-01-04', to: '2027-02-12' },
  ],
  daysOff: [
    { on: '2026-06-26', kind: 'inset' as const },
    { on: '2026-09-02', kind: 'inset' as const },
  ],
};

describe('a calendar that one school takes over from another', () => {
  const schoolId = newId();
  it('is this school year’s and what follows, with the times that hold and those to come', () => {
    const commands = sharedCalendar(schoolId, calendar, '2026-11-16');
    expect(commands).toEqual([
      { type: 'SetSessionTimes', data: { schoolId, from: '2026-09-01', ...times } },
      { type: 'SetSessionTimes', data: { schoolId, from: '2027-01-04', ...times } },
      { type: 'SetTerm', data: { schoolId, name: 'Autumn 2026', from: '2026-09-02', to: '2026-10-23' } },
      { type: 'SetTerm', data: { schoolId, name: 'Spring 2027', from: '2027-01-04', to: '2027-02-12' } },
      { type: 'SetDayOff', data: { schoolId, on: '2026-09-02', kind: 'inset' } },
    ]);
  });

  it('has nothing of years that are over, though the times that hold are old', () =>
    expect(sharedCalendar(schoolId, calendar, '2029-11-05')).toEqual([
      { type: 'SetSessionTimes', data: { schoolId, from: '2027-01-04', ...times } },
    ]));
});
