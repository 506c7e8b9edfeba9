import { z } from 'zod';
import { letterEvents, letterKind, recipientKind, session, type LetterEvent } from '#domain';
import { day, id, instant, type Day, type Found, type Id, type Instant, type Projection } from '#event-sourcing';
import { answers, Ask } from './ask.js';
import { inOrder } from './order.js';

const letterRow = z.object({
  letterId: id,
  kind: letterKind,
  recipientId: id,
  recipientKind,
  occasion: z.string(),
  siteId: id.optional(),
  on: day,
  session: session.optional(),
  step: z.string().optional(),
  duties: z.array(z.strictObject({ dutyId: id, placementId: id, subjectId: id, schoolId: id })),
  /** `handing-over` stays when a process died with the mail server's answer on its way: the letter then goes again. */
  state: z.enum(['composed', 'handing-over', 'accepted', 'to-go-again', 'refused', 'called-off']),
  attempts: z.int(),
  composedAt: instant,
  begunAt: instant.optional(),
  acceptedAt: instant.optional(),
  refusedAt: instant.optional(),
  calledOffAt: instant.optional(),
  /** Not before this moment, after a refusal that was not for good. */
  againAt: instant.optional(),
});
export type LetterRow = z.output<typeof letterRow>;

/** The letters and how far each has come. That a mail server took one is all we ever know of its arrival. */
export const letters: Projection<LetterEvent, LetterRow> = {
  name: 'letters',
  version: 1,
  hears: [letterEvents],
  row: letterRow,
  sealed: null,
  by: ['state', 'on', 'siteId', 'recipientId'],
  rowId: ({ data }) => data.letterId,

  evolve: (row, { type, data }) => {
    if (type === 'LetterComposed') {
      const { letterId, kind, recipientId, recipientKind, occasion, siteId, on, session, step, duties } = data;
      const about = { letterId, kind, recipientId, recipientKind, occasion, siteId, on, session, step, duties };
      return { ...about, state: 'composed', attempts: 0, composedAt: data.composedAt };
    }
    if (!row) return null;
    // The moment of going again belongs to the state `to-go-again` alone.
    const letter = { ...row, againAt: undefined };
    switch (type) {
      case 'HandingOverBegun':
        return { ...letter, state: 'handing-over', attempts: data.attempt, begunAt: data.begunAt };
      case 'LetterAccepted':
        return { ...letter, state: 'accepted', acceptedAt: data.acceptedAt };
      case 'LetterCalledOff':
        return { ...letter, state: 'called-off', calledOffAt: data.calledOffAt };
      case 'LetterRefused': {
        const { refusedAt, permanent, againAt } = data;
        if (permanent) return { ...letter, state: 'refused', refusedAt };
        return { ...letter, state: 'to-go-again', refusedAt, againAt };
      }
    }
  },
};

/** A letter by its id. */
export class LetterById extends Ask<{ letterId: Id }, Found<LetterRow> | null> {}
export const LetterByIdAnswers = answers(LetterById, (rows, { letterId }, asAt) => rows.get(letters, letterId, asAt));

/** Several letters by their ids. */
export class LettersById extends Ask<{ letterIds: readonly Id[] }, Found<LetterRow>[]> {}
export const LettersByIdAnswers = answers(LettersById, async (rows, { letterIds }, asAt) =>
  inOrder(await rows.getMany(letters, letterIds, asAt), byComposing),
);

const unsettled = ['composed', 'handing-over', 'to-go-again'] as const;

/** The letters that are not settled (accepted, refused for good or called off), and may go at this moment. */
export class LettersToGo extends Ask<{ at: Instant }, Found<LetterRow>[]> {}
export const LettersToGoAnswers = answers(LettersToGo, async (rows, { at }, asAt) => {
  const found = await Promise.all(unsettled.map((state) => rows.find(letters, { state }, asAt)));
  return inOrder(
    found.flat().filter(({ againAt }) => againAt === undefined || againAt <= at),
    byComposing,
  );
});

/** The letters of a school day, in the order of their composing. */
export class LettersOf extends Ask<{ on: Day }, Found<LetterRow>[]> {}
export const LettersOfAnswers = answers(LettersOf, async (rows, { on }, asAt) =>
  inOrder(await rows.find(letters, { on }, asAt), byComposing),
);

/** The letters to one recipient, in the order of their composing. */
export class LettersTo extends Ask<{ recipientId: Id }, Found<LetterRow>[]> {}
export const LettersToAnswers = answers(LettersTo, async (rows, { recipientId }, asAt) =>
  inOrder(await rows.find(letters, { recipientId }, asAt), byComposing),
);

/**
 * The last letter to a recipient that a mail server refused for good; null where none was, or where one has been taken
 * since: then they are reached again.
 */
export class LastRefusedTo extends Ask<{ recipientId: Id }, Found<LetterRow> | null> {}
export const LastRefusedToAnswers = answers(LastRefusedTo, async (rows, { recipientId }, asAt) => {
  const refused = await rows.find(letters, { recipientId, state: 'refused' }, asAt);
  const last = inOrder(refused, ({ refusedAt = '', letterId }) => `${refusedAt} ${letterId}`).at(-1);
  if (last?.refusedAt === undefined) return null;
  const taken = await rows.list(
    letters,
    {
      where: { recipientId },
      conditions: [{ field: 'acceptedAt', from: last.refusedAt }],
      by: 'letterId',
      skip: 0,
      max: 1,
    },
    asAt,
  );
  return taken.total === 0 ? last : null;
});

const byComposing = ({ composedAt, letterId }: LetterRow): string => `${composedAt} ${letterId}`;
