import { given, ids } from '#testing';
import { school, type SchoolCommand, type SchoolEvent } from './school.js';

const { schoolId, personId } = ids('schoolId', 'personId');
const details = {
  schoolId,
  name: 'Northfield',
  telephone: '01632 960 100',
  attendanceMailbox: 'attendance@northfield.example',
};
const times = {
  schoolId,
  from: '2026-09-01',
  am: { start: '08:50', end: '12:00' },
  pm: { start: '13:00', end: '15:10' },
};
const autumn = { schoolId, name: 'Autumn 2026', from: '2026-09-02', to: '2026-12-18' };
const inset = { schoolId, on: '2026-11-23', kind: 'inset' as const };
const lead = { schoolId, role: 'attendance-lead' as const, personId, standing: 'holder' as const };
const holding = { ...lead, from: '2026-09-01' };

const opened: SchoolEvent = { type: 'SchoolOpened', data: details };
const timesSet: SchoolEvent = { type: 'SessionTimesSet', data: times };
const termSet: SchoolEvent = { type: 'TermSet', data: autumn };
const dayOffSet: SchoolEvent = { type: 'DayOffSet', data: inset };
const dayOffLifted: SchoolEvent = { type: 'DayOffLifted', data: { schoolId, on: inset.on } };
const roleGiven: SchoolEvent = { type: 'RoleGiven', data: holding };
const roleEnded: SchoolEvent = { type: 'RoleEnded', data: { ...lead, on: '2026-11-20' } };

const open: SchoolCommand = { type: 'OpenSchool', data: details };
const setTimes: SchoolCommand = { type: 'SetSessionTimes', data: times };
const setTerm: SchoolCommand = { type: 'SetTerm', data: autumn };
const setDayOff: SchoolCommand = { type: 'SetDayOff', data: inset };
const liftDayOff: SchoolCommand = { type: 'LiftDayOff', data: { schoolId, on: inset.on } };
const giveRole: SchoolCommand = { type: 'GiveRole', data: holding };
const endRole: SchoolCommand = { type: 'EndRole', data: { ...lead, on: '2026-11-20' } };

describe('a school', () => {
  const after = given(school);

  it('is entered', () => after().when(open).then(opened));
  it('is entered once, however often', () => after(opened).when(open).thenNothing());
  it('has one entry', () =>
    after(opened)
      .when({ type: 'OpenSchool', data: { ...details, name: 'Southfield' } })
      .thenRefused('school-already-opened'));
  it('may have other details, and numbers in the registers', () => {
    const renamed = { ...details, name: 'Northfield Academy', urn: '100001', localAuthority: '860' };
    const change: SchoolCommand = { type: 'ChangeSchool', data: renamed };
    const changed: SchoolEvent = { type: 'SchoolDetailsChanged', data: renamed };
    after(opened).when(change).then(changed);
    after(opened, changed).when(change).thenNothing();
    after(opened, changed).when(open).thenNothing();
    after(opened, changed).when({ type: 'OpenSchool', data: renamed }).thenNothing();
    after(opened, changed)
      .when({ type: 'ChangeSchool', data: details })
      .then({ type: 'SchoolDetailsChanged', data: details });
    after().when(change).thenRefused('school-not-opened');
  });
  it('is entered before anything is said of it', () => {
    for (const command of [setTimes, setTerm, setDayOff, liftDayOff, giveRole, endRole]) {
      after().when(command).thenRefused('school-not-opened');
    }
  });
});

describe('the words of concerns', () => {
  const after = given(school);
  const keep = (kept: boolean): SchoolCommand => ({ type: 'SetConcernWords', data: { schoolId, kept } });
  const set = (kept: boolean): SchoolEvent => ({ type: 'ConcernWordsSet', data: { schoolId, kept } });

  it('are not kept until the school says so, and no longer when it says otherwise', () => {
    after(opened).when(keep(false)).thenNothing();
    after(opened).when(keep(true)).then(set(true));
    after(opened, set(true)).when(keep(true)).thenNothing();
    after(opened, set(true)).when(keep(false)).then(set(false));
    after().when(keep(true)).thenRefused('school-not-opened');
  });
});

describe('a term that is dropped', () => {
  const after = given(school);
  const drop: SchoolCommand = { type: 'DropTerm', data: { schoolId, name: autumn.name } };
  const dropped: SchoolEvent = { type: 'TermDropped', data: { schoolId, name: autumn.name } };

  it('is one that was set', () => {
    after(opened, termSet).when(drop).then(dropped);
    after(opened).when(drop).thenNothing();
  });
  it('is dropped once, and may be set again', () => {
    after(opened, termSet, dropped).when(drop).thenNothing();
    after(opened, termSet, dropped).when(setTerm).then(termSet);
  });
});

