import { z } from 'zod';
import { part, pupilEvents } from '#domain';
import {
  erased,
  id,
  orElse,
  personal,
  pick,
  type Found,
  type Id,
  type MessageOf,
  type Projection,
} from '#event-sourcing';
import { answers, Ask } from './ask.js';
import { inOrder } from './order.js';

const hears = pick(pupilEvents, 'KeyAdultNamed', 'KeyAdultRemoved');

const keyAdultRow = z.object({
  keyAdultId: id,
  subjectId: id,
  part: personal(part),
  partInWords: personal(z.string()).optional(),
  name: personal(z.string()).optional(),
  agency: personal(z.string()).optional(),
  telephone: personal(z.string()).optional(),
  email: personal(z.string()).optional(),
});
export type KeyAdultRow = z.output<typeof keyAdultRow>;

/** Who plays a part for a pupil, each sealed under a key of their own. */
// Procedure: S14.13, S14.17, S14.19, S14.20, S14.21, S14.22
export const keyAdults: Projection<MessageOf<typeof hears>, KeyAdultRow> = {
  name: 'key-adults',
  version: 1,
  hears: [hears],
  row: keyAdultRow,
  sealed: { subject: 'keyAdultId', kept: 'pupil-file' },
  by: ['subjectId'],
  rowId: ({ data }) => data.keyAdultId,

  evolve: (_, { type, data }) => {
    switch (type) {
      case 'KeyAdultNamed': {
        const { schoolId: _schoolId, ...row } = data;
        return row;
      }
      case 'KeyAdultRemoved':
        return null;
    }
  },
};

/** The key adults of a pupil, by the parts that they play. */
export class KeyAdultsOf extends Ask<{ subjectId: Id }, Found<KeyAdultRow>[]> {}
export const KeyAdultsOfAnswers = answers(KeyAdultsOf, async (rows, { subjectId }, asAt) =>
  inOrder(await rows.find(keyAdults, { subjectId }, asAt), byPart),
);

/** Several key adults by their ids, of whichever pupils. */
export class KeyAdultsById extends Ask<{ keyAdultIds: readonly Id[] }, Found<KeyAdultRow>[]> {}
export const KeyAdultsByIdAnswers = answers(KeyAdultsById, (rows, { keyAdultIds }, asAt) =>
  rows.getMany(keyAdults, keyAdultIds, asAt),
);

const byPart = ({ part: played, name, keyAdultId }: KeyAdultRow): string => {
  const place = played === erased ? part.options.length : part.options.indexOf(played);
  return `${place} ${orElse(name ?? '', '')} ${keyAdultId}`;
};
