import { check, checkIdOf, duty, dutyIdOf, isDutyClosed, matterIdOf, settlingOf, type CheckEvent } from '#domain';
import type { Day, Heard, Id, Instant, Journal } from '#event-sourcing';
import {
  factsOfDuty,
  lastDayOf,
  lastMomentOf,
  type Edition,
  type GapFacts,
  type Happened,
  type MatterFacts,
  type PreAdmissionCheck,
} from '#procedure';
import type { PlacementView } from './placement-view.js';

/** The evidence that the checks of a site are, once all of them are settled. */
const checksEvidence = 'pre-admission-checks';

/** Since when the checks of a site are all settled: the day of the last of them, and when we were told. */
export type ChecksSettled = { readonly on: Day; readonly recordedAt: Instant };

/** Reads what is known of the matters of a placement; null where there are none, which costs no look at anything. */
export async function readMatters(
  journal: Journal,
  { facts: { placementId }, owedFrom, endedAt, gaps: { missing, gathered, due } }: PlacementView,
  checksSettled: () => Promise<ChecksSettled | null>,
): Promise<MatterFacts | null> {
  if (missing.length === 0) return null;
  const gaps = missing.map(async (evidence): Promise<GapFacts> => {
    const state = await journal.state(duty, dutyIdOf('placement-gap', matterIdOf(placementId, evidence)));
    const known = state ? factsOfDuty(state) : undefined;
    const there = gathered.get(evidence);
    const isSettled = state !== null && (isDutyClosed(state) || (state.status === 'missed' && there !== undefined));
    const checks = evidence === checksEvidence && !isSettled ? await checksSettled() : null;
    if (!checks) return { evidence, there, duty: known };
    // What counts is when the last check was entered, and not when the clock came to gather them.
    const settled = happenedOn(checks.on, checks.recordedAt);
    const isFirst = !there || settled.recordedAt < there.recordedAt;
    return { evidence, there: isFirst ? settled : there, toGather: there ? undefined : checks.on, duty: known };
  });
  return { owedFrom, endedAt, gapsDue: due, gaps: await Promise.all(gaps) };
}

/** A fact of which the day alone is known: it was by the end of that day, and by when we were told. */
export function happenedOn(on: Day, recordedAt: Instant): Happened {
  const endOfDay = lastMomentOf(on);
  return { doneAt: endOfDay < recordedAt ? endOfDay : recordedAt, recordedAt };
}

/**
 * Reads since when every row of an edition's checklist is settled for a site; null while one is open or answered no, and
 * where one had run out before the last of them was settled.
 */
export async function readChecks(journal: Journal, { checks }: Edition, siteId: Id): Promise<ChecksSettled | null> {
  const rows = await Promise.all(checks.map((row) => readCheck(journal, checkIdOf(siteId, row.id, 1), row)));
  const settled = rows.filter((row) => row !== null);
  if (settled.length === 0 || settled.length < rows.length) return null;
  const last = (list: readonly string[]) => [...list].sort().at(-1) ?? '';
  const on = last(settled.map((each) => each.on));
  if (settled.some(({ lastOn }) => lastOn !== null && lastOn < on)) return null;
  return { on, recordedAt: last(settled.map(({ recordedAt }) => recordedAt)) };
}

type Settled = ChecksSettled & { readonly lastOn: Day | null };

/** The day of the last finding, as the start gate has it, and when we were told first of those that stand as settled without a break. */
async function readCheck(journal: Journal, checkId: Id, row: PreAdmissionCheck): Promise<Settled | null> {
  // The codec has parsed each event by the schema of its type.
  const events = (await journal.read(`check-${checkId}`)) as unknown as Heard<CheckEvent>[];
  let settled: Settled | null = null;
  for (const event of events) {
    const { on } = event.data;
    const settling = settlingOf(check.evolve(check.initial, event));
    const ranOut = settled !== null && settled.lastOn !== null && settled.lastOn < on;
    const recordedAt: Instant = settled === null || ranOut ? event.meta.recordedAt : settled.recordedAt;
    settled = settling && { on, recordedAt, lastOn: lastDayOf(settling, row) };
  }
  return settled;
}
