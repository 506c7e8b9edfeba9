import { evaluationsDue } from './evaluations-due.js';
import type { Instrument } from './written.js';

const yearly: Instrument = {
  id: 'quality',
  version: '1',
  assessedBy: 'school',
  title: 'Quality',
  everyMonths: 12,
  rows: [],
};
const unsaid: Instrument = { id: 'climate', version: '1', assessedBy: 'school', title: 'Climate', rows: [] };
const due = (firstOn: string | null, lastOn: string | null, today: string) =>
  evaluationsDue([yearly, unsaid], { firstOn, lastOn: () => lastOn }, today);

// Procedure: S5.3, S23.30
describe('when a site is to be evaluated again', () => {
  it('is so many months after the first pupil came, and then after the last evaluation', () => {
    expect(due('2026-09-07', null, '2026-11-16')).toEqual([
      { instrument: yearly, lastOn: null, dueOn: '2027-09-07', isOverdue: false },
    ]);
    expect(due('2025-09-08', '2026-03-02', '2026-11-16')).toEqual([
      { instrument: yearly, lastOn: '2026-03-02', dueOn: '2027-03-02', isOverdue: false },
    ]);
  });
  it('is overdue once the day is over', () => {
    expect(due('2025-11-16', null, '2026-11-16')).toMatchObject([{ isOverdue: false }]);
    expect(due('2025-11-16', null, '2026-11-17')).toMatchObject([{ isOverdue: true }]);
  });
  it('is the last day of a shorter month', () =>
    expect(due('2026-01-31', '2024-02-29', '2026-11-16')).toMatchObject([{ dueOn: '2025-02-28' }]));
  it('is never where no pupil is', () => expect(due(null, '2020-01-01', '2026-11-16')).toEqual([]));
});
