import { answersFor, keyRoles, unheldKeyRoles } from './key-roles.js';

const held = keyRoles.map((role) => ({ role, standing: 'holder' as const, from: '2026-09-01' }));
const without = (name: string) => held.filter(({ role }) => role !== name);

// Procedure: S1.9
describe('the key roles of a school', () => {
  it('are all held where somebody holds each, one person several or several people one', () => {
    expect(unheldKeyRoles(held, '2026-09-01')).toEqual([]);
    expect(unheldKeyRoles([...held, ...held], '2026-09-01')).toEqual([]);
  });
  it('are told in their order where nobody does', () => {
    expect(unheldKeyRoles([], '2026-09-01')).toEqual(keyRoles);
    expect(unheldKeyRoles(without('designated-teacher'), '2026-09-01')).toEqual(['designated-teacher']);
  });
  it('are not held by a deputy, nor by whoever covers', () => {
    for (const standing of ['deputy', 'cover'] as const) {
      const standsIn = { role: 'headteacher' as const, standing, from: '2026-09-01' };
      expect(unheldKeyRoles([...without('headteacher'), standsIn], '2026-09-01')).toEqual(['headteacher']);
    }
  });
  it('are held from the first day to the last', () => {
    const term = { role: 'headteacher' as const, standing: 'holder' as const, from: '2026-09-02', until: '2026-12-18' };
    const on = (day: string) => unheldKeyRoles([...without('headteacher'), term], day);
    expect([on('2026-09-01'), on('2026-09-02'), on('2026-12-18'), on('2026-12-19')]).toEqual([
      ['headteacher'],
      [],
      [],
      ['headteacher'],
    ]);
  });
});

// Procedure: S4.25
describe('who answers for the placements of a school', () => {
  const lead = { role: 'alternative-provision-lead', personId: 'lead' } as const;
  const head = { role: 'headteacher', personId: 'head' } as const;
  const from = '2026-09-01';
  const on = '2026-11-16';
  const holder = { ...lead, standing: 'holder', from } as const;
  const cover = { ...lead, personId: 'cover', standing: 'cover', from } as const;
  const deputy = { ...lead, personId: 'deputy', standing: 'deputy', from } as const;
  const headteacher = { ...head, standing: 'holder', from } as const;

  it('is its lead, then who covers, then who deputises, and the head where nobody does', () => {
    const told = [headteacher, deputy, cover, holder];
    expect(answersFor(told, on)).toBe(holder);
    expect(answersFor(told.slice(0, 3), on)).toBe(cover);
    expect(answersFor(told.slice(0, 2), on)).toBe(deputy);
    expect(answersFor([headteacher], on)).toBe(headteacher);
  });
  it('is nobody before the first day and after the last', () => {
    expect(answersFor([holder], '2026-08-31')).toBeNull();
    expect(answersFor([{ ...holder, until: '2026-11-15' }], on)).toBeNull();
  });
});
