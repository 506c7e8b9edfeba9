import { z } from 'zod';
import { agreementSigned, placementEvents, slot, type PlacementEvent } from '#domain';
import { day, id, personal, type Day, type Found, type Id, type Projection } from '#event-sourcing';
import { londonDay } from '#procedure';
import { answers, Ask } from './ask.js';
import { inOrder, replaced } from './order.js';

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
  startedOn: day.optional(),
  /** It had begun before Waymark or the procedure knew. */
  foundStarted: z.boolean(),
  endedOn: day.optional(),
  endedBecause: personal(z.string()).optional(),
  agreedOn: day.optional(),
  signedBy: personal(z.string()).optional(),
  /** Which slots of the school week hold from which day on, in order. */
  weeks: z.array(z.strictObject({ from: day, slots: z.array(slot) })),
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
  version: 2, // 2: by when the gaps of one that was found started are due.
  hears: [placementEvents],
  row: placementRow,
  sealed: { subject: 'subjectId', kept: 'pupil-file' },
  by: ['schoolId', 'siteId', 'subjectId'],
  rowId: ({ data }) => data.placementId,

  evolve: (row, { type, data, meta }) => {
    if (type === 'PlacementProposed') {
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
        stage: 'proposed',
        foundStarted: false,
        weeks: [{ from: startOn, slots: data.slots }],
        evidence: [],
        missing: [],
        gaps: [],
        procedure: data.procedure,
        takenOnOn: londonDay(meta.recordedAt),
      };
    }
    if (!row) return null;
    switch (type) {
      case 'EvidenceGathered': {
        const { evidence, on } = data;
        return withEvidence(row, evidence, on);
      }
      case 'PlacementAgreed': {
        // One that was found started may be agreed afterwards.
        const stage = row.stage === 'proposed' ? 'agreed' : row.stage;
        const agreed: PlacementRow = { ...row, stage, agreedOn: data.agreedOn, signedBy: data.signedBy };
        return withEvidence(agreed, agreementSigned, data.agreedOn);
      }
      case 'PlacementStarted':
        return { ...row, stage: 'started', startedOn: data.startedOn };
      case 'PlacementFoundStarted': {
        const { startedOn, missing } = data;
        return { ...row, stage: 'started', startedOn, foundStarted: true, missing, gaps: missing };
      }
      case 'GapsDueSet':
        return { ...row, gapsDueOn: data.dueOn, gapsDueSetBy: data.personId, gapsDueBecause: data.because };
      case 'WeekPlanned':
        return { ...row, weeks: replaced(row.weeks, { from: data.from, slots: data.slots }, ({ from }) => from) };
      case 'PlacementEnded':
        return { ...row, stage: 'ended', endedOn: data.endedOn, endedBecause: data.because };
    }
  },
};

const withEvidence = (row: PlacementRow, evidence: string, on: Day): PlacementRow => ({
  ...row,
  evidence: replaced(row.evidence, { evidence, on }, (each) => each.evidence),
  missing: row.missing.filter((each) => each !== evidence),
});

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
