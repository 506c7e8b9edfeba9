import { orElse, type Day } from '#event-sourcing';
import { liaisonWeeks } from '#procedure';
import type { FollowUpRow, IncidentRow, OversightRow, PlacementRow, SchoolRow } from '#read-models';
import { calendarOf, plannedSessions } from '../attendance/planned.js';
import { incidentLines } from '../incidents/incident.page.js';
import { incidentTag } from '../incidents/incident-words.js';
import type { NamesOf } from '../placements/timeline-words.js';
import { fullName } from '../pupils/pupil-words.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Notice } from '../shell/saved.js';
import { shortDay } from '../shell/words.js';
import { addressOf, type AfterStep } from './after-forms.js';
import type { PlacementOversight } from './gather.js';
import { concernStory, concernTag, filedInWords, kindWords, recordLines, type Tag } from './oversight-words.js';

/** The weeks of a placement in which school and provider speak about the pupil, from when Waymark took it on. */
// Procedure: S16.7
export function weeksOf(
  placement: PlacementRow,
  school: SchoolRow,
  records: readonly Pick<OversightRow, 'kind' | 'on'>[],
  today: Day,
) {
  const calendar = calendarOf(school);
  const { startedOn, takenOnOn } = placement;
  if (startedOn === undefined) return [];
  const from = startedOn > takenOnOn ? startedOn : takenOnOn;
  // A closed site is no reason not to speak: its closures are left out.
  const isPlanned = (on: Day) => plannedSessions(placement, on, calendar, undefined).length > 0;
  const spoken = records.filter(({ kind }) => kind === 'liaison').map(({ on }) => on);
  return liaisonWeeks(isPlanned, spoken, calendar, { from, today });
}

export const weekTag: Readonly<Record<'done' | 'owed' | 'overdue', Tag>> = {
  done: { text: 'Spoken this week', colour: 'green' },
  owed: { text: 'Owed this week', colour: 'yellow' },
  overdue: { text: 'Overdue', colour: 'red' },
};

/** The steps that a record can still take. */
function stepsOf(record: OversightRow): readonly { readonly step: AfterStep; readonly text: string }[] {
  const { concerns, handedOver, received, kind } = record;
  const open = concerns === true && !received;
  return [
    ...(open
      ? [
          {
            step: 'hand-over',
            text: handedOver ? 'Tell somebody else of the concern' : 'Record whom you told',
          } as const,
        ]
      : []),
    ...(open && handedOver ? [{ step: 'receive', text: 'Say that you have the concern' } as const] : []),
    { step: 'follow-up', text: 'Add what is to be done' },
    ...(kind === 'visit' ? [{ step: 'file', text: 'Record where it is filed' } as const] : []),
    { step: 'note', text: 'Add a note' },
  ];
}

function card(record: OversightRow, followUps: readonly FollowUpRow[], nameOf: NamesOf, today: Day) {
  const { filed, receipts, notes } = record;
  const receipt = (index: number) => {
    const text = receipts === undefined || typeof receipts === 'symbol' ? '' : (receipts[index] ?? '');
    return text === '' ? '' : `, ${text}`;
  };
  return {
    id: `record-${record.recordId}`,
    title: `${kindWords[record.kind]}, ${shortDay(record.on)}`,
    tag: concernTag(record),
    concern: concernTag(record) === null ? [] : concernStory(record, nameOf),
    rows: recordLines(record, nameOf),
    filed: filed.map(
      (each, index) =>
        `Filed in ${filedInWords[each.filedIn]} on ${shortDay(each.filedOn)} by ${nameOf(each.personId)}${receipt(index)}`,
    ),
    notes:
      typeof notes === 'symbol'
        ? ['The notes are erased.']
        : notes.map(({ note, on, personId }) => `${shortDay(on)}, ${nameOf(personId)}: ${note}`),
    followUps: followUps
      .filter(({ recordId }) => recordId === record.recordId)
      .map((each) => followUpLine(each, nameOf, today)),
    steps: stepsOf(record).map(({ step, text }) => ({
      text,
      href: urlOf(paths.oversight.after, { ...addressOf(record), step }),
    })),
  };
}

