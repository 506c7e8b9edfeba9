import { keyRoles, unheldKeyRoles } from './key-roles.js';

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
