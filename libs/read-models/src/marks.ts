import { z } from 'zod';
import {
  ground,
  markingEvents,
  nature,
  pupilSession,
  question,
  registerCode,
  sessionKey,
  type MarkingEvent,
} from '#domain';
import { erased, id, instant, personal, type Day, type Found, type Id, type Projection } from '#event-sourcing';
import { answers, Ask } from './ask.js';
import { inOrder } from './order.js';

const earlier = z.strictObject({ code: registerCode, decidedBy: id, decidedAt: instant, because: z.string() });
const markRow = z.object({
  ...pupilSession,
  code: personal(registerCode),
  basis: personal(z.enum([...ground.options, ...question.options])),
  nature: personal(nature).optional(),
  words: personal(z.string()).optional(),
  decidedBy: id,
  decidedAt: instant,
  authorisedBy: id.optional(),
  /** The marks before, each with the reason for which another took its place. */
  before: personal(z.array(earlier)),
  /** A reason for the absence is still to be found out. */
  reasonOpen: z.boolean(),
  /** What was typed into the school's register last, by whom and when. */
  entered: personal(registerCode).optional(),
  enteredBy: id.optional(),
  enteredAt: instant.optional(),
});
export type MarkRow = z.output<typeof markRow>;

/** What the school's register says of sessions off-site, with the marks before, and what of it has been entered there. */
// Procedure: S8.16, S8.23
export const marks: Projection<MarkingEvent, MarkRow> = {
  name: 'marks',
  version: 1,
  hears: [markingEvents],
  row: markRow,
  sealed: { subject: 'subjectId', kept: 'pupil-file' },
  by: ['placementId', 'schoolId', 'on', 'reasonOpen'],
  rowId: sessionKey,

  evolve: (row, { type, data }) => {
    switch (type) {
      case 'MarkDecided':
        return { ...data, before: [], reasonOpen: data.code === 'N' };
      case 'MarkAmended': {
        const { before: _code, because, ...mark } = data;
        const { entered, enteredBy, enteredAt } = row ?? {};
        return {
          ...mark,
          before: row ? withEarlier(row, because) : [],
          reasonOpen: mark.code === 'N',
          ...(entered === undefined ? {} : { entered, enteredBy, enteredAt }),
        };
      }
      case 'MarkEntered': {
        const { code, enteredBy, enteredAt } = data;
        return row && { ...row, entered: code, enteredBy, enteredAt };
      }
    }
  },
};

function withEarlier(
  { before, code, decidedBy, decidedAt }: MarkRow,
  because: string | typeof erased,
): MarkRow['before'] {
  if (before === erased || code === erased || because === erased) return erased;
  return [...before, { code, decidedBy, decidedAt, because }];
}

/** Whether the register that holds it says something else than was decided since. */
export const isChangedSince = ({ code, entered }: MarkRow): boolean => entered !== undefined && entered !== code;

/** The marks of a school's day. */
export class MarksOfDay extends Ask<{ schoolId: Id; on: Day }, Found<MarkRow>[]> {}
export const MarksOfDayAnswers = answers(MarksOfDay, async (rows, { schoolId, on }, asAt) =>
  inOrder(await rows.find(marks, { schoolId, on }, asAt), byTime),
);

/** The marks of a school for which a reason is still to be found out, the oldest first. */
export class ReasonsOpen extends Ask<{ schoolId: Id }, Found<MarkRow>[]> {}
export const ReasonsOpenAnswers = answers(ReasonsOpen, async (rows, { schoolId }, asAt) =>
  inOrder(await rows.find(marks, { schoolId, reasonOpen: true }, asAt), byTime),
);

/** All marks of a placement, in order. */
export class MarksOfPlacement extends Ask<{ placementId: Id }, Found<MarkRow>[]> {}
export const MarksOfPlacementAnswers = answers(MarksOfPlacement, async (rows, { placementId }, asAt) =>
  inOrder(await rows.find(marks, { placementId }, asAt), byTime),
);

const byTime = ({ on, session, placementId }: MarkRow): string => `${on} ${session} ${placementId}`;
