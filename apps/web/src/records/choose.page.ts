import type { PupilRow } from '#read-models';
import { fullName, upnWords, yearWords } from '../pupils/pupil-words.js';
import { paths, urlOf } from '../shell/paths.js';
import { count, shortDay } from '../shell/words.js';
import { orElse } from '#event-sourcing';

/** With which other record of the school a pupil’s may be one: the likely ones first, then whatever is looked for. */
export function choosePage(pupil: PupilRow, asked: string, found: readonly PupilRow[], more: boolean) {
  const { schoolId, subjectId } = pupil;
  return {
    title: 'Which is the other record of this pupil?',
    caption: fullName(pupil),
    back: { href: urlOf(paths.pupils.show, pupil), text: 'Back to the pupil' },
    action: urlOf(paths.pupils.merge, pupil),
    asked,
    summary: summaryOf(asked, found.length, more),
    records: found.map((each) => ({
      href: urlOf(paths.pupils.mergeWith, { schoolId, subjectId, otherId: each.subjectId }),
      name: fullName(each),
      about: `${yearWords(each)}, born ${shortDay(orElse(each.bornOn, ''))}, UPN ${upnWords(each)}`,
    })),
  };
}

function summaryOf(asked: string, found: number, more: boolean): string {
  if (asked === '') {
    return found === 0
      ? 'No other record has this name and birth date. Look for it by the name under which it may have been entered.'
      : 'These have the same name and birth date.';
  }
  if (found === 0) return 'No other record of this school was found.';
  return more
    ? `The first ${found} by family name. Enter more of the name to narrow it down.`
    : `${count(found, 'record')} found.`;
}
