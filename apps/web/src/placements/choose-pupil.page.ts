import type { Id } from '#event-sourcing';
import type { PupilRow } from '#read-models';
import { fullName, yearWords } from '../pupils/pupil-words.js';
import { paths, urlOf } from '../shell/paths.js';
import { count } from '../shell/words.js';

export type ChooseFacts = {
  readonly schoolId: Id;
  readonly asked: string;
  /** By family name. */
  readonly pupils: readonly PupilRow[];
  /** There are more than are shown. */
  readonly more: boolean;
  readonly mayEnter: boolean;
};

export function choosePupilPage({ schoolId, asked, pupils, more, mayEnter }: ChooseFacts) {
  return {
    title: 'For which pupil is the placement?',
    back: { href: urlOf(paths.placements.list, { schoolId }), text: 'All placements' },
    action: urlOf(paths.placements.choosePupil, { schoolId }),
    asked,
    summary: summaryOf(asked, pupils.length, more),
    enter: mayEnter ? urlOf(paths.pupils.enter, { schoolId }) : null,
    pupils: pupils.map((pupil) => ({
      name: fullName(pupil),
      year: yearWords(pupil),
      propose: urlOf(paths.placements.propose, pupil),
    })),
  };
}

function summaryOf(asked: string, found: number, more: boolean): string {
  if (found === 0) return asked === '' ? 'No pupil is entered yet.' : 'No pupil of this school was found.';
  if (more) return `The first ${found} by family name. Enter a name to narrow it down.`;
  return asked === '' ? '' : `${count(found, 'pupil')} found.`;
}
