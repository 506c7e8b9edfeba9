import { erased, orElse, type Id } from '#event-sourcing';
import type { PersonRow, SessionRow } from '#read-models';
import type { BoardFacts, BoardSession } from './board.js';
import { answerOf } from './standing.js';

/** What has to be said of a pupil's session on whichever page shows it. */

type People = { readonly people: ReadonlyMap<Id, PersonRow> };

/** Why the school looks for the pupil. */
export function causeWords({ row, plan }: Pick<BoardSession, 'row' | 'plan'>): string {
  switch (row?.searchBecause) {
    case 'absence': {
      const said = answerOf(row);
      const words = said && said.words !== '' ? `: “${said.words}”` : '';
      return `The provider said that the pupil is not there${words}`;
    }
    case 'silence':
      return row.answeredAt === undefined ? 'The provider has not answered' : 'The provider did not answer in time';
    case 'closure':
      return plan.closed ? `The provider is closed: ${plan.closed}` : 'The provider was closed';
    case erased:
    case undefined:
      return 'The reason has been erased';
  }
}

const placeWords = {
  'at-provider': 'At the provider',
  'at-school': 'At school',
  'at-home': 'At home',
  'with-another-service': 'With another service',
  elsewhere: 'Elsewhere',
} as const;

/** Where a search ended: the place, how sure it is, on whose word, and who entered it. */
export function foundWords(row: SessionRow, facts: People): string {
  if (row.place === undefined || row.place === erased) return 'Accounted for';
  const certainty = row.certainty === 'seen' ? 'seen' : 'told';
  const word = row.onTheWordOf === undefined ? '' : `, on the word of ${orElse(row.onTheWordOf, 'somebody')}`;
  const by = row.accountedBy ? ` Entered by ${personName(facts, row.accountedBy)}.` : '';
  return `${placeWords[row.place]} (${certainty}${word}).${by}`;
}

/** "The Wheelhouse (Arkwright Workshops)", the provider only where it is called otherwise. */
export function siteWords(
  { plan }: Pick<BoardSession, 'plan'>,
  facts: Pick<BoardFacts, 'sites' | 'providers'>,
): string {
  const site = facts.sites.get(plan.about.siteId);
  const provider = facts.providers.get(site?.providerId ?? '');
  if (!site) return 'an unknown site';
  return provider && provider.name !== site.name ? `${site.name} (${provider.name})` : site.name;
}

export const personName = (facts: People, personId: Id): string =>
  orElse(facts.people.get(personId)?.name ?? 'somebody', 'somebody whose name is erased');
