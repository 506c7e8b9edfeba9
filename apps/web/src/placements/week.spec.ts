import fc from 'fast-check';
import type { Slot } from '#domain';
import { formErrors } from '../shell/forms.js';
import { weekField, weekForm, weekNames, weekSent } from './week.js';

const texts = { label: 'When?', hint: '' };
const times = { from: '2026-09-01', am: { start: '08:50', end: '12:10' }, pm: { start: '13:10', end: '15:10' } };
const nothing = { slots: [], times, elsewhere: new Map<string, string>() };

/** What a browser would send of the week as it is shown. */
function bodyOf(slots: readonly Slot[]): Record<string, string> {
  const { days } = weekField(texts, { ...nothing, slots }, undefined, null);
  const halves = days.flatMap((each) => each.halves);
  return Object.fromEntries(
    halves.flatMap(({ name, checked, arrive, leave }) => [
      ...(checked ? [[name, 'yes']] : []),
      [arrive.name, arrive.value],
      [leave.name, leave.value],
    ]),
  );
}
const read = (body: unknown) => weekForm.safeParse(weekSent(body));
const errorsIn = (body: unknown) => formErrors(read(body).error ?? { issues: [] }).summary.map(({ text }) => text);

const quarter = (from: number, to: number) =>
  fc
    .integer({ min: from * 4, max: to * 4 })
    .map((n) => `${String(Math.floor(n / 4)).padStart(2, '0')}:${String((n % 4) * 15).padStart(2, '0')}`);
const slot = (session: 'am' | 'pm'): fc.Arbitrary<Slot> =>
  fc.record({
    weekday: fc.constantFrom(1, 2, 3, 4, 5),
    session: fc.constant(session),
    arriveAt: session === 'am' ? quarter(7, 9) : quarter(12, 13),
    leaveAt: session === 'am' ? quarter(10, 12) : quarter(14, 17),
  });
const week = fc
  .uniqueArray(fc.oneof(slot('am'), slot('pm')), {
    minLength: 1,
    maxLength: 10,
    selector: ({ weekday, session }) => `${weekday} ${session}`,
  })
  .map((slots) => slots.toSorted((a, b) => a.weekday - b.weekday || (a.session < b.session ? -1 : 1)));

describe('the week of a form', () => {
  it('is read as it is shown, whatever it is', () => {
    fc.assert(
      fc.property(week, (slots) => {
        expect(read(bodyOf(slots)).data).toEqual(slots);
      }),
    );
  });
  it('begins with the school’s own times, and has nothing chosen', () => {
    const body = bodyOf([]);
    expect(Object.keys(body).every((name) => weekNames.includes(name))).toBe(true);
    expect([body['week-3-am-arrive'], body['week-3-pm-leave'], body['week-3-am']]).toEqual([
      '08:50',
      '15:10',
      undefined,
    ]);
    expect(errorsIn(body)).toEqual(['Choose at least one session']);
  });
  it('has times as people type them', () => {
    const typed = { 'week-2-pm': 'yes', 'week-2-pm-arrive': '13.5', 'week-2-pm-leave': '3pm' };
    expect(errorsIn(typed)).toEqual([
      'Tuesday afternoon: enter a time, such as 8:50 or 13:10',
      'Tuesday afternoon: enter a time, such as 8:50 or 13:10',
    ]);
    expect(read({ ...typed, 'week-2-pm-arrive': '13.05', 'week-2-pm-leave': '15:00' }).data).toEqual([
      { weekday: 2, session: 'pm', arriveAt: '13:05', leaveAt: '15:00' },
    ]);
    expect(errorsIn({ 'week-2-pm': 'yes' })).toEqual([
      'Tuesday afternoon: enter when the pupil arrives',
      'Tuesday afternoon: enter when the pupil leaves',
    ]);
  });
  it('says where else the pupil is', () => {
    const elsewhere = new Map([['4-pm', 'Now at Quay House']]);
    const { days } = weekField(texts, { ...nothing, elsewhere }, undefined, null);
    expect(days.flatMap(({ halves }) => halves.filter(({ note }) => note !== '')).map(({ name }) => name)).toEqual([
      'week-4-pm',
    ]);
  });
});
