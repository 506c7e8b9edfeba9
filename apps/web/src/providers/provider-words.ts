import type { Session } from '#domain';
import { erased, orElse, type Day } from '#event-sourcing';
import type { AdultRow, Closure, SiteRow } from '#read-models';
import { dayInWords, sessionWords, shortDay } from '../shell/words.js';

/** Whether somebody works at the provider now. */
export const isThere = ({ leftOn }: AdultRow): boolean => leftOn === undefined;

export const adultName = ({ name }: AdultRow): string => orElse(name, 'Name erased');

/** What has been erased can't be entered again, so there is nothing to change. */
export const isErased = ({ name, email }: AdultRow): boolean => name === erased || email === erased;

/** Whether an adult is asked about attendance at a site. A site names one who has gone to another site since. */
export const isContactOf = (adult: AdultRow, { siteId, contactId }: SiteRow): boolean =>
  adult.adultId === contactId && adult.siteId === siteId && isThere(adult);

/** Whether an adult leads on safeguarding at a site, and whether they are asked there once its contact has left. */
export const leadsAt = (adult: AdultRow, { siteId, leadId }: SiteRow): boolean =>
  adult.adultId === leadId && adult.siteId === siteId && isThere(adult);
export const standsInAt = (adult: AdultRow, { siteId, standInId }: SiteRow): boolean =>
  adult.adultId === standInId && adult.siteId === siteId && isThere(adult);

/** "the whole day", "the morning". */
export const partOfDay = (session: Session | undefined): string =>
  session === undefined ? 'the whole day' : `the ${sessionWords[session]}`;

/** "Wednesday 25 November 2026, the whole day: Boiler". */
export const closureWords = ({ on, session, because }: Closure): string =>
  `${dayInWords(on)}, ${partOfDay(session)}: ${because}`;

/** What is to be seen first of a site on a day: that it is closed, or when it will be for good. */
export function siteTag({ closures, givenUp }: SiteRow, today: Day): { text: string; colour: string } | null {
  if (givenUp && givenUp.on < today) return { text: 'Closed for good', colour: 'grey' };
  const closed = closures.filter(({ on }) => on === today);
  if (closed.some(({ session }) => session === undefined) || closed.length === 2) {
    return { text: 'Closed today', colour: 'red' };
  }
  const [half] = closed;
  if (half?.session) return { text: `Closed this ${sessionWords[half.session]}`, colour: 'red' };
  return givenUp ? { text: `Last day ${shortDay(givenUp.on)}`, colour: 'orange' } : null;
}
