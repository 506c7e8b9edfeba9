import type { Role } from '#domain';
import { ids } from '#testing';
import type { SchoolRow } from '#read-models';
import { mayChangeSignIn } from './in-charge.js';

const { head, sam, elm, oak } = ids('head', 'sam', 'elm', 'oak');
const on = '2026-11-16';

const school = (schoolId: string, roles: readonly [string, Role, string?][]): SchoolRow => ({
  ...({ schoolId, name: 'Elm', telephone: '1', attendanceMailbox: 'a@b.example' } as SchoolRow),
  roles: roles.map(([personId, role, until]) => ({ role, personId, standing: 'holder', from: '2026-09-01', until })),
});
const readerAt = (schoolId: string, role: Role, operator = false) => ({
  personId: head,
  operator,
  schools: [{ school: school(schoolId, []), roles: [role] }],
});
const person = (operator = false) => ({ personId: sam, operator });

describe('how somebody comes in is changed', () => {
  it('by whoever manages people where they work', () =>
    expect(mayChangeSignIn(readerAt(elm, 'headteacher'), person(), [school(elm, [[sam, 'attendance-lead']])], on)).toBe(
      true,
    ));
  it('by nobody else there', () =>
    expect(
      mayChangeSignIn(readerAt(elm, 'attendance-lead'), person(), [school(elm, [[sam, 'attendance-lead']])], on),
    ).toBe(false));
  it('not by one school when they work at another as well', () => {
    const schools = [school(elm, [[sam, 'attendance-lead']]), school(oak, [[sam, 'designated-teacher']])];
    expect(mayChangeSignIn(readerAt(elm, 'headteacher'), person(), schools, on)).toBe(false);
  });
  it('by the school that is left when their work at the other is over', () => {
    const schools = [school(elm, [[sam, 'attendance-lead']]), school(oak, [[sam, 'designated-teacher', '2026-11-15']])];
    expect(mayChangeSignIn(readerAt(elm, 'headteacher'), person(), schools, on)).toBe(true);
  });
  it('of an operator by an operator alone', () => {
    const schools = [school(elm, [[sam, 'attendance-lead']])];
    expect(mayChangeSignIn(readerAt(elm, 'headteacher'), person(true), schools, on)).toBe(false);
    expect(mayChangeSignIn(readerAt(elm, 'headteacher', true), person(true), schools, on)).toBe(true);
  });
});
