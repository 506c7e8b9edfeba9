import { orElse, type Day, type Id } from '#event-sourcing';
import type { PersonRow, SchoolRow } from '#read-models';
import { stageTag } from '../placements/stage.js';
import { stopDecisionWords } from '../placements/timeline-words.js';
import { fullName, yearWords } from '../pupils/pupil-words.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Notice } from '../shell/saved.js';
import { capital, momentInWords, shortDay, telHref } from '../shell/words.js';
import type { StopFacts } from './gather.js';
import { aboutWords, reviewOf, undecided } from './stop-words.js';

export type StopReader = {
  /** The school whose pages these are. */
  readonly schoolId: Id;
  readonly maySetStops: boolean;
  readonly today: Day;
};

/** Who set a stop: another school is told which one, and whom to ring, and not why. */
export type StopSetter = { readonly school: SchoolRow | null; readonly people: ReadonlyMap<Id, PersonRow> };

// Procedure: S4.22
export function stopPage(facts: StopFacts, { school, people }: StopSetter, reader: StopReader, saved: Notice | null) {
  const { stop, placements, pupils } = facts;
  const address = { schoolId: reader.schoolId, stopId: stop.stopId };
  const isOurs = stop.schoolId === reader.schoolId;
  const holds = stop.state === 'holds';
  const nameOf = (personId: Id) => orElse(people.get(personId)?.name ?? 'Somebody', 'Name erased');
  const open = undecided(facts).length;
  const telephone = school?.telephone ?? '';
  return {
    title: `Stop: ${aboutWords(facts)}`,
    saved,
    back: {
      href: urlOf(paths.providers.show, { schoolId: reader.schoolId, providerId: stop.providerId }),
      text: 'The provider',
    },
    tag: holds ? { text: 'New starts are stopped', colour: 'red' } : { text: 'Lifted', colour: 'grey' },
    summary: [
      { key: 'Set by', lines: [school?.name ?? 'A school', ...(isOurs ? [nameOf(stop.personId)] : [])] },
      { key: 'Since', lines: [momentInWords(stop.setAt)] },
      ...(isOurs && reader.maySetStops
        ? [
            { key: 'Why', lines: [orElse(stop.because, 'Erased')] },
            { key: 'Referred', lines: referralLines(facts, nameOf) },
          ]
        : []),
      ...(stop.liftedOn === undefined
        ? []
        : [
            {
              key: 'Lifted',
              lines: [
                shortDay(stop.liftedOn),
                ...(isOurs ? [nameOf(stop.liftedBy ?? ''), orElse(stop.liftedBecause ?? '', 'Erased')] : []),
              ],
            },
          ]),
    ],
    ring: isOurs || telephone === '' ? null : { text: telephone, href: telHref(telephone), school: school?.name ?? '' },
    links:
      isOurs && reader.maySetStops && holds
        ? { refer: urlOf(paths.stops.refer, address), lift: urlOf(paths.stops.lift, address) }
        : null,
    placements: {
      nobody: holds ? 'None of your school’s pupils is placed there.' : '',
      open: open === 0 ? '' : `${open} still to be decided.`,
      items: placements.map((placement) => {
        const review = reviewOf(placement, stop.stopId);
        const { placementId, subjectId } = placement;
        return {
          name: fullName(pupils.get(subjectId)),
          year: yearWords(pupils.get(subjectId)),
          href: urlOf(paths.placements.show, placement),
          stage: stageTag(placement, reader.today),
          decided: review ? `${capital(stopDecisionWords[review.decision])}: ${review.because}` : '',
          by: review ? `${nameOf(review.personId)}, ${shortDay(review.on)}` : '',
          decide: reader.maySetStops && holds ? urlOf(paths.stops.review, { ...address, placementId }) : null,
        };
      }),
    },
  };
}

function referralLines({ stop }: StopFacts, nameOf: (personId: Id) => string): readonly string[] {
  const referrals = orElse(stop.referrals, null);
  if (referrals === null) return ['Erased'];
  if (referrals.length === 0) return ['Not recorded'];
  return referrals.map(
    ({ to, at, reference, personId }) =>
      `${to}, ${momentInWords(at)}${reference === undefined ? '' : `, reference ${reference}`} (${nameOf(personId)})`,
  );
}
