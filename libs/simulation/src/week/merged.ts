import type { PupilCommand } from '#domain';
import { idFrom, type Id } from '#event-sourcing';
import { personId, schoolId, type PersonName } from './names.js';
import { monday } from './trust.js';

type Entry = readonly [by: PersonName, command: PupilCommand];

const hollinBank = schoolId('hollin-bank');
const record = (name: string): Id => idFrom('example', 'further record', name);
const priya = 'priya-raman';

/**
 * A pupil of the example trust was entered twice: one record is kept, with the number of the other. And two brothers were
 * taken for one pupil, until somebody noticed.
 */
export function* mergedRecords(): Iterable<Entry> {
  yield entered('Wyn', { givenName: 'Wyn', upnUnknownBecause: 'The last school has not sent it.' });
  yield entered('Wyn again', { givenName: 'Wyn', upn: 'E999200120999' });
  yield merged('Wyn again', 'Wyn', 'One address, and the father has confirmed it.', true);
  const wyn = { ...identity, subjectId: record('Wyn'), givenName: 'Wyn', upn: 'E999200120999' };
  yield [priya, { type: 'ChangePupilDetails', data: wyn }];
  yield entered('Emrys', { givenName: 'Emrys', upnUnknownBecause: 'Asked for.' });
  yield entered('Emlyn', { givenName: 'Emlyn', upnUnknownBecause: 'Asked for.' });
  yield merged('Emlyn', 'Emrys', 'Taken for a slip of the pen.', false);
  const parted = {
    unmergedOn: monday,
    personId: personId(priya),
    because: 'They are twins: both are at school today.',
  };
  const two = { subjectId: record('Emlyn'), schoolId: hollinBank, intoId: record('Emrys') };
  yield [priya, { type: 'UnmergePupil', data: { ...two, ...parted } }];
}

const identity = { schoolId: hollinBank, familyName: 'Harper', bornOn: '2012-02-20', yearGroup: 10 };

const entered = (
  name: string,
  own: { readonly givenName: string; readonly upn?: string; readonly upnUnknownBecause?: string },
): Entry => [priya, { type: 'EnterPupil', data: { ...identity, subjectId: record(name), ...own } }];

function merged(name: string, into: string, because: string, numberGoesAlong: boolean): Entry {
  const about = { subjectId: record(name), schoolId: hollinBank, intoId: record(into) };
  const decided = { mergedOn: monday, personId: personId(priya), because, placementIds: [], numberGoesAlong };
  return [priya, { type: 'MergePupil', data: { ...about, ...decided } }];
}
