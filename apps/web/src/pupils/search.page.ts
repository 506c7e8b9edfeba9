import { z } from 'zod';
import { status, type Status } from '#domain';
import { orElse, type Day, type Id } from '#event-sourcing';
import type { PlacementRow, PupilRow, SiteRow } from '#read-models';
import { stageTag } from '../placements/stage.js';
import { field } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { count } from '../shell/words.js';
import { fullName, statusWords, yearWords } from './pupil-words.js';

const years = Array.from({ length: 15 }, (_, year) => year);
/** A status that applies, or that somebody still has to find out about one. */
const standing = z.enum([...status.options, 'not-known']);

/** What was asked for. Nothing here is worth an error: what is not understood asks for nothing. */
export const searchForm = z.object({
  asked: z.string().trim().max(120).catch(''),
  year: z.coerce.number().int().min(0).max(14).optional().catch(undefined),
  status: standing.optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});
export type Search = z.output<typeof searchForm>;

export const searchSent = (body: unknown) => ({
  asked: field(body, 'asked').slice(0, 120),
  year: field(body, 'year') || undefined,
  status: field(body, 'status') || undefined,
  page: field(body, 'page') || 1,
});

/** Whether more than a name is asked for. */
export const isNarrowed = ({ year, status: asked }: Search): boolean => year !== undefined || asked !== undefined;

/** Whether a pupil is of the year and has the status that are asked for. What is erased is nobody's. */
export function isWanted({ year, status: asked }: Search, pupil: PupilRow): boolean {
  if (year !== undefined && pupil.yearGroup !== year) return false;
  if (asked === undefined) return true;
  const known = orElse(pupil.statuses, null);
  if (known === null) return false;
  const valueOf = (each: Status) => known[each] ?? 'unknown';
  return asked === 'not-known' ? status.options.some((each) => valueOf(each) === 'unknown') : valueOf(asked) === 'yes';
}

export type Found = {
  /** Those of the page that was asked for. */
  readonly pupils: readonly { readonly pupil: PupilRow; readonly placements: readonly PlacementRow[] }[];
  readonly sites: ReadonlyMap<Id, SiteRow>;
  /** How many there are on all pages. */
  readonly total: number;
  /** There are more than were looked at. */
  readonly isCut: boolean;
  /** How many a page has at most. */
  readonly pageOf: number;
};

/** Pupils by name or UPN. What is looked for is sent in the body, so that no name gets into an address or a log. */
export function searchPage(
  { schoolId, mayEnter, today }: { readonly schoolId: Id; readonly mayEnter: boolean; readonly today: Day },
  search: Search,
  found: Found | null = null,
) {
  const { asked, year, status: wanted, page } = search;
  return {
    title: 'Find a pupil',
    action: urlOf(paths.pupils.find, { schoolId }),
    asked,
    years: years.map((each) => ({ value: each, text: yearWords({ yearGroup: each }), chosen: each === year })),
    statuses: standing.options.map((each) => ({
      value: each,
      text: each === 'not-known' ? 'A status is not known' : statusWords[each],
      chosen: each === wanted,
    })),
    enter: mayEnter ? urlOf(paths.pupils.enter, { schoolId }) : null,
    summary: found ? summaryOf(found, page) : '',
    nobody: found?.total === 0 ? { narrowed: isNarrowed(search) } : null,
    pupils: (found?.pupils ?? []).map(({ pupil, placements }) => ({
      name: fullName(pupil),
      href: urlOf(paths.pupils.show, pupil),
      year: yearWords(pupil),
      placements: placements.map((placement) => ({
        href: urlOf(paths.placements.show, placement),
        text: found?.sites.get(placement.siteId)?.name ?? 'Unknown site',
        stage: stageTag(placement, today),
      })),
    })),
    /** What a button to another page sends along. */
    sent: [
      { name: 'asked', value: asked },
      { name: 'year', value: year ?? '' },
      { name: 'status', value: wanted ?? '' },
    ],
    previous: found && page > 1 ? page - 1 : null,
    next: found && page * found.pageOf < found.total ? page + 1 : null,
  };
}

function summaryOf({ total, pupils, pageOf, isCut }: Found, page: number): string {
  if (total === 0) return 'No pupil of this school was found.';
  const all = `${isCut ? 'More than ' : ''}${count(total, 'pupil')} found.`;
  const narrow = isCut ? ' Add to the name to narrow it down.' : '';
  if (total <= pageOf) return all + narrow;
  const first = (page - 1) * pageOf + 1;
  if (pupils.length === 0) return `${all} There is no page ${page}.${narrow}`;
  return `${all} These are ${first} to ${first + pupils.length - 1}, by family name.${narrow}`;
}
