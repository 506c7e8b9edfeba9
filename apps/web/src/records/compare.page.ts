import { erased, orElse } from '#event-sourcing';
import { status } from '#domain';
import type { PupilRow } from '#read-models';
import { keyAdultName, partName } from '../pupils/key-adults.page.js';
import { placementDates } from '../pupils/placement-line.js';
import { fullName, statusWords, upnWords, yearWords } from '../pupils/pupil-words.js';
import { stageTag } from '../placements/stage.js';
import { paths, urlOf } from '../shell/paths.js';
import { shortDay } from '../shell/words.js';
import type { RecordFacts, TwoRecords } from './gather.js';

const gone = 'Erased';
const valueWords = { yes: 'Yes', no: 'No', unknown: 'Not known' } as const;

/** Two records side by side, row by row. Where they say different things, the row says so in words as well. */
export function comparison({ first, second, sites, today }: TwoRecords) {
  const row = (key: string, linesOf: (record: RecordFacts) => readonly string[]) => {
    const [left, right] = [linesOf(first), linesOf(second)];
    return { key, left, right, differs: left.join('\n') !== right.join('\n') };
  };
  const placementLines = ({ placements }: RecordFacts) =>
    placements.length === 0
      ? ['None']
      : placements.map((each) => {
          const site = sites.get(each.siteId)?.name ?? 'Unknown site';
          return `${site}: ${stageTag(each, today).text}, ${placementDates(each)}`;
        });
  return {
    links: [first, second].map(({ pupil }) => urlOf(paths.pupils.show, pupil)),
    rows: [
      row('Name', ({ pupil }) => [fullName(pupil)]),
      row('Birth date', ({ pupil }) => [pupil.bornOn === erased ? gone : shortDay(pupil.bornOn)]),
      row('Year group', ({ pupil }) => [yearWords(pupil) || gone]),
      row('UPN', ({ pupil }) => [upnWords(pupil)]),
      ...status.options.map((each) => row(statusWords[each], ({ pupil }) => [valueOf(pupil, each)])),
      row('Whom to ring', ({ contacts }) => orNobody(contacts.map(contactLine))),
      row('Key adults', ({ keyAdults }) =>
        orNobody(keyAdults.map((each) => `${keyAdultName(each)}, ${partName(each)}`)),
      ),
      row('Placements', placementLines),
    ],
  };
}

const orNobody = (lines: readonly string[]): readonly string[] => (lines.length === 0 ? ['Nobody'] : lines);

function valueOf({ statuses }: PupilRow, each: (typeof status.options)[number]): string {
  const known = orElse(statuses, null);
  return known === null ? gone : valueWords[known[each] ?? 'unknown'];
}

function contactLine(contact: RecordFacts['contacts'][number]): string {
  const words = `${orElse(contact.name, 'Name erased')}, ${orElse(contact.relation, '')}, ${orElse(contact.telephone, '')}`;
  return contact.whereaboutsWithheld === true ? `${words}. Must not learn where the pupil lives or is` : words;
}
