import { z } from 'zod';
import {
  delivery,
  evidenceAfter,
  isEvidence,
  placementEvents,
  route,
  type Delivery,
  type PlacementEvent,
  type Route,
} from '#domain';
import { day, id, type Condition, type Day, type Id, type Part, type Projection } from '#event-sourcing';
import { addDays, londonDay } from '#procedure';
import { answers, Ask } from './ask.js';

const stage = z.enum(['proposed', 'agreed', 'started', 'ended']);
export type ListedStage = z.output<typeof stage>;

const placementListRow = z.object({
  placementId: id,
  subjectId: id,
  schoolId: id,
  providerId: id,
  siteId: id,
  stage,
  /** The first day: the agreed one, and once it has begun the one on which it did. */
  firstOn: day,
  /** The last day, as it is planned until it has ended. */
  lastOn: day.optional(),
  route,
  delivery,
  /** What was missing when it was found to have begun, and is missing still. */
  missing: z.array(z.string()),
  gapsDueOn: day.optional(),
  /** The days on which the pupil does not go there for a time, as they were last told: the first, and the one on which they go again. */
  suspendedFrom: day.optional(),
  resumesOn: day.optional(),
  /** The day on which whoever signed the agreement took it back, where nobody has signed since. */
  withdrawnOn: day.optional(),
  takenOnOn: day,
  // What follows is made from that, for the list to ask by.
  /** The last day on which the pupil is there; while it runs, one that never comes. Absent before it has begun. */
  ranUntil: day.optional(),
  /** It runs, and something is missing. */
  hasGaps: z.boolean(),
  /** The first day on which what is missing is overdue: where no date is set, from when it was found. */
  overdueFrom: day.optional(),
});
export type PlacementListRow = z.output<typeof placementListRow>;

/** Each placement with all that the list of placements is filtered and ordered by. Nothing in it has to be opened. */
export const placementList: Projection<PlacementEvent, PlacementListRow> = {
  name: 'placement-list',
  version: 4, // 4: whether its agreement was taken back.
  hears: [placementEvents],
  row: placementListRow,
  sealed: null,
  by: ['schoolId'],
  rowId: ({ data }) => data.placementId,

  evolve: (row, event) => {
    if (event.type === 'PlacementProposed') {
      const { data, meta } = event;
      const { placementId, subjectId, schoolId, providerId, siteId, startOn, plannedEndOn } = data;
      return madeFrom({
        placementId,
        subjectId,
        schoolId,
        providerId,
        siteId,
        stage: 'proposed',
        firstOn: startOn,
        ...(plannedEndOn === undefined ? {} : { lastOn: plannedEndOn }),
        route: data.route ?? 'agreed',
        delivery: data.delivery ?? 'in-person',
        missing: [],
        takenOnOn: londonDay(meta.recordedAt),
      });
    }
    if (!row) return null;
    if (isEvidence(event)) {
      const shown = evidenceAfter({}, event, row.stage === 'started');
      const missing = row.missing.filter((each) => !Object.hasOwn(shown, each));
      if (event.type === 'PlacementAgreed') {
        const stage = row.stage === 'proposed' ? 'agreed' : row.stage;
        return madeFrom({ ...row, stage, missing, withdrawnOn: undefined });
      }
      if (event.type === 'AgreementWithdrawn') {
        const stage = row.stage === 'agreed' ? 'proposed' : row.stage;
        return madeFrom({ ...row, stage, missing, withdrawnOn: event.data.withdrawnOn });
      }
      return madeFrom({ ...row, missing });
    }
    const { type, data } = event;
    switch (type) {
      case 'PlacementStarted':
        return madeFrom({ ...row, stage: 'started', firstOn: data.startedOn });
      case 'PlacementFoundStarted':
        return madeFrom({ ...row, stage: 'started', firstOn: data.startedOn, missing: data.missing });
      case 'GapsDueSet':
        return madeFrom({ ...row, gapsDueOn: data.dueOn });
      case 'WeekPlanned':
      case 'StopReviewed':
      case 'EditionAdopted':
      case 'PlacementJudged':
      case 'ReturnChecked':
      case 'ArrangementsPassedOn':
      case 'DirectionReviewRequested':
      case 'DirectionReviewAnswered':
      case 'DirectionReviewInvited':
      case 'DirectionReviewHeld':
      case 'DirectionReviewNotified':
        return row;
      case 'PlacementSuspended':
        return madeFrom({ ...row, suspendedFrom: data.from, resumesOn: undefined });
      case 'PlacementResumed':
        return madeFrom({ ...row, resumesOn: data.from });
      case 'PlannedEndChanged':
        return madeFrom({ ...row, lastOn: data.plannedEndOn });
      case 'PlacementEnded':
        return madeFrom({ ...row, stage: 'ended', lastOn: data.endedOn });
    }
  },
};