/** What is to be done, by whom and when, or what was done. */
export function followUpLine(row: FollowUpRow, nameOf: NamesOf, today: Day) {
  const { what, ownerId, dueOn, state, closed, outcome, schoolId, placementId, followUpId } = row;
  const text = `${orElse(what, 'What is to be done is erased.')} (${nameOf(ownerId)})`;
  if (state === 'closed' && closed) {
    const done = outcome === undefined ? '' : ` ${orElse(outcome, 'What was done is erased.')}`;
    return { text, tag: { text: `Done ${shortDay(closed.doneOn)}`, colour: 'green' }, done, href: null };
  }
  const late = dueOn < today;
  return {
    text,
    tag: { text: `${late ? 'Overdue since' : 'Due by'} ${shortDay(dueOn)}`, colour: late ? 'red' : 'yellow' },
    done: '',
    href: urlOf(paths.oversight.close, { schoolId, placementId, followUpId }),
  };
}

/** What was done to keep an eye on a placement, in full, and the way to record more. */
export function placementOversightPage(facts: PlacementOversight, today: Day, saved: Notice | null) {
  const { placement, pupil, site, school, records, followUps, incidents, nameOf } = facts;
  const { placementId, schoolId, siteId, stage } = placement;
  const weeks = weeksOf(placement, school, records, today);
  const runs = stage === 'started';
  return {
    title: 'Oversight',
    caption: `${fullName(pupil ?? undefined)}, ${site.name}`,
    saved,
    back: { href: urlOf(paths.placements.show, { schoolId, placementId }), text: 'Back to the placement' },
    weeks: weeks
      .toReversed()
      .slice(0, 6)
      .map(({ monday, state }) => ({ text: `Week of ${shortDay(monday)}`, tag: weekTag[state] })),
    record: (runs
      ? [
          { text: 'Record a talk with the provider', href: urlOf(paths.oversight.liaison, { schoolId, siteId }) },
          { text: 'Record a safe and well check', href: urlOf(paths.oversight.welfare, { schoolId, placementId }) },
          { text: 'Record a visit', href: urlOf(paths.oversight.visit, { schoolId, placementId }) },
        ]
      : []
    ).concat(
      runs || stage === 'ended'
        ? [{ text: 'Enter an incident', href: urlOf(paths.incidents.enter, { schoolId, placementId }) }]
        : [],
    ),
    incidents: incidentLines(incidents, today),
    cards: records.map((record) => card(record, followUps, nameOf, today)),
  };
}

/** What the placement's own page says of it. */
export function oversightSection(
  placement: PlacementRow,
  { oversight, incidents }: { readonly oversight: readonly OversightRow[]; readonly incidents: readonly IncidentRow[] },
  may: boolean,
  today: Day,
): { readonly lines: readonly string[]; readonly tags: readonly Tag[]; readonly href: string | null } | null {
  if (placement.stage !== 'started' && placement.stage !== 'ended') return null;
  const last = (kind: OversightRow['kind']) => {
    const found = oversight.find((each) => each.kind === kind);
    return `${kindWords[kind]}: ${found ? shortDay(found.on) : 'none recorded'}`;
  };
  return {
    lines: [last('liaison'), last('welfare'), last('visit')],
    tags: [
      ...oversight.flatMap((each) => {
        const tag = may ? concernTag(each) : null;
        return tag === null || each.received ? [] : [tag];
      }),
      ...incidents.flatMap((each) => {
        const { text, colour } = incidentTag(each, today);
        return may && each.state === 'unseen' ? [{ text: `Incident: ${text.toLowerCase()}`, colour }] : [];
      }),
    ],
    href: may ? urlOf(paths.oversight.placement, placement) : null,
  };
}
