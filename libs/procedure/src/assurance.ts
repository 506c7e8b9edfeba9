import { Temporal } from 'temporal-polyfill';
import type { AssuranceGiven } from '#domain';
import type { Day, Id } from '#event-sourcing';
import type { Assurance, AssuranceItem } from './written.js';

/** What a provider has answered: of itself, and of each adult who works with the pupils. */
export type AssuranceAnswers = {
  readonly provider: readonly AssuranceGiven[];
  readonly adults: ReadonlyMap<Id, readonly AssuranceGiven[]>;
};

/** Something that was asked and is not confirmed: of an adult, or of the provider itself. */
export type Outstanding = {
  readonly item: AssuranceItem;
  readonly adultId: Id | null;
  readonly because: 'answered-no' | 'not-answered';
};

/** All that is not confirmed, adult by adult and then of the provider itself, each in the order of the edition. */
// Procedure: S23.4, S23.14
export const outstandingIn = (asked: Assurance, { provider, adults }: AssuranceAnswers): readonly Outstanding[] => [
  ...[...adults].flatMap(([adultId, given]) => notConfirmed(asked.eachAdult, given, adultId)),
  ...notConfirmed(asked.provider, provider, null),
];

const notConfirmed = (
  items: readonly AssuranceItem[],
  given: readonly AssuranceGiven[],
  adultId: Id | null,
): Outstanding[] =>
  items.flatMap((item): Outstanding[] => {
    const answer = given.find((each) => each.item === item.id)?.answer;
    if (answer === undefined) return [{ item, adultId, because: 'not-answered' }];
    return answer === 'no' ? [{ item, adultId, because: 'answered-no' }] : [];
  });

/** The last round, as far as its standing depends on it. */
export type AssuranceRound = {
  readonly status: 'asked' | 'answered' | 'accepted';
  readonly replyBy: Day;
  readonly answeredOn?: Day | undefined;
  readonly adultIds: readonly Id[];
  readonly othersIds: readonly Id[];
};

/** `reopened`: somebody has come or gone since the answer. `lapsed`: it has been so long that it is to be asked again. */
export type AssuranceStanding = {
  readonly state: 'not-asked' | 'asked' | 'overdue' | 'answered' | 'accepted' | 'reopened' | 'lapsed';
  /** The adults who came since the answer, and those named in it who have gone. */
  readonly came: readonly Id[];
  readonly gone: readonly Id[];
  /** The day from which it is to be asked again, whatever happens. */
  readonly againOn: Day | null;
};

/**
 * How written assurance stands on a day. It is worked out when it is read: from the last round, from who is at the site on
 * that day, and from how long the edition lets an answer count. Only asking anew ends what is reopened or has lapsed.
 */
// Procedure: S23.13
export function standingOf(
  round: AssuranceRound | null,
  there: readonly Id[],
  { validForMonths }: Pick<Assurance, 'validForMonths'>,
  today: Day,
): AssuranceStanding {
  const nothing = { came: [], gone: [], againOn: null };
  if (!round) return { state: 'not-asked', ...nothing };
  const { status, replyBy, answeredOn, adultIds, othersIds } = round;
  if (status === 'asked' || answeredOn === undefined)
    return { state: today > replyBy ? 'overdue' : 'asked', ...nothing };
  const came = there.filter((each) => !adultIds.includes(each) && !othersIds.includes(each));
  const gone = adultIds.filter((each) => !there.includes(each));
  const againOn = Temporal.PlainDate.from(answeredOn).add({ months: validForMonths }).toString();
  const about = { came, gone, againOn };
  if (today >= againOn) return { state: 'lapsed', ...about };
  return { state: came.length + gone.length > 0 ? 'reopened' : status, ...about };
}