describe('a school’s sessions', () => {
  const after = given(school);

  it('have their times', () => after(opened).when(setTimes).then(timesSet));
  it('have them set once, however often', () => after(opened, timesSet).when(setTimes).thenNothing());
  it('may begin at other times from the same day on', () => {
    const earlier = { ...times, am: { start: '08:40', end: '12:00' } };
    after(opened, timesSet)
      .when({ type: 'SetSessionTimes', data: earlier })
      .then({ type: 'SessionTimesSet', data: earlier });
  });

  const at = (am: [string, string], pm: [string, string]): SchoolCommand => ({
    type: 'SetSessionTimes',
    data: { ...times, am: { start: am[0], end: am[1] }, pm: { start: pm[0], end: pm[1] } },
  });
  it.each([
    ['a morning that ends before it begins', at(['09:00', '08:00'], ['13:00', '15:00'])],
    ['a morning without length', at(['09:00', '09:00'], ['13:00', '15:00'])],
    ['an afternoon that begins in the morning', at(['09:00', '12:00'], ['11:59', '15:00'])],
    ['an afternoon without length', at(['09:00', '12:00'], ['13:00', '13:00'])],
    ['an afternoon that ends before it begins', at(['09:00', '12:00'], ['13:00', '12:30'])],
  ])('do not have %s', (_, command) => after(opened).when(command).thenRefused('session-times-out-of-order'));
  it('may follow one another without a break', () => {
    const straight = { ...times, pm: { start: '12:00', end: '15:10' } };
    after(opened).when({ type: 'SetSessionTimes', data: straight }).then({ type: 'SessionTimesSet', data: straight });
  });
});

describe('a school’s calendar', () => {
  const after = given(school);

  it('has terms', () => after(opened).when(setTerm).then(termSet));
  it('has each term once, however often it is set', () => after(opened, termSet).when(setTerm).thenNothing());
  it('moves a term that is set otherwise', () => {
    const longer = { ...autumn, to: '2026-12-22' };
    after(opened, termSet).when({ type: 'SetTerm', data: longer }).then({ type: 'TermSet', data: longer });
  });
  it('has no term that ends before it begins', () =>
    after(opened)
      .when({ type: 'SetTerm', data: { ...autumn, to: '2026-09-01' } })
      .thenRefused('term-ends-before-it-begins'));
  it('may have a term of one day', () => {
    const one = { ...autumn, to: autumn.from };
    after(opened).when({ type: 'SetTerm', data: one }).then({ type: 'TermSet', data: one });
  });

  it('has days off', () => after(opened).when(setDayOff).then(dayOffSet));
  it('has a day off once, however often it is set', () => after(opened, dayOffSet).when(setDayOff).thenNothing());
  it('may have a day off for another reason', () => {
    const closure = { ...inset, kind: 'closure' as const };
    after(opened, dayOffSet).when({ type: 'SetDayOff', data: closure }).then({ type: 'DayOffSet', data: closure });
  });
  it('lifts a day off', () => after(opened, dayOffSet).when(liftDayOff).then(dayOffLifted));
  it('lifts nothing on a day that is not off', () => {
    after(opened).when(liftDayOff).thenNothing();
    after(opened, dayOffSet, dayOffLifted).when(liftDayOff).thenNothing();
  });
  it('may have a lifted day off again', () => after(opened, dayOffSet, dayOffLifted).when(setDayOff).then(dayOffSet));
});

describe('a role at a school', () => {
  const after = given(school);

  it('is given', () => after(opened).when(giveRole).then(roleGiven));
  it('is given once, however often', () => after(opened, roleGiven).when(giveRole).thenNothing());
  it('is given to one person in several standings', () => {
    const deputy = { ...holding, standing: 'deputy' as const };
    after(opened, roleGiven).when({ type: 'GiveRole', data: deputy }).then({ type: 'RoleGiven', data: deputy });
  });
  it('may be given for another time', () => {
    const untilEaster = { ...holding, until: '2027-03-26' };
    after(opened, roleGiven)
      .when({ type: 'GiveRole', data: untilEaster })
      .then({ type: 'RoleGiven', data: untilEaster });
  });
  it('does not end before it begins', () => {
    after(opened)
      .when({ type: 'GiveRole', data: { ...holding, until: '2026-08-31' } })
      .thenRefused('role-ends-before-it-begins');
    after(opened, roleGiven)
      .when({ type: 'EndRole', data: { ...lead, on: '2026-08-31' } })
      .thenRefused('role-ends-before-it-begins');
  });

  it('may be for one day', () => {
    const oneDay = { ...holding, until: holding.from };
    after(opened).when({ type: 'GiveRole', data: oneDay }).then({ type: 'RoleGiven', data: oneDay });
    const sameDay = { ...lead, on: holding.from };
    after(opened, roleGiven).when({ type: 'EndRole', data: sameDay }).then({ type: 'RoleEnded', data: sameDay });
  });

  it('ends', () => after(opened, roleGiven).when(endRole).then(roleEnded));
  it('ends once, however often', () => after(opened, roleGiven, roleEnded).when(endRole).thenNothing());
  it('may turn out to end on another day', () => {
    const later = { ...lead, on: '2026-12-18' };
    after(opened, roleGiven, roleEnded).when({ type: 'EndRole', data: later }).then({ type: 'RoleEnded', data: later });
  });
  it('does not end for somebody who never had it', () => after(opened).when(endRole).thenRefused('role-not-given'));
  it('stays ended when it is given once more as it was', () =>
    after(opened, roleGiven, roleEnded).when(giveRole).thenNothing());
  it('may be given again from another day', () => {
    const again = { ...holding, from: '2027-01-04' };
    after(opened, roleGiven, roleEnded)
      .when({ type: 'GiveRole', data: again })
      .then({ type: 'RoleGiven', data: again });
  });
});
