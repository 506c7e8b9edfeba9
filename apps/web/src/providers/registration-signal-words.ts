import {
  hoursAWeekOf,
  registrationRuleOn,
  registrationSignal,
  slotsOn,
  type RegistrationSignal,
  type Status,
  type Taught,
} from '#domain';
import { erased, type Day, type Id } from '#event-sourcing';
import type { FindingRow, PlacementRow, PupilRow } from '#read-models';
import { count } from '../shell/words.js';
import { standing } from './finding-words.js';

const flags = ['looked-after', 'ehc-plan'] as const satisfies readonly Status[];

/** The signal of the pupils who are placed somewhere now, of all schools: only counts leave here. */
export function signalOf(placements: readonly PlacementRow[], pupils: ReadonlyMap<Id, PupilRow>, today: Day) {
  const taught = placements
    .filter(({ stage, endedOn }) => stage === 'started' && (endedOn === undefined || endedOn >= today))
    .map(({ subjectId, weeks }): Taught => ({
      subjectId,
      hoursAWeek: hoursAWeekOf(slotsOn(weeks, today)),
      flagged: flaggedOf(pupils.get(subjectId)),
    }));
  return registrationSignal(taught, registrationRuleOn(today));
}

/** A status that nobody noted, or that is erased, is unknown. */
function flaggedOf(pupil: PupilRow | undefined): Taught['flagged'] {
  const statuses = pupil?.statuses;
  if (statuses === undefined || statuses === erased) return 'unknown';
  const values = flags.map((flag) => statuses[flag] ?? 'unknown');
  return values.includes('yes') ? 'yes' : values.includes('unknown') ? 'unknown' : 'no';
}

const tags = {
  amber: { text: 'Look at the hours', colour: 'orange' },
  red: { text: 'May need to register: ask', colour: 'red' },
} as const;

/** Whether it is an open question of a provider, or of one of its sites, whether it is registered as a school. */
export const asksWhether = (findings: readonly FindingRow[], siteId?: Id): boolean =>
  !standing(findings).some(
    (each) => each.answer === 'as-a-school' && (each.siteId === undefined || each.siteId === siteId),
  );

/** The signal as a question, with the counts behind it. Whoever is registered as a school has answered it. */
// Procedure: S4.6, S4.20
export function signalPart(signal: RegistrationSignal, findings: readonly FindingRow[], today: Day, siteId?: Id) {
  const { level, pupils, fullTime, flaggedFullTime, worthALook } = signal;
  const rule = registrationRuleOn(today);
  const asks = level !== 'none' && asksWhether(findings, siteId);
  const are = (n: number) => (n === 1 ? 'is' : 'are');
  return {
    tag: asks ? tags[level] : null,
    counts:
      pupils === 0
        ? 'No pupil of the trust’s schools is placed here now.'
        : `${count(pupils, 'pupil')} of the trust’s schools ${are(pupils)} placed here now. ${fullTime} ${are(fullTime)} here for ${rule.fullTimeHours} hours a week or more, ${flaggedFullTime} of them looked after or with an education, health and care plan.`,
    worthALook:
      asks && worthALook > 0
        ? `${count(worthALook, 'pupil')} who ${are(worthALook)} looked after or ${worthALook === 1 ? 'has' : 'have'} a plan, or of whom nobody has noted it, ${are(worthALook)} here for ${rule.lookAtHours} hours a week or more.`
        : '',
    meaning: asks
      ? `Who teaches ${rule.fullTimePupils} pupils full-time, or one who is looked after or has a plan, may need to register as a school. Ask the provider, and record what you find. ${rule.certainty} Pupils of other trusts are not counted.`
      : '',
  };
}
