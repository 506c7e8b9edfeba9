import { z } from 'zod';
import type { PlacementCommand } from '#domain';
import type { Day, Id } from '#event-sourcing';
import type { MatterRow, PlacementRow, PupilRow, SiteRow } from '#read-models';
import { pageOf } from '../placements/gate.js';
import { evidenceText } from '../placements/timeline-words.js';
import { fullName, yearWords } from '../pupils/pupil-words.js';
import { daySent, Fields } from '../shell/fields.js';
import type { FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Notice } from '../shell/saved.js';
import { capital, count, shortDay } from '../shell/words.js';

export type GapsReader = { readonly mayAgree: boolean; readonly mayCheck: boolean; readonly maySet: boolean };

/** The placements of a school for which something is missing, with what is owed for them. */
export type GapsFacts = {
  readonly schoolId: Id;
  readonly placements: readonly PlacementRow[];
  readonly pupils: ReadonlyMap<Id, PupilRow>;
  readonly sites: ReadonlyMap<Id, SiteRow>;
  readonly owed: readonly MatterRow[];
  readonly today: Day;
};

/** A placement that runs and for which something is missing. */
export const hasGaps = ({ stage, missing }: PlacementRow): boolean => stage === 'started' && missing.length > 0;

export type GapState = { readonly text: string; readonly colour: string; readonly isOverdue: boolean };

/** How a piece of evidence stands: there, in time or late; overdue by its date, or because no date is set; or still owed. */
export function gapState(
  { missing, gapsDueOn, evidence, stage }: PlacementRow,
  name: string,
  owed: MatterRow | undefined,
  today: Day,
): GapState {
  if (!missing.includes(name)) {
    const on = evidence.find((each) => each.evidence === name)?.on;
    const late = owed?.status === 'missed' ? ', late' : '';
    return { text: `Done${late}${on ? `, ${shortDay(on)}` : ''}`, colour: 'green', isOverdue: false };
  }
  if (stage === 'ended') return { text: 'Not owed any more', colour: 'grey', isOverdue: false };
  if (gapsDueOn === undefined) return { text: 'Overdue: no date is set', colour: 'red', isOverdue: true };
  const isPast = gapsDueOn < today;
  if (isPast || owed?.status === 'missed') {
    const next = isPast ? '' : `, now due ${shortDay(gapsDueOn)}`;
    return { text: isPast ? `Overdue since ${shortDay(gapsDueOn)}` : `Missed${next}`, colour: 'red', isOverdue: true };
  }
  return { text: `Due by ${shortDay(gapsDueOn)}`, colour: 'yellow', isOverdue: false };
}

export function gapsPage(
  facts: GapsFacts,
  reader: GapsReader,
  { saved = null, body, errors = null }: { saved?: Notice | null; body?: unknown; errors?: FormErrors | null } = {},
) {
  const { schoolId, pupils, sites, today } = facts;
  const owedOf = new Map(facts.owed.map((each) => [`${each.placementId} ${each.matter}`, each]));
  const rows = facts.placements
    .filter(hasGaps)
    .map((placement) => {
      const address = { schoolId, placementId: placement.placementId };
      const items = placement.missing.map((name) => {
        const state = gapState(placement, name, owedOf.get(`${placement.placementId} ${name}`), today);
        const may = name === 'pre-admission-checks' ? reader.mayCheck : reader.mayAgree;
        return { ...state, what: capital(evidenceText(name)), href: may ? pageOf(name, placement) : null };
      });
      return {
        name: fullName(pupils.get(placement.subjectId)),
        year: yearWords(pupils.get(placement.subjectId)),
        site: sites.get(placement.siteId)?.name ?? 'Unknown site',
        href: urlOf(paths.placements.show, address),
        setDue: reader.maySet
          ? {
              href: urlOf(paths.placements.gapsDue, address),
              text: placement.gapsDueOn === undefined ? 'Set the date' : 'Move the date',
            }
          : null,
        isOverdue: items.some(({ isOverdue }) => isOverdue),
        dueOn: placement.gapsDueOn ?? '',
        items,
      };
    })
    .sort(
      (a, b) =>
        Number(b.isOverdue) - Number(a.isOverdue) || a.dueOn.localeCompare(b.dueOn) || a.name.localeCompare(b.name),
    );
  const undated = rows.filter(({ dueOn }) => dueOn === '').length;
  const fields = new Fields(body, errors);
  return {
    title: 'What is missing',
    saved,
    errors,
    summary: rows.length === 0 ? 'Nothing is missing for any running placement.' : summaryOf(rows),
    rows,
    undated:
      undated === 0
        ? null
        : {
            title: `Set one date for ${undated === 1 ? 'the placement' : `all ${undated} placements`} without one`,
            canSet: reader.maySet,
            action: urlOf(paths.gaps, { schoolId }),
            fields: [
              fields.day({
                name: 'dueOn',
                label: 'By the end of which day is everything to be there?',
                hint: 'For example, 18 12 2026',
              }),
            ],
          },
  };
}

function summaryOf(rows: readonly { readonly isOverdue: boolean }[]): string {
  const overdue = rows.filter(({ isOverdue }) => isOverdue).length;
  const all = `${count(rows.length, 'placement')} ${rows.length === 1 ? 'has' : 'have'} gaps`;
  return overdue === 0 ? `${all}, none of them overdue.` : `${all}, ${overdue} of them overdue.`;
}

const dueOn = daySent('Enter the day by which everything is to be there');
export const allGapsDueForm = z.object({ dueOn });
export const gapsDueForm = z.object({
  dueOn,
  because: z.string().trim().max(2_000, 'The reason must be 2,000 characters or fewer'),
});
export type GapsDueForm = z.output<typeof gapsDueForm>;

/** The form with which a head sets the date for one placement, or moves it. */
export function gapsDuePage(placement: PlacementRow, name: string, body?: unknown, errors: FormErrors | null = null) {
  const address = { schoolId: placement.schoolId, placementId: placement.placementId };
  const fields = new Fields(body, errors);
  const isSet = placement.gapsDueOn !== undefined;
  const missing = placement.missing.map(evidenceText).join('; ');
  return {
    caption: name,
    errors,
    back: { href: urlOf(paths.placements.show, address), text: 'Back to the placement' },
    action: urlOf(paths.placements.gapsDue, address),
    title: isSet ? 'Move the date for what is missing' : 'Set the date for what is missing',
    lead: [
      missing === '' ? 'Nothing is missing any more.' : `Missing: ${missing}.`,
      ...(placement.gapsDueOn === undefined ? [] : [`It is due by the end of ${shortDay(placement.gapsDueOn)}.`]),
    ],
    fields: [
      fields.day(
        { name: 'dueOn', label: 'By the end of which day is everything to be there?', hint: 'For example, 18 12 2026' },
        placement.gapsDueOn,
      ),
      ...(isSet ? [fields.words({ name: 'because', label: 'Why is it another day?' })] : []),
    ],
    submit: isSet ? 'Move the date' : 'Set the date',
  };
}

/** The date as a head of the school sets it on a day. */
export function setGapsDue(
  { placementId, subjectId, schoolId }: PlacementRow,
  form: Pick<GapsDueForm, 'dueOn'> & Partial<GapsDueForm>,
  personId: Id,
  setOn: Day,
): PlacementCommand {
  const { dueOn: day, because = '' } = form;
  const set = { placementId, subjectId, schoolId, dueOn: day, personId, setOn };
  return { type: 'SetGapsDue', data: because === '' ? set : { ...set, because } };
}
