import { delivery } from '#domain';
import { day, id, type Day, type Id } from '#event-sourcing';
import { addDays } from '#procedure';
import type { ListedStage, PlacementsAsked } from '#read-models';
import { field } from '../shell/forms.js';
import { partAsked } from '../shell/parts.js';
import { paths, urlOf } from '../shell/paths.js';
import { routeWords } from './route-words.js';

/** What the list of placements is narrowed down to. All of it may stand in an address: no name of a pupil is part of it. */
export type ListAsked = {
  readonly show: Show;
  readonly needs: Needs;
  /** A provider or a site, by its id. */
  readonly at: string;
  /** How the pupils are placed or taught. */
  readonly how: How;
  /** Those that ran on this day, whatever has become of them; empty for now. */
  readonly on: Day;
  readonly sort: Sort;
  readonly part: number;
};

export const showWords = {
  '': 'All that are not over',
  running: 'Running',
  waiting: 'Not started yet',
  ended: 'Ended',
  all: 'All, ended ones too',
} as const;
type Show = keyof typeof showWords;

export const needsWords = {
  '': 'Does not matter',
  gaps: 'Something is missing',
  overdue: 'Something missing is overdue',
  late: 'Should have started by now',
  ending: 'Ends within four weeks',
  past: 'Past its planned last day',
} as const;
type Needs = keyof typeof needsWords;

export const howWords = { '': 'Does not matter', ...routeWords, online: 'Online' } as const;
type How = keyof typeof howWords;

export const sortWords = {
  '': 'Family name',
  first: 'First day',
  last: 'Last day',
} as const;
type Sort = keyof typeof sortWords;

const waiting = ['proposed', 'agreed'] as const;
const stagesOf: Readonly<Record<Show, readonly ListedStage[]>> = {
  '': [...waiting, 'started'],
  running: ['started'],
  waiting,
  ended: ['ended'],
  all: [...waiting, 'started', 'ended'],
};
const soonDays = 28;

const oneOf = <T extends string>(words: Readonly<Record<T, string>>, sent: string): T | undefined =>
  Object.hasOwn(words, sent) ? (sent as T) : undefined;

/** What was asked for; what makes no sense in it is passed over. */
export const listAsked = (sent: unknown): ListAsked => ({
  show: oneOf(showWords, field(sent, 'show')) ?? '',
  needs: oneOf(needsWords, field(sent, 'needs')) ?? '',
  at: id.safeParse(field(sent, 'at')).data ?? '',
  how: oneOf(howWords, field(sent, 'how')) ?? '',
  on: day.safeParse(field(sent, 'on')).data ?? '',
  sort: oneOf(sortWords, field(sent, 'sort')) ?? '',
  part: partAsked(field(sent, 'page')),
});

export const isNarrowed = ({ show, needs, at, how, on }: ListAsked): boolean =>
  [show, needs, at, how, on].some((each) => each !== '');

/** The address at which the list is like this. */
export const listHref = (schoolId: Id, { show, needs, at, how, on, sort, part }: ListAsked): string =>
  urlOf(
    paths.placements.list,
    { schoolId },
    {
      show: show || undefined,
      needs: needs || undefined,
      at: at || undefined,
      how: how || undefined,
      on: on || undefined,
      sort: sort || undefined,
      page: part > 1 ? String(part) : undefined,
    },
  );

type Conditions = Omit<PlacementsAsked, 'schoolId' | 'by' | 'skip' | 'max'>;

/** The same as the read model is asked. */
// Procedure: S4.24
export function conditionsOf(asked: ListAsked, siteIds: ReadonlySet<Id>, today: Day): Conditions {
  const { show, needs, at, how, on } = asked;
  const place = at === '' ? {} : siteIds.has(at) ? { siteId: at } : { providerId: at };
  const where = { ...place, ...byHow(how) };
  // Of a past day it does not matter which are over since, nor what is to be done now.
  if (on !== '') return { ...where, ranOn: on };
  const of = (stages: readonly ListedStage[]) => stagesOf[show].filter((each) => stages.includes(each));
  switch (needs) {
    case '':
      return { ...where, stages: stagesOf[show] };
    case 'gaps':
      return { ...where, stages: of(['started']), hasGaps: true };
    case 'overdue':
      return { ...where, stages: of(['started']), overdueOn: today };
    case 'late':
      return { ...where, stages: of(waiting), firstUntil: addDays(today, -1) };
    case 'ending':
      return { ...where, stages: of(['started']), lastFrom: today, lastUntil: addDays(today, soonDays) };
    case 'past':
      return { ...where, stages: of(['started']), lastUntil: addDays(today, -1) };
  }
}

function byHow(how: How): Pick<Conditions, 'routes' | 'deliveries'> {
  if (how === '') return {};
  return how === 'online' ? { deliveries: delivery.exclude(['in-person']).options } : { routes: [how] };
}
