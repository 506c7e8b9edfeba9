import { z } from 'zod';
import {
  delivery,
  evidenceAfter,
  howEnded,
  isEvidence,
  judgement,
  nextPlace,
  placementEvents,
  restOfWeek,
  resumed,
  returnAttendance,
  route,
  slot,
  stopDecision,
  withdrawnHow,
  type Account,
  type EvidenceEvent,
  type PlacementEvent,
  type ReturnCheck,
  withPassedOn,
} from '#domain';
import { day, erased, id, personal, type Found, type Id, type Projection } from '#event-sourcing';
import { londonDay } from '#procedure';
import { answers, Ask } from './ask.js';
import { inOrder, replaced } from './order.js';

const aims = z.strictObject({
  setOn: day,
  outcome: z.string(),
  targets: z.array(z.string()),
  tried: z.string(),
  pupilView: z.string(),
  parentView: z.string(),
  baseline: z.string().optional(),
  subjects: z.string().optional(),
});
const account = z.strictObject({
  judgedOn: day,
  outcome: z.strictObject({ judgement, words: z.string() }),
  targets: z.array(judgement),
  pupilView: z.string(),
  parentView: z.string(),
  reportAskedOn: day.optional(),
  dataReturnAskedOn: day.optional(),
});
const returnLook = z.strictObject({
  checkedOn: day,
  personId: id,
  attended: returnAttendance,
  goes: z.string(),
  concerns: z.boolean(),
  nextStep: z.string(),
});
const placementRow = z.object({
  placementId: id,
  subjectId: id,
  schoolId: id,
  providerId: id,
  siteId: id,
  purpose: personal(z.string()),
  stage: z.enum(['proposed', 'agreed', 'started', 'ended']),
  startOn: day,
  plannedEndOn: day.optional(),
  route,
  delivery,
  startedOn: day.optional(),
  /** It had begun before Waymark or the procedure knew. */
  foundStarted: z.boolean(),
  endedOn: day.optional(),
  endedBecause: personal(z.string()).optional(),
  howEnded: howEnded.optional(),
  /** The days on which the pupil does not go there for a time: from the first one until the one on which they go again. */
  suspensions: z.array(z.strictObject({ from: day, until: day.nullable() })),
  /** Why it was suspended last, and where the pupil is meanwhile. */
  suspendedBecause: personal(z.string()).optional(),
  meanwhile: personal(z.strictObject({ from: day, place: nextPlace, details: z.string() })).optional(),
  /** Where the pupil is from the school day after the last one. */
  next: personal(z.strictObject({ from: day, place: nextPlace, details: z.string() })).optional(),
  /** What was decided about stops there, by the stop, as it was last said. */
  stopReviews: personal(
    z.array(z.strictObject({ stopId: id, decision: stopDecision, because: z.string(), personId: id, on: day })),
  ),
  /** What came of it, as it was last judged. */
  account: personal(account).optional(),
  /** Who sees that the pupil is safe and well, as it was last agreed, and who follows whom since then. */
  welfareBy: id.optional(),
  passedOn: z.array(z.object({ fromId: id, toId: id, from: day })).optional(),
  /** How the return went, each time that somebody looked. */
  returnChecks: personal(z.array(returnLook)).optional(),
  agreedOn: day.optional(),
  signedBy: personal(z.string()).optional(),
  /** What it was signed under: the form's statements, and the arrangements of that day. */
  signed: personal(
    z.strictObject({ version: z.string(), statements: z.array(z.string()), arrangements: z.array(z.string()) }),
  ).optional(),
  /** That whoever signed last took it back, which no signature has settled since: on which day, how, who said so and why. */
  withdrawnOn: day.optional(),
  withdrawnHow: withdrawnHow.optional(),
  withdrawnBy: personal(z.string()).optional(),
  withdrawnBecause: personal(z.string()).optional(),
  /** What it is to bring about, as it was last set. */
  aims: personal(aims).optional(),
  /** Which slots of the school week hold from which day on, in order. */
  weeks: z.array(z.strictObject({ from: day, slots: z.array(slot), restOfWeek: restOfWeek.optional() })),
  /** What has been gathered, a signed agreement among it. */
  evidence: z.array(z.strictObject({ evidence: z.string(), on: day })),
  /** What was missing when it was found started and has not been gathered since. */
  missing: z.array(z.string()),
  /** All that was missing then, in the order in which the procedure asks for it. */
  gaps: z.array(z.string()),
  /** By when that is to be there, as a head last set it, and why it is another day than before. */
  gapsDueOn: day.optional(),
  gapsDueSetBy: id.optional(),
  gapsDueBecause: personal(z.string()).optional(),
  procedure: z.strictObject({ id: z.string(), edition: z.string() }),
  /** The day on which Waymark took it on: duties are owed from the later of this and the start. */
  takenOnOn: day,
});
export type PlacementRow = z.output<typeof placementRow>;

