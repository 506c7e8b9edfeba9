import fc from 'fast-check';
import { role, standing, type Role } from '#domain';
import { idFrom } from '#event-sourcing';
import { peopleFor, type GivenRole } from './people-for.js';

const person = (name: string) => idFrom('person', name);
const [anna, ben, carol, dan, head] = ['anna', 'ben', 'carol', 'dan', 'head'].map(person) as [
  string,
  string,
  string,
  string,
  string,
];
const on = '2026-11-23';
const dsl: Role = 'designated-safeguarding-lead';
const given = (name: string, role: Role, standing: GivenRole['standing'] = 'holder'): GivenRole => ({
  role,
  personId: name,
  standing,
  from: '2026-09-01',
});
const tell = (roles: readonly GivenRole[], told: string[] = [], away: string[] = []) =>
  peopleFor(dsl, roles, new Set(told), new Set(away), on);

describe('whom a rung tells', () => {
  const staff = [given(anna, dsl), given(carol, dsl, 'cover'), given(dan, dsl, 'deputy'), given(head, 'headteacher')];

  it('is the holder of its role', () => expect(tell(staff)).toEqual([anna]));
  it('is all of them where there are several', () => {
    expect(tell([...staff, given(ben, dsl)])).toEqual([anna, ben].sort());
  });
  it('is cover, then deputy, then the head, as each has been told', () => {
    expect(tell(staff, [anna])).toEqual([carol]);
    expect(tell(staff, [anna, carol])).toEqual([dan]);
    expect(tell(staff, [anna, carol, dan])).toEqual([head]);
  });
  it('is nobody when nobody is left', () => expect(tell(staff, [anna, carol, dan, head])).toEqual([]));
  it('is the other holder when one has been told', () => {
    expect(tell([...staff, given(ben, dsl)], [anna])).toEqual([ben]);
  });
  it('passes over who is away', () => expect(tell(staff, [], [anna])).toEqual([carol]));
  it('passes on at once where the role has no holder', () => {
    expect(tell([given(head, 'headteacher')])).toEqual([head]);
  });
  it('passes over one person who holds it all', () => {
    const one = [given(anna, 'attendance-lead'), given(anna, dsl), given(head, 'headteacher')];
    expect(peopleFor(dsl, one, new Set([anna]), new Set(), on)).toEqual([head]);
  });
  it('goes by the dates, the last day included', () => {
    const left = { ...given(anna, dsl), until: '2026-11-22' };
    const last = { ...given(ben, dsl), until: on };
    const later = { ...given(carol, dsl), from: '2026-11-24' };
    expect(tell([left, last, later])).toEqual([ben]);
  });
  it('goes on to those who stand in for a head who has been told', () => {
    expect(tell([given(head, 'headteacher'), given(dan, 'headteacher', 'deputy')], [head])).toEqual([dan]);
  });

  it('is never somebody who has been told or is away, and never nobody while somebody is left', () => {
    const people = fc.constantFrom(anna, ben, carol, dan, head);
    const roles = fc.array(
      fc.record({
        role: fc.constantFrom(...role.options),
        personId: people,
        standing: fc.constantFrom(...standing.options),
        from: fc.constantFrom('2026-09-01', '2026-11-30'),
        until: fc.constantFrom(undefined, '2026-11-20', '2026-12-18'),
      }),
    );
    fc.assert(
      fc.property(roles, fc.uniqueArray(people), fc.uniqueArray(people), (all, told, away) => {
        const chosen = peopleFor(dsl, all, new Set(told), new Set(away), on);
        expect(chosen.filter((each) => told.includes(each) || away.includes(each))).toEqual([]);
        const left = all.filter(
          (each) =>
            (each.role === dsl || each.role === 'headteacher') &&
            each.from <= on &&
            (each.until ?? on) >= on &&
            !told.includes(each.personId) &&
            !away.includes(each.personId),
        );
        expect(chosen.length > 0).toBe(left.length > 0);
        expect(new Set(chosen).size).toBe(chosen.length);
      }),
    );
  });

  it('tells everybody once, however often it is asked, and then stops', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(staff), (some) => {
        const told = new Set<string>();
        for (let rung = 0; rung < 10; rung += 1)
          for (const each of peopleFor(dsl, some, told, new Set(), on)) told.add(each);
        expect([...told].sort()).toEqual(some.map(({ personId }) => personId).sort());
      }),
    );
  });
});
