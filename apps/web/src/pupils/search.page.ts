import { z } from 'zod';
import { status, type Status } from '#domain';
import { orElse, type Day, type Id } from '#event-sourcing';
import type { PlacementRow, PupilRow, SiteRow } from '#read-models';
import { stageTag } from '../placements/stage.js';
import { changeWords, type SchoolNames } from '../moves/school-words.js';
import { field } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Notice } from '../shell/saved.js';
import { capital, count } from '../shell/words.js';
import { fullName, statusWords, yearWords } from './pupil-words.js';

const years = Array.from({ length: 15 }, (_, year) => year);
/** A status that applies, or that somebody still has to find out about one. */
const standing = z.enum([...status.options, 'not-known']);

/** Those who are at the school, or those who were. */
const who = z.enum(['here', 'gone']);

/** What was asked for. Nothing here is worth an error: what is not understood asks for nothing. */
export const searchForm = z.object({
  asked: z.string().trim().max(120).catch(''),
  year: z.coerce.number().int().min(0).max(14).optional().catch(undefined),
  status: standing.optional().catch(undefined),
  who: who.catch('here'),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});
export type Search = z.output<typeof searchForm>;

export const searchSent = (body: unknown) => ({
  asked: field(body, 'asked').slice(0, 120),
  year: field(body, 'year') || undefined,
  status: field(body, 'status') || undefined,
  who: field(body, 'who'),
  page: field(body, 'page') || 1,
});

/** Whether more than a name is asked for. */
export const isNarrowed = ({ year, status: asked }: Search): boolean => year !== undefined || asked !== undefined;

/**
 * Whether a pupil is of the year and has the status that are asked for. What is erased is nobody's, and what is known of a
 * pupil of another school is that school's.
 */
export function isWanted({ year, status: asked }: Search, pupil: PupilRow, schoolId: Id): boolean {
  if (pupil.schoolId !== schoolId) return false;
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
  /** Where those are who are found among those who left. */
  readonly schools: SchoolNames;
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
  saved: Notice | null = null,
) {
  const { asked, year, status: wanted, page } = search;
  return {
    title: 'Find a pupil',
    saved,
    action: urlOf(paths.pupils.find, { schoolId }),
    asked,
    years: years.map((each) => ({ value: each, text: yearWords({ yearGroup: each }), chosen: each === year })),
    statuses: standing.options.map((each) => ({
      value: each,
      text: each === 'not-known' ? 'A status is not known' : statusWords[each],
      chosen: each === wanted,
    })),
    who: [
      { value: 'here', text: 'At this school', chosen: search.who === 'here' },
      { value: 'gone', text: 'Left, or moved to another school', chosen: search.who === 'gone' },
    ],
    enter: mayEnter ? urlOf(paths.pupils.enter, { schoolId }) : null,
    summary: found ? summaryOf(found, page, search) : '',
    nobody: found?.total === 0 ? { narrowed: isNarrowed(search), gone: search.who === 'gone' } : null,
    pupils: (found?.pupils ?? []).map(({ pupil, placements }) => ({
      name: fullName(pupil),
      href: urlOf(paths.pupils.show, { schoolId, subjectId: pupil.subjectId }),
      year: pupil.schoolId === schoolId ? yearWords(pupil) : '',
      went: wentWords(pupil, schoolId, found?.schools ?? new Map()),
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
      { name: 'who', value: search.who },
    ],
    previous: found && page > 1 ? page - 1 : null,
    next: found && page * found.pageOf < found.total ? page + 1 : null,
  };
}

/** How a pupil went who is not at the school any more: by the last change that took them from it. */
function wentWords(pupil: PupilRow, schoolId: Id, schools: SchoolNames): string {
  const last = pupil.changes?.at(-1);
  const went =
    pupil.schoolId === schoolId
      ? last?.kind === 'left'
        ? last
        : undefined
      : pupil.changes?.findLast((each) => each.schoolId === schoolId && each.toSchoolId !== schoolId);
  return went ? `${capital(changeWords(went, pupil, schools))}.` : '';
}

function summaryOf({ total, pupils, pageOf, isCut }: Found, page: number, { who: asked }: Search): string {
  if (total === 0) {
    return asked === 'gone' ? 'Nobody was found who left.' : 'No pupil of this school was found.';
  }
  const all = `${isCut ? 'More than ' : ''}${count(total, 'pupil')} found.`;
  const narrow = isCut ? ' Add to the name to narrow it down.' : '';
  if (total <= pageOf) return all + narrow;
  const first = (page - 1) * pageOf + 1;
  if (pupils.length === 0) return `${all} There is no page ${page}.${narrow}`;
  return `${all} These are ${first} to ${first + pupils.length - 1}, by family name.${narrow}`;
}
