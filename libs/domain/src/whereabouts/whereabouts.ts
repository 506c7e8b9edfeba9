import { z } from 'zod';
import { id, instant, messages, personal, type MessageOf } from '#event-sourcing';
import { pupilSession } from '../vocabulary.js';

/**
 * A search for one pupil on one occasion. It is opened by anyone's word or silence, and ended only by a named person of
 * the school who says where the pupil is, on whose word, and whether the pupil was seen.
 */
export const searchCause = z.enum(['absence', 'silence', 'closure']);
export type SearchCause = z.output<typeof searchCause>;
export const place = z.enum(['at-provider', 'at-school', 'at-home', 'with-another-service', 'elsewhere']);
export const certainty = z.enum(['seen', 'told']);

const about = { whereaboutsId: id, ...pupilSession };
const opening = z.object({ ...about, because: personal(searchCause), openedAt: instant });
const found = z.object({
  ...about,
  place: personal(place),
  /** Whose word it rests on, such as "mother, by telephone". */
  onTheWordOf: personal(z.string().trim().min(1).max(160)),
  certainty: personal(certainty),
  personId: id,
  accountedAt: instant,
});

const sealed = { subject: 'subjectId', kept: 'pupil-file' } as const;

export const whereaboutsEvents = messages({ WhereaboutsOpened: opening, PupilAccountedFor: found }, sealed);
export type WhereaboutsEvent = MessageOf<typeof whereaboutsEvents>;

export const whereaboutsCommands = messages({ OpenWhereabouts: opening, AccountForPupil: found }, sealed);
export type WhereaboutsCommand = MessageOf<typeof whereaboutsCommands>;
