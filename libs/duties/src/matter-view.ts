import {
  check,
  checkIdOf,
  duty,
  dutyIdOf,
  isDutyClosed,
  matterIdOf,
  periodIdOf,
  settlingOf,
  type CheckEvent,
  type OversightEvent,
  type RecurringDutyKind,
} from '#domain';
import { erased, type Day, type Heard, type Id, type Instant, type Journal } from '#event-sourcing';
import {
  addDays,
  factsOfDuty,
  lastDayOf,
  lastMomentOf,
  laterOf,
  londonDay,
  mondayOf,
  periodKey,
  type DutyFacts,
  type Edition,
  type GapFacts,
  type Happened,
  type MatterFacts,
  type OverseenFacts,
  type PreAdmissionCheck,
} from '#procedure';
import type { PlacementView } from './placement-view.js';

/** The evidence that the checks of a site are, once all of them are settled. */
const checksEvidence = 'pre-admission-checks';

/** Since when the checks of a site are all settled: the day of the last of them, and when we were told. */
export type ChecksSettled = { readonly on: Day; readonly recordedAt: Instant };

/** Reads what is known of the matters of a placement. Of what is owed again and again, only the kinds that an edition has. */
export async function readMatters(
  journal: Journal,
  view: PlacementView,
  kinds: readonly RecurringDutyKind[],
  today: Day,
  checksSettled: () => Promise<ChecksSettled | null>,
): Promise<MatterFacts> {
  const { facts, owedFrom, endedAt, gaps, agreed } = view;
  const [known, overseen, duties] = await Promise.all([
    readGaps(journal, view, checksSettled),
    kinds.length === 0 ? [] : readOverseen(journal, facts.placementId),
    readRecurring(journal, view, kinds, today),
  ]);
  const { from, since, until, weeks, suspensions } = facts;
  const watch = { from, since, until, weeks, suspensions, overseen, agreed, duties };
  return { owedFrom, endedAt, gapsDue: gaps.due, gaps: known, watch };
}

function readGaps(
  journal: Journal,
  { facts: { placementId }, gaps: { missing, gathered } }: PlacementView,
  checksSettled: () => Promise<ChecksSettled | null>,
): Promise<readonly GapFacts[]> {
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
  return Promise.all(gaps);
}

/** What the school did to keep an eye on the placement, as far as it meets a duty. */
async function readOverseen(journal: Journal, placementId: Id): Promise<readonly OverseenFacts[]> {
  // The codec has parsed each event by the schema of its type.
  const events = (await journal.read(`oversight-${placementId}`)) as unknown as Heard<OversightEvent>[];
  return events.flatMap((event): readonly OverseenFacts[] => {
    const { recordedAt } = event.meta;
    switch (event.type) {
      case 'LiaisonHeld':
        return [{ kind: 'weekly-liaison', on: event.data.on, recordedAt }];
      case 'WelfareChecked': {
        const { says, on } = event.data;
        // An attempt that reached nobody is none. What is erased was said, and can't be asked any more.
        const reached = says === erased || says.found !== 'not-reached';
        return reached ? [{ kind: 'welfare-check', on, recordedAt }] : [];
      }
      case 'VisitMade': {
        const { says, on } = event.data;
        const isWelfare = says !== erased && says.purpose === 'safe-and-well' && says.seen;
        const kinds = isWelfare ? (['monitoring-visit', 'welfare-check'] as const) : (['monitoring-visit'] as const);
        return kinds.map((kind) => ({ kind, on, recordedAt }));
      }
      case 'ConcernHandedOver':
      case 'ConcernReceived':
      case 'RecordFiled':
      case 'RecordNoted':
      case 'FollowUpAgreed':
      case 'FollowUpClosed':
        return [];
    }
  });
}

/** The duties of each week that has begun, as far as they have been raised; none is once the end of the placement is known. */
async function readRecurring(
  journal: Journal,
  { facts: { placementId, from, until }, endedAt }: PlacementView,
  kinds: readonly RecurringDutyKind[],
  today: Day,
): Promise<ReadonlyMap<string, DutyFacts>> {
  const duties = new Map<string, DutyFacts>();
  // An end may be told after its day, and a week may have begun until then. It may lie ahead, too: then today is before it.
  const endKnownOn = endedAt === undefined ? today : laterOf(londonDay(endedAt), until ?? today);
  const last = endKnownOn < today ? endKnownOn : today;
  const asked: Promise<void>[] = [];
  for (let monday = mondayOf(from); monday <= last; monday = addDays(monday, 7)) {
    const period = periodIdOf(placementId, monday);
    for (const kind of kinds) {
      const read = async () => {
        const state = await journal.state(duty, dutyIdOf(kind, period));
        if (state) duties.set(periodKey(kind, monday), factsOfDuty(state));
      };
      asked.push(read());
    }
  }
  await Promise.all(asked);
  return duties;
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
