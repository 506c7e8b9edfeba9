import type { PupilSession } from '#domain';
import type { AnyProjection, Id } from '#event-sourcing';
import { letters } from './letters.js';
import { placements } from './placements.js';
import { pupils } from './pupils.js';
import { schools } from './schools.js';
import { sessions } from './sessions.js';
import { sites } from './sites.js';

/**
 * No child falls out of sight, by no fault of ours either: what a fault keeps us from seeing is told apart here, so that
 * the first screen can say whom to telephone about.
 */

/** The rows on which it hangs that whatever is due about a pupil is found and shown. */
export const watchedBy: readonly AnyProjection[] = [sessions, placements, pupils, schools, sites, letters];

/** What is known to be wrong with the installation at a moment. */
export type Faults = {
  /** The sweeps have found nothing for five minutes, or have never run. */
  readonly clockLags: boolean;
  /** How far each follower of this version is behind, and why one stands still. */
  readonly followers: readonly { readonly seconds: number; readonly stopped: string | null }[];
  /** What reactors could not handle, with what its event says in the open of whom it is about. */
  readonly parked: readonly {
    readonly about: { readonly placementId?: Id; readonly subjectId?: Id; readonly schoolId?: Id };
  }[];
  /** Rows of `watchedBy` that could not be made from their events. */
  readonly broken: readonly { readonly projection: string; readonly rowId: string }[];
};

/** Who is not being watched: everybody, or whoever has one of these ids. */
export type Unwatched = {
  readonly everybody: boolean;
  readonly placements: ReadonlySet<Id>;
  readonly subjects: ReadonlySet<Id>;
  readonly schools: ReadonlySet<Id>;
  readonly sites: ReadonlySet<Id>;
};

/** All is well. */
export const nobody: Unwatched = {
  everybody: false,
  placements: new Set(),
  subjects: new Set(),
  schools: new Set(),
  sites: new Set(),
};

/** From when on a follower that is behind keeps something from us that may have to be acted upon. */
const lagsAfterSeconds = 300;

/**
 * Whom these faults keep out of sight. A fault that says of nobody whom it is about may be about anybody, and counts for
 * everybody: one call too many is no harm.
 */
export function unwatched({ clockLags, followers, parked, broken }: Faults): Unwatched {
  const lags = followers.some(({ seconds, stopped }) => seconds >= lagsAfterSeconds || stopped !== null);
  const about: About[] = [...parked.map((entry) => narrowest(entry.about)), ...broken.map(aboutRow)];
  const ids = (name: keyof About): ReadonlySet<Id> => new Set(about.flatMap((each) => each[name] ?? []));
  return {
    everybody: clockLags || lags || about.some((each) => Object.keys(each).length === 0),
    placements: ids('placementId'),
    subjects: ids('subjectId'),
    schools: ids('schoolId'),
    sites: ids('siteId'),
  };
}

type About = { placementId?: Id; subjectId?: Id; schoolId?: Id; siteId?: Id };

/** The pupil, where an entry names one: its school is named beside, and the school's other pupils are in sight. */
function narrowest({ subjectId, placementId, schoolId }: About): About {
  if (subjectId !== undefined) return { subjectId };
  if (placementId !== undefined) return { placementId };
  return schoolId === undefined ? {} : { schoolId };
}

/** Whom a broken row is about, by its id alone, because its fields can't be trusted. */
function aboutRow({ projection, rowId }: Faults['broken'][number]): About {
  switch (projection) {
    case sessions.name:
      return { placementId: rowId.slice(0, rowId.indexOf('.')) };
    case placements.name:
      return { placementId: rowId };
    case pupils.name:
      return { subjectId: rowId };
    case schools.name:
      return { schoolId: rowId };
    case sites.name:
      return { siteId: rowId };
    default:
      // A letter may be about the pupils of several schools, and only its fields would say of which.
      return {};
  }
}

/** Whether a pupil's session is in sight. */
export const isWatched = (
  { everybody, placements, subjects, schools, sites }: Unwatched,
  { placementId, subjectId, schoolId, siteId }: Omit<PupilSession, 'on' | 'session'>,
): boolean =>
  !everybody &&
  !placements.has(placementId) &&
  !subjects.has(subjectId) &&
  !schools.has(schoolId) &&
  !sites.has(siteId);
