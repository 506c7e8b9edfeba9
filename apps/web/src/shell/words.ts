import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { Day, Instant, TimeOfDay } from '#event-sourcing';

/** Days and times as people in a school office write them, in the time of Europe/London. */

const timeZone = 'Europe/London';
// One formatter for all: making one costs more than a hundred uses of it.
const dayFormat = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});
const shortDayFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

const monthFormat = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

const wallClock = (at: Instant) => Temporal.Instant.from(at).toZonedDateTimeISO(timeZone);

/** 2026-11-23 as "Monday 23 November 2026". */
export const dayInWords = (on: Day): string => dayFormat.format(new Date(`${on}T12:00:00Z`)).replace(',', '');

/** 2026-11-23 as "23 Nov 2026". */
export const shortDay = (on: Day): string => shortDayFormat.format(new Date(`${on}T12:00:00Z`));

/** The month of 2026-11-23 as "November 2026". */
export const monthInWords = (on: Day): string => monthFormat.format(new Date(`${on}T12:00:00Z`));

/** 09:05 as "9:05am", 12:00 as "midday". */
export function timeInWords(time: TimeOfDay): string {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  if (minutes === 0 && hours === 12) return 'midday';
  if (minutes === 0 && hours === 0) return 'midnight';
  const past = minutes === 0 ? '' : `:${String(minutes).padStart(2, '0')}`;
  return `${hours % 12 || 12}${past}${hours < 12 ? 'am' : 'pm'}`;
}

/** The wall clock's time of a moment, as "9:05am". */
export const clockTime = (at: Instant): string => timeInWords(wallClock(at).toPlainTime().toString().slice(0, 5));

/** The school's day of a moment. */
export const dayOf = (at: Instant): Day => wallClock(at).toPlainDate().toString();

/** A moment in full: "9:05am on Monday 23 November 2026". */
export const momentInWords = (at: Instant): string => `${clockTime(at)} on ${dayInWords(dayOf(at))}`;

/** A moment as the value of an input for a local date and time: "2026-11-23T09:05". */
export const localInput = (at: Instant): string => wallClock(at).toPlainDateTime().toString().slice(0, 16);

/** What such an input sends, as a moment: the wall clock's time in London, or a moment in UTC as it is. */
export const localMoment = z.string().transform((text, context): Instant => {
  try {
    const zoned = text.endsWith('Z')
      ? Temporal.Instant.from(text)
      : Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).toInstant();
    return zoned.toString({ fractionalSecondDigits: 3 });
  } catch {
    context.addIssue({ code: 'custom', message: 'Enter a date and time, such as 23 November 2026, 9:40am' });
    return z.NEVER;
  }
});

/** How long ago, roughly: what a reader wants to know before the exact time. */
export function timeSince(at: Instant, now: Instant): string {
  const minutes = Math.max(0, Math.floor((Date.parse(now) - Date.parse(at)) / 60_000));
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${count(minutes, 'minute')} ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${count(hours, 'hour')} ago` : `${count(Math.floor(hours / 24), 'day')} ago`;
}

/** "1 pupil", "3 pupils": the plural is given where it is not made with an s. */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** "a", "a and b", "a, b and c". */
export const listInWords = (items: readonly string[], word = 'and'): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;

/** The telephone number as a link: spaces and brackets out, a leading plus kept. */
export const telHref = (telephone: string): string => `tel:${telephone.replace(/(?!^\+)[^\d]/g, '')}`;

export const sessionWords = { am: 'morning', pm: 'afternoon' } as const;
export const sessionTitle = { am: 'Morning', pm: 'Afternoon' } as const;

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
