import { z } from 'zod';
import { id, instant, messages, personal, type Decider, type MessageOf } from '#event-sourcing';
import { no } from '../refusals.js';
import { sameAsKnown } from '../same-as-known.js';
import { aboutSession, pupilSession } from '../vocabulary.js';

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

export const whereaboutsEvents = messages(
  {
    WhereaboutsOpened: opening.describe('Nobody knows where this pupil is in this session, so the school looks.'),
    PupilAccountedFor: found.describe(
      'Somebody at the school says where the pupil is, on whose word, and whether seen.',
    ),
  },
  sealed,
);
export type WhereaboutsEvent = MessageOf<typeof whereaboutsEvents>;

export const whereaboutsCommands = messages(
  {
    OpenWhereabouts: opening,
    AccountForPupil: found,
    /**
     * The provider told the school by telephone that the pupil is there. It ends a search as long as one is open; a search
     * that somebody has ended in the meantime is none of its business, so unlike a second account it is never refused.
     */
    TakeProvidersWord: found,
  },
  sealed,
);
export type WhereaboutsCommand = MessageOf<typeof whereaboutsCommands>;

type Opening = z.output<typeof opening>;
type Account = z.output<typeof found>;

/** How a search stands: never opened, open, or ended by an account of where the pupil is. */
export type Whereabouts =
  | { readonly status: 'not-opened' }
  | { readonly status: 'open'; readonly opening: Opening }
  | { readonly status: 'ended'; readonly opening: Opening; readonly account: Account };

export const whereabouts: Decider<WhereaboutsCommand, WhereaboutsEvent, Whereabouts> = {
  category: 'whereabouts',
  initial: { status: 'not-opened' },

  evolve: (whereabouts, { type, data }) => {
    if (type === 'WhereaboutsOpened') return { status: 'open', opening: data };
    return whereabouts.status === 'not-opened' ? whereabouts : { ...whereabouts, status: 'ended', account: data };
  },

  decide: ({ type, data }, whereabouts) => {
    switch (type) {
      // One search, whatever else might have opened it: absence and silence, told one after the other, are one occasion.
      case 'OpenWhereabouts':
        return whereabouts.status === 'not-opened' ? [{ type: 'WhereaboutsOpened', data }] : [];
      case 'AccountForPupil': {
        if (whereabouts.status === 'not-opened') return no('search-not-opened');
        const account = accountFor(whereabouts.opening, data);
        if (whereabouts.status === 'open') return [{ type: 'PupilAccountedFor', data: account }];
        return sameAsKnown(whereabouts.account, account) ? [] : no('pupil-accounted-for');
      }
      case 'TakeProvidersWord':
        if (whereabouts.status !== 'open') return [];
        return [{ type: 'PupilAccountedFor', data: accountFor(whereabouts.opening, data) }];
    }
  },
};

/**
 * The account ends the search where it was opened: a pupil who is expected at two sites in one session is looked for once,
 * and the word of the other site must not leave the first one searching.
 */
const accountFor = (opening: Opening, account: Account): Account => ({ ...account, ...aboutSession(opening) });
