import { erased, type Day, type Id } from '#event-sourcing';
import { missingFor, requiredFor, type ConditionName, type Evidence, type Known } from '#procedure';
import type { PlacementRow } from '#read-models';
import type { FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { capital, shortDay } from '../shell/words.js';
import type { PlacementFacts } from './placement.page.js';
import { evidenceText } from './timeline-words.js';

/** Something that the start asks for, and whether it is there. */
export type GateTask = {
  readonly evidence: Evidence;
  readonly text: string;
  readonly hint: string;
  readonly state: 'done' | 'missing' | 'late';
};

type Facts = Pick<PlacementFacts, 'placement' | 'pupil' | 'edition' | 'checks'>;

/** What the start gate of the placement's own edition asks for, each with whether it is there. */
export function gateTasks(facts: Facts): GateTask[] {
  const { placement, edition } = facts;
  const evidence = evidenceOf(facts);
  const conditions = conditionsOf(facts);
  const startOn = placement.startedOn ?? placement.startOn;
  const missing = new Set(
    missingFor(edition, 'start', { evidence, startOn, agreedOn: placement.agreedOn, conditions }).map(
      ({ evidence }) => evidence,
    ),
  );
  const required = new Set(requiredFor(edition, 'start', conditions).map(({ evidence }) => evidence));
  return [...required].map((name) => {
    const on = evidence.get(name);
    return {
      evidence: name,
      text: capital(evidenceText(name)),
      hint: hintOf(name, on, facts),
      state: !missing.has(name) ? 'done' : on === undefined ? 'missing' : 'late',
    };
  });
}

/** The evidence that is there, with the day that it is of. A site's checks count together once every row is settled. */
function evidenceOf({ placement, edition, checks }: Facts): Map<string, Day> {
  const found = new Map(placement.evidence.map(({ evidence, on }) => [evidence, on]));
  if (placement.agreedOn !== undefined) found.set('agreement-signed', placement.agreedOn);
  const settled = edition.checks.flatMap(({ id }) => {
    const check = checks.get(id);
    return check && check.outcome !== 'not-met' ? [check.on] : [];
  });
  const last = settled.sort().at(-1);
  if (last !== undefined && settled.length === edition.checks.length) found.set('pre-admission-checks', last);
  return found;
}

/** What is known of the pupil: a status that was never noted is unknown, and asks as if it were so. */
function conditionsOf({ pupil }: Facts): Map<ConditionName, Known> {
  const statuses = !pupil || pupil.statuses === erased ? {} : pupil.statuses;
  return new Map(Object.entries(statuses) as [ConditionName, Known][]);
}

function hintOf(name: Evidence, on: Day | undefined, { edition, checks }: Facts): string {
  if (name !== 'pre-admission-checks') return on === undefined ? '' : shortDay(on);
  const rows = edition.checks.map(({ id }) => checks.get(id)?.outcome);
  const open = rows.filter((outcome) => outcome === undefined).length;
  const notMet = rows.filter((outcome) => outcome === 'not-met').length;
  const parts = [`${rows.length - open - notMet} of ${rows.length} settled`];
  if (notMet > 0) parts.push(`${notMet} not met`);
  return parts.join(', ');
}

/** What is missing for the start as the errors of its form: each leads to the page on which it can be put right. */
export function missingErrors({ schoolId, placementId }: PlacementRow, missing: readonly string[]): FormErrors {
  const address = { schoolId, placementId };
  return {
    of: {},
    summary: missing.map((evidence) => ({
      text: `Missing: ${evidenceText(evidence)}`,
      href: pageOf(evidence, address),
    })),
  };
}

/** Where a piece of evidence is recorded. */
export function pageOf(evidence: string, address: { schoolId: Id; placementId: Id }): string {
  if (evidence === 'pre-admission-checks') return urlOf(paths.placements.checks, address);
  if (evidence === 'agreement-signed') return urlOf(paths.placements.agree, address);
  return urlOf(paths.placements.evidence, address, { evidence });
}