/** The placements: whose, where, under which edition, and how far they have come. */
export const placements: Projection<PlacementEvent, PlacementRow> = {
  name: 'placements',
  version: 9, // 9: an agreement that was taken back.
  hears: [placementEvents],
  row: placementRow,
  sealed: { subject: 'subjectId', kept: 'pupil-file' },
  by: ['schoolId', 'siteId', 'subjectId'],
  rowId: ({ data }) => data.placementId,

  evolve: (row, event) => {
    if (event.type === 'PlacementProposed') {
      const { data, meta } = event;
      const { placementId, subjectId, schoolId, providerId, siteId, purpose, startOn, plannedEndOn } = data;
      return {
        placementId,
        subjectId,
        schoolId,
        providerId,
        siteId,
        purpose,
        startOn,
        plannedEndOn,
        route: data.route ?? 'agreed',
        delivery: data.delivery ?? 'in-person',
        stage: 'proposed',
        foundStarted: false,
        weeks: [{ from: startOn, slots: data.slots, restOfWeek: data.restOfWeek }],
        evidence: [],
        suspensions: [],
        stopReviews: [],
        missing: [],
        gaps: [],
        procedure: nameOf(data.procedure),
        takenOnOn: londonDay(meta.recordedAt),
      };
    }
    if (!row) return null;
    if (isEvidence(event)) return withEvidence(row, event);
    const { type, data } = event;
    switch (type) {
      case 'PlacementStarted':
        return { ...row, stage: 'started', startedOn: data.startedOn };
      case 'PlacementFoundStarted': {
        const { startedOn, missing } = data;
        return { ...row, stage: 'started', startedOn, foundStarted: true, missing, gaps: missing };
      }
      case 'GapsDueSet':
        return { ...row, gapsDueOn: data.dueOn, gapsDueSetBy: data.personId, gapsDueBecause: data.because };
      case 'WeekPlanned':
        return { ...row, weeks: replaced(row.weeks, weekOf(data), ({ from }) => from) };
      case 'PlacementSuspended': {
        const suspensions = [...row.suspensions, { from: data.from, until: null }];
        return { ...row, suspensions, suspendedBecause: data.because, meanwhile: data.next };
      }
      case 'PlacementResumed':
        return { ...row, suspensions: [...resumed(row.suspensions, data.from)] };
      case 'PlannedEndChanged':
        return { ...row, plannedEndOn: data.plannedEndOn };
      case 'ArrangementsPassedOn':
        return { ...row, passedOn: [...withPassedOn(row.passedOn ?? [], data)] };
      case 'PlacementEnded': {
        const { endedOn, because, how, next } = data;
        return { ...row, stage: 'ended', endedOn, endedBecause: because, howEnded: how, next };
      }
      case 'EditionAdopted':
        return { ...row, procedure: nameOf(data.procedure) };
      case 'StopReviewed': {
        const { stopId, decision, because, personId } = data;
        if (row.stopReviews === erased || because === erased) return { ...row, stopReviews: erased };
        const review = { stopId, decision, because, personId, on: londonDay(event.meta.recordedAt) };
        return { ...row, stopReviews: replaced(row.stopReviews, review, (each) => each.stopId) };
      }
      case 'PlacementJudged':
        return { ...row, account: accountOf(data) };
      case 'ReturnChecked':
        return { ...row, returnChecks: withLook(row.returnChecks ?? [], data) };
      // They have a row of their own: direction-reviews.ts.
      case 'DirectionReviewRequested':
      case 'DirectionReviewAnswered':
      case 'DirectionReviewInvited':
      case 'DirectionReviewHeld':
      case 'DirectionReviewNotified':
        return row;
    }
  },
};

const nameOf = ({ id, edition }: PlacementRow['procedure']) => ({ id, edition });

const weekOf = ({ from, slots, restOfWeek }: PlacementRow['weeks'][number]) => ({ from, slots, restOfWeek });

function withEvidence(row: PlacementRow, event: EvidenceEvent): PlacementRow {
  const known = Object.fromEntries(row.evidence.map(({ evidence, on }) => [evidence, on]));
  const after = evidenceAfter(known, event, row.startedOn !== undefined);
  const evidence = inOrder(
    Object.entries(after).map(([name, on]) => ({ evidence: name, on })),
    (each) => each.evidence,
  );
  const missing = row.missing.filter((each) => !Object.hasOwn(after, each));
  if (event.type === 'AimsSet') return { ...row, evidence, missing, aims: aimsOf(event.data) };
  if (event.type === 'ArrangementsAgreed')
    return { ...row, evidence, missing, welfareBy: event.data.welfareChecks.personId, passedOn: [] };
  if (event.type === 'PlacementAgreed') {
    // One that was found started may be agreed afterwards.
    const stage = row.stage === 'proposed' ? 'agreed' : row.stage;
    const { agreedOn, signedBy, signed } = event.data;
    return { ...row, evidence, missing, stage, agreedOn, signedBy, signed, ...withdrawnAs(null) };
  }
  if (event.type === 'AgreementWithdrawn') {
    const stage = row.stage === 'agreed' ? 'proposed' : row.stage;
    const unsigned = { agreedOn: undefined, signedBy: undefined, signed: undefined };
    return { ...row, evidence, missing, stage, ...unsigned, ...withdrawnAs(event.data) };
  }
  return { ...row, evidence, missing };
}

