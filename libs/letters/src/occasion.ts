import type { Session } from '#domain';
import type { Day, Instant } from '#event-sourcing';

const inWords = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC', // A civil day has no zone; it is read and written in the same one.
});

/** Monday 23 November 2026. */
export const dayInWords = (on: Day): string => inWords.format(new Date(on)).replaceAll(',', '');

const sessionWords: Readonly<Record<Session, string>> = { am: 'morning', pm: 'afternoon' };

/** Monday 23 November 2026, morning. */
export const occasionInWords = (on: Day, session: Session | undefined): string =>
  session === undefined ? dayInWords(on) : `${dayInWords(on)}, ${sessionWords[session]}`;

const londonDay = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'Europe/London' });
const londonTime = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Europe/London' });

/** 09:05 on Monday 23 November 2026, by the clock in London. */
export const momentInWords = (at: Instant): string =>
  `${londonTime.format(new Date(at))} on ${londonDay.format(new Date(at)).replaceAll(',', '')}`;
