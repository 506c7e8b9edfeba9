import type { OfSchool } from '../shell/context.js';
import { paths, urlOf } from '../shell/paths.js';
import { mayDo, type Permission } from '../shell/permissions.js';
import { count } from '../shell/words.js';

/** What an import leaves to be done, by the kinds of its files. */
type Afterwards = {
  readonly kinds: readonly string[];
  /** What follows by itself, and what does not. */
  readonly says: string;
  readonly link: string;
  readonly path:
    | (typeof paths.setUp)['show']
    | (typeof paths.setUp)['year']
    | (typeof paths.people)['list']
    | (typeof paths.pupils)['find']
    | (typeof paths.providers)['list']
    | typeof paths.gaps;
  readonly needs: Permission;
};

const all: readonly Afterwards[] = [
  {
    kinds: ['schools'],
    says: 'The school’s details are as in the register.',
    link: 'See the school',
    path: paths.setUp.show,
    needs: 'set-up-school',
  },
  {
    kinds: ['calendar', 'bank-holidays', 'session-times'],
    says: 'The school meets by this calendar from now on; nobody is asked on other days.',
    link: 'See the year as a picture',
    path: paths.setUp.year,
    needs: 'set-up-school',
  },
  {
    kinds: ['staff'],
    says: 'Staff have their roles, and are told what belongs to them. Nobody is invited by this: send each a sign-in link.',
    link: 'See the people',
    path: paths.people.list,
    needs: 'manage-people',
  },
  {
    kinds: ['pupils', 'contacts'],
    says: 'Pupils can be found, and their contacts stand where somebody has to ring.',
    link: 'Find a pupil',
    path: paths.pupils.find,
    needs: 'find-pupils',
  },
  {
    kinds: ['providers'],
    says: 'Providers can be chosen for placements. They are asked nothing before a placement has started.',
    link: 'See the providers',
    path: paths.providers.list,
    needs: 'see-placements',
  },
  {
    kinds: ['placements'],
    says: 'Placements that are running are watched: their providers are asked from the next session on. What each lacks is owed.',
    link: 'See what is missing',
    path: paths.gaps,
    needs: 'see-placements',
  },
];

/** What happens when files of these kinds are imported. */
export const followsFrom = (kinds: readonly string[]): readonly string[] =>
  all.filter((each) => each.kinds.some((kind) => kinds.includes(kind))).map(({ says }) => says);

export type Imported = ReturnType<typeof importedWords>;

/** What came of an import, and where it goes on. The address of the page has counts and kinds, and nothing else. */
export function importedWords({ school: { schoolId }, roles }: OfSchool, query: Readonly<Record<string, unknown>>) {
  const { changes, kinds } = query;
  if (typeof changes !== 'string' || !/^\d{1,7}$/.test(changes) || typeof kinds !== 'string') return null;
  const imported = kinds.split(',');
  return {
    lead: `${count(Number(changes), 'thing was', 'things were')} entered, changed or removed.`,
    next: all
      .filter((each) => each.kinds.some((kind) => imported.includes(kind)))
      .map(({ says, link, path, needs }) => ({
        says,
        link,
        href: mayDo(roles, needs) ? urlOf(path, { schoolId }) : '',
      })),
  };
}