type Withdrawn = Extract<EvidenceEvent, { type: 'AgreementWithdrawn' }>['data'];
type WithdrawnAs = Pick<PlacementRow, 'withdrawnOn' | 'withdrawnHow' | 'withdrawnBy' | 'withdrawnBecause'>;
const withdrawnAs = (said: Withdrawn | null): WithdrawnAs => ({
  withdrawnOn: said?.withdrawnOn,
  withdrawnHow: said?.how,
  withdrawnBy: said?.withdrawnBy,
  withdrawnBecause: said?.because,
});

/** What was set is sealed together, and erased together. */
function aimsOf({ setOn, ...said }: Extract<EvidenceEvent, { type: 'AimsSet' }>['data']): PlacementRow['aims'] {
  const { outcome, targets, tried, pupilView, parentView, baseline, subjects } = said;
  if (outcome === erased || targets === erased || tried === erased) return erased;
  if (pupilView === erased || parentView === erased || baseline === erased || subjects === erased) return erased;
  const more = { ...(baseline === undefined ? {} : { baseline }), ...(subjects === undefined ? {} : { subjects }) };
  return { setOn, outcome, targets: [...targets], tried, pupilView, parentView, ...more };
}

/** What was seen of a return is sealed together, and erased together. */
function withLook(looks: NonNullable<PlacementRow['returnChecks']>, look: ReturnCheck): PlacementRow['returnChecks'] {
  const { checkedOn, personId, attended, goes, concerns, nextStep } = look;
  if (looks === erased || attended === erased || goes === erased || concerns === erased || nextStep === erased)
    return erased;
  return [...looks, { checkedOn, personId, attended, goes, concerns, nextStep }];
}

function accountOf({ judgedOn, reportAskedOn, dataReturnAskedOn, ...said }: Account): PlacementRow['account'] {
  const { outcome, targets, pupilView, parentView } = said;
  if (outcome === erased || targets === erased || pupilView === erased || parentView === erased) return erased;
  const asked = {
    ...(reportAskedOn === undefined ? {} : { reportAskedOn }),
    ...(dataReturnAskedOn === undefined ? {} : { dataReturnAskedOn }),
  };
  return { judgedOn, outcome, targets: [...targets], pupilView, parentView, ...asked };
}

/** A placement by its id. */
export class PlacementById extends Ask<{ placementId: Id }, Found<PlacementRow> | null> {}
export const PlacementByIdAnswers = answers(PlacementById, (rows, { placementId }, asAt) =>
  rows.get(placements, placementId, asAt),
);

/** Several placements by their ids. */
export class PlacementsById extends Ask<{ placementIds: readonly Id[] }, Found<PlacementRow>[]> {}
export const PlacementsByIdAnswers = answers(PlacementsById, async (rows, { placementIds }, asAt) =>
  inOrder(await rows.getMany(placements, placementIds, asAt), byStart),
);

/** The placements of a school's pupils, ended ones too, those that begin first before the others. */
export class PlacementsOf extends Ask<{ schoolId: Id }, Found<PlacementRow>[]> {}
export const PlacementsOfAnswers = answers(PlacementsOf, async (rows, { schoolId }, asAt) =>
  inOrder(await rows.find(placements, { schoolId }, asAt), byStart),
);

/** The placements at a site, of all schools, ended ones too. */
export class PlacementsAtSite extends Ask<{ siteId: Id }, Found<PlacementRow>[]> {}
export const PlacementsAtSiteAnswers = answers(PlacementsAtSite, async (rows, { siteId }, asAt) =>
  inOrder(await rows.find(placements, { siteId }, asAt), byStart),
);

/** The placements at several sites, of all schools, ended ones too. */
export class PlacementsAtSites extends Ask<{ siteIds: readonly Id[] }, Found<PlacementRow>[]> {}
export const PlacementsAtSitesAnswers = answers(PlacementsAtSites, async (rows, { siteIds }, asAt) =>
  inOrder(await rows.findAmong(placements, 'siteId', siteIds, asAt), byStart),
);

/** The placements of one school's pupils at a site, ended ones too. */
export class PlacementsOfSchoolAtSite extends Ask<{ schoolId: Id; siteId: Id }, Found<PlacementRow>[]> {}
export const PlacementsOfSchoolAtSiteAnswers = answers(
  PlacementsOfSchoolAtSite,
  async (rows, { schoolId, siteId }, asAt) => inOrder(await rows.find(placements, { schoolId, siteId }, asAt), byStart),
);

/** The placements of a pupil, ended ones too. */
export class PlacementsOfPupil extends Ask<{ subjectId: Id }, Found<PlacementRow>[]> {}
export const PlacementsOfPupilAnswers = answers(PlacementsOfPupil, async (rows, { subjectId }, asAt) =>
  inOrder(await rows.find(placements, { subjectId }, asAt), byStart),
);

const byStart = ({ startOn, placementId }: PlacementRow): string => `${startOn} ${placementId}`;