/** A day after every day, for what has no last one yet. */
const never: Day = '9999-12-31';

function madeFrom(known: Omit<PlacementListRow, 'ranUntil' | 'hasGaps' | 'overdueFrom'>): PlacementListRow {
  const {
    placementId,
    subjectId,
    schoolId,
    providerId,
    siteId,
    stage,
    firstOn,
    lastOn,
    route,
    delivery,
    missing,
    gapsDueOn,
    suspendedFrom,
    resumesOn,
    withdrawnOn,
    takenOnOn,
  } = known;
  const hasGaps = stage === 'started' && missing.length > 0;
  return {
    placementId,
    subjectId,
    schoolId,
    providerId,
    siteId,
    stage,
    firstOn,
    ...(lastOn === undefined ? {} : { lastOn }),
    route,
    delivery,
    missing,
    ...(gapsDueOn === undefined ? {} : { gapsDueOn }),
    ...(suspendedFrom === undefined ? {} : { suspendedFrom }),
    ...(resumesOn === undefined ? {} : { resumesOn }),
    ...(withdrawnOn === undefined ? {} : { withdrawnOn }),
    takenOnOn,
    ...(stage === 'started' ? { ranUntil: never } : stage === 'ended' ? { ranUntil: lastOn ?? never } : {}),
    hasGaps,
    ...(hasGaps ? { overdueFrom: gapsDueOn === undefined ? takenOnOn : addDays(gapsDueOn, 1) } : {}),
  };
}

/** What placements of a school are looked for by; what is left out does not matter. */
export type PlacementsAsked = {
  readonly schoolId: Id;
  readonly stages?: readonly ListedStage[] | undefined;
  readonly providerId?: Id | undefined;
  readonly siteId?: Id | undefined;
  /** Of these pupils alone. */
  readonly subjectIds?: readonly Id[] | undefined;
  readonly hasGaps?: boolean | undefined;
  /** What is missing is overdue on this day. */
  readonly overdueOn?: Day | undefined;
  /** Those that ran on this day: they had begun, and were not over. */
  readonly ranOn?: Day | undefined;
  readonly routes?: readonly Route[] | undefined;
  readonly deliveries?: readonly Delivery[] | undefined;
  /** Their agreement was taken back, on this day at the latest, and nobody has signed since. */
  readonly withdrawnUntil?: Day | undefined;
  readonly firstUntil?: Day | undefined;
  readonly lastFrom?: Day | undefined;
  readonly lastUntil?: Day | undefined;
  /** By a day, those without one last; or by pupils, in this order of theirs. */
  readonly by: 'firstOn' | 'lastOn' | { readonly subjectIds: readonly Id[] };
  readonly skip: number;
  readonly max: number;
};

/** A part of the list of a school's placements. */
export class ListPlacements extends Ask<PlacementsAsked, Part<PlacementListRow>> {}
export const ListPlacementsAnswers = answers(ListPlacements, (rows, asked, asAt) => {
  const { schoolId, stages, providerId, siteId, subjectIds, hasGaps, by, skip, max } = asked;
  const { ranOn, routes, deliveries, overdueOn, withdrawnUntil, firstUntil, lastFrom, lastUntil } = asked;
  const conditions: Condition<PlacementListRow>[] = [];
  if (stages !== undefined) conditions.push({ field: 'stage', isOneOf: stages });
  if (ranOn !== undefined) {
    conditions.push({ field: 'firstOn', until: ranOn }, { field: 'ranUntil', from: ranOn });
  }
  if (routes !== undefined) conditions.push({ field: 'route', isOneOf: routes });
  if (deliveries !== undefined) conditions.push({ field: 'delivery', isOneOf: deliveries });
  if (providerId !== undefined) conditions.push({ field: 'providerId', is: providerId });
  if (siteId !== undefined) conditions.push({ field: 'siteId', is: siteId });
  if (subjectIds !== undefined) conditions.push({ field: 'subjectId', isOneOf: subjectIds });
  if (hasGaps !== undefined) conditions.push({ field: 'hasGaps', is: hasGaps });
  if (overdueOn !== undefined) conditions.push({ field: 'overdueFrom', until: overdueOn });
  if (withdrawnUntil !== undefined) conditions.push({ field: 'withdrawnOn', until: withdrawnUntil });
  if (firstUntil !== undefined) conditions.push({ field: 'firstOn', until: firstUntil });
  if (lastFrom !== undefined) conditions.push({ field: 'lastOn', from: lastFrom });
  if (lastUntil !== undefined) conditions.push({ field: 'lastOn', until: lastUntil });
  const order = typeof by === 'string' ? { by } : { by: 'subjectId' as const, order: by.subjectIds };
  return rows.list(placementList, { where: { schoolId }, conditions, ...order, skip, max }, asAt);
});
