import type { PupilCommand } from '#domain';
import { idFrom, type Id } from '#event-sourcing';
import { personId, schoolId, type PersonName } from './names.js';
import { monday } from './trust.js';

type Entry = readonly [by: PersonName, command: PupilCommand];

const hollinBank = schoolId('hollin-bank');
const millrace = schoolId('millrace');
const record = (name: string): Id => idFrom('example', 'further record', name);
const priya = 'priya-raman';

/**
 * Of the pupils of the example trust one moved to its other school, and one left for a school outside; one was back after a
 * week, at the other school; and of one it was an error that they had left.
 */
export function* movedPupils(): Iterable<Entry> {
  yield entered('Lowri');
  yield [priya, { type: 'MovePupil', data: { ...change('Lowri', 'moved', '2026-11-09'), toSchoolId: millrace } }];
  yield entered('Gethin');
  const elsewhere = { whereTo: 'other-school', toSchool: 'Penmorfa Academy' } as const;
  yield [priya, { type: 'RecordPupilLeft', data: { ...change('Gethin', 'left', '2026-11-06'), ...elsewhere } }];
  yield entered('Ioan');
  yield [priya, { type: 'RecordPupilLeft', data: { ...change('Ioan', 'left', '2026-11-02'), whereTo: 'not-known' } }];
  yield [
    priya,
    { type: 'RecordPupilCameBack', data: { ...change('Ioan', 'back', '2026-11-09'), toSchoolId: millrace } },
  ];
  yield entered('Tegan');
  const left = change('Tegan', 'left', '2026-11-13');
  yield [priya, { type: 'RecordPupilLeft', data: { ...left, whereTo: 'finished' } }];
  const because = 'The list was that of last summer.';
  yield [priya, { type: 'TakeBackSchoolChange', data: { ...left, on: monday, because } }];
}

const entered = (givenName: string): Entry => {
  const names = { givenName, familyName: 'Vaughan', bornOn: '2011-10-12', yearGroup: 11 };
  const about = { subjectId: record(givenName), schoolId: hollinBank };
  return [priya, { type: 'EnterPupil', data: { ...about, ...names, upnUnknownBecause: 'Asked for.' } }];
};

const change = (name: string, what: string, on: string) => ({
  subjectId: record(name),
  schoolId: hollinBank,
  changeId: idFrom('example', 'change of school', name, what),
  personId: personId(priya),
  on,
});
