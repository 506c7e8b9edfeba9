import {
  evidenceAfter,
  isEvidence,
  pupil,
  withPassedOn,
  type Arranged,
  type PassedOn,
  type PlacementEvent,
  type RecurringDutyKind,
  type Status,
} from '#domain';
import { erased, type Day, type Heard, type Id, type Instant, type Journal } from '#event-sourcing';
import {
  addDays,
  laterOf,
  londonDay,
  londonInstant,
  type AgreedFacts,
  type GapsDueFacts,
  type Happened,
  type Known,
  type PlacementFacts,
  type SuspensionFacts,
  type WeekFacts,
} from '#procedure';
import { happenedOn } from './matter-view.js';

/** What the clock needs to know of a placement that has started, but for its sessions. */
export type PlacementView = {
  readonly facts: Omit<PlacementFacts, 'sessions' | 'settledBefore'>;
  readonly providerId: Id;
  /** The editions that it has been under, each with the first day of the sessions that are under it. */
  readonly editions: readonly UnderEdition[];
  /** From when on anything is owed: the later of the first day and of when Waymark took it on. */
  readonly owedFrom: Instant;
  /** When we were told of its end. */
  readonly endedAt: Instant | undefined;
  readonly gaps: GapsView;
  /** How often something was agreed to be done, as each was told. */
  readonly agreed: readonly AgreedFacts[];
  /** Who does it and who stands in, as it was arranged last; null where nothing is. */
  readonly arranged: Arranged | null;
  /** Who follows whom in that. */
  readonly passedOn: readonly PassedOn[];
};

/** From which day on the sessions of a placement are under an edition. */
export type UnderEdition = { readonly from: Day; readonly id: string; readonly edition: string };

/** What was missing when it was found to have begun, what has been gathered, and by when it is due, as each was told. */
type GapsView = {
  readonly missing: readonly string[];
  readonly gathered: ReadonlyMap<string, Happened>;
  readonly due: readonly GapsDueFacts[];
};

/** Reads a placement from its stream; null when it has not started, for then nothing is owed. */
export async function readPlacement(journal: Journal, placementId: Id): Promise<PlacementView | null> {
  // The codec has parsed each event by the schema of its type.
  const events = (await journal.read(`placement-${placementId}`)) as unknown as Heard<PlacementEvent>[];
  let view: Omit<PlacementView, 'gaps' | 'agreed' | 'arranged' | 'passedOn' | 'owedFrom' | 'endedAt'> | null = null;
  let missing: readonly string[] = [];
  let suspensions: readonly SuspensionFacts[] = [];
  let endedAt: Instant | undefined;
  const gathered = new Map<string, Happened>();
  let evidence: Readonly<Record<string, Day>> = {};
  const due: GapsDueFacts[] = [];
  const agreed: AgreedFacts[] = [];
  let arranged: Arranged | null = null;
  let passedOn: readonly PassedOn[] = [];
  let started: { readonly on: Day; readonly at: Instant } | null = null;
  for (const event of events) {
    const { type, data, meta } = event;
    if (type === 'PlacementProposed') {
      const { subjectId, schoolId, siteId, providerId, procedure, startOn, slots } = data;
      const weeks = [{ from: startOn, slots }];
      const facts = { placementId, subjectId, schoolId, siteId, from: startOn, weeks, statuses: new Map() };
      view = { facts, providerId, editions: [{ from: startOn, id: procedure.id, edition: procedure.edition }] };
    }
    if (!view) continue;
    if (type === 'PlacementStarted' || type === 'PlacementFoundStarted') {
      started = { on: data.startedOn, at: meta.recordedAt };
    }
    if (type === 'PlacementFoundStarted') missing = data.missing;
    if (isEvidence(event)) {
      const after = evidenceAfter(evidence, event, started !== null);
      for (const name of Object.keys(evidence)) if (!Object.hasOwn(after, name)) gathered.delete(name);
      for (const [name, on] of Object.entries(after)) {
        if (evidence[name] !== on) gathered.set(name, happenedOn(on, meta.recordedAt));
      }
      evidence = after;
    }
    if (type === 'EditionAdopted') {
      // A session stays under one edition: what is owed of today’s goes on as it began.
      const { id, edition } = data.procedure;
      const from = addDays(londonDay(meta.recordedAt), 1);
      view = { ...view, editions: [...view.editions, { from, id, edition }] };
    }
    if (type === 'GapsDueSet') due.push({ dueOn: data.dueOn, since: meta.recordedAt });
    if (type === 'ArrangementsAgreed') {
      arranged = data;
      const { welfareChecks, monitoringVisits } = data;
      agreed.push(...agreedBy('welfare-check', welfareChecks.everyWeeks, meta.recordedAt));
      agreed.push(...agreedBy('monitoring-visit', monitoringVisits.everyWeeks, meta.recordedAt));
    }
    if (type === 'ArrangementsPassedOn') passedOn = withPassedOn(passedOn, data);
    if (type === 'WeekPlanned') {
      const week = { from: data.from, since: meta.recordedAt, slots: data.slots };
      view = { ...view, facts: { ...view.facts, weeks: withWeek(view.facts.weeks, week) } };
    }
    if (type === 'PlacementSuspended') {
      suspensions = [...suspensions, { from: data.from, since: meta.recordedAt }];
    }
    if (type === 'PlacementResumed') {
      suspensions = resumedFrom(suspensions, data.from, meta.recordedAt);
    }
    if (type === 'PlacementEnded') {
      view = { ...view, facts: { ...view.facts, until: data.endedOn } };
      endedAt = meta.recordedAt;
    }
  }
  if (!view || !started) return null;

  const takenOnOn = londonDay(started.at);
  const from = started.on > takenOnOn ? started.on : takenOnOn;
  const statuses = await statusesOf(journal, view.facts.subjectId);
  const weeks = sinceTheStart(view.facts.weeks, started.on);
  const owedFrom = laterOf(started.at, londonInstant(from, '00:00'));
  const facts = { ...view.facts, from, since: started.at, weeks, suspensions, statuses };
  return { ...view, facts, owedFrom, endedAt, gaps: { missing, gathered, due }, agreed, arranged, passedOn };
}

/** Where nothing is agreed any more, what the procedure says holds again. */
const agreedBy = (kind: RecurringDutyKind, everyWeeks: number | undefined, since: Instant): readonly [AgreedFacts] => [
  { kind, everyWeeks: everyWeeks ?? null, since },
];

/** In order of the days from which they hold; of one day, the last one told comes last and holds. */
const withWeek = (weeks: readonly WeekFacts[], week: WeekFacts): readonly WeekFacts[] =>
  [...weeks, week].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));

const resumedFrom = (suspensions: readonly SuspensionFacts[], until: Day, resumedAt: Instant): SuspensionFacts[] =>
  suspensions.map((each) => (each.until === undefined ? { ...each, until, resumedAt } : each));

/** A placement found to have begun before its agreed day was spent in its first week from then on. */
const sinceTheStart = ([first, ...others]: readonly WeekFacts[], startedOn: Day): readonly WeekFacts[] =>
  first ? [{ ...first, from: startedOn < first.from ? startedOn : first.from }, ...others] : [];

/** What is known of a pupil's statuses. One that was never noted, or is erased, is not there: it is unknown. */
async function statusesOf(journal: Journal, subjectId: Id): Promise<ReadonlyMap<Status, Known>> {
  const known = await journal.state(pupil, subjectId);
  return new Map(
    Object.values(known?.statuses ?? {}).flatMap(({ status, value }) =>
      status === erased || value === erased ? [] : [[status, value] as const],
    ),
  );
}
