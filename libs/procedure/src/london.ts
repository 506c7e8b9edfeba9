import { Temporal } from 'temporal-polyfill';
import type { Day, Instant, TimeOfDay } from '#event-sourcing';

/** Schools live by the clock on the wall in London, wherever the machine stands. */
const zone = 'Europe/London';

/**
 * The moment at which a clock in London shows a time on a day. An hour that is skipped in spring counts from before the
 * change, one that comes twice in autumn is the first of the two: no session begins there, and none is lost.
 */
export const londonInstant = (on: Day, time: TimeOfDay): Instant =>
  instantOf(Temporal.PlainDateTime.from(`${on}T${time}`).toZonedDateTime(zone).epochMilliseconds);

/** The day in London at a moment. */
export const londonDay = (at: Instant): Day => instantOf(Date.parse(at) + offsetMs(at)).slice(0, 10);

/** How far London's clocks are ahead of UTC. They change on the hour, so each hour is looked up once. */
function offsetMs(at: Instant): number {
  const hour = at.slice(0, 13);
  const found = offsets.get(hour) ?? Temporal.Instant.from(at).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6;
  offsets.set(hour, found);
  return found;
}
const offsets = new Map<string, number>();

/** The moment at which a day in London ends. */
export const endOfLondonDay = (on: Day): Instant => londonInstant(addDays(on, 1), '00:00');

/** So many minutes later. */
export const minutesAfter = (at: Instant, minutes: number): Instant => instantOf(Date.parse(at) + minutes * 60_000);

/** The later of two moments. */
export const laterOf = (a: Instant, b: Instant): Instant => (a > b ? a : b);

/** So many days later, or earlier. */
export const addDays = (on: Day, days: number): Day =>
  new Date(Date.parse(on) + days * 86_400_000).toISOString().slice(0, 10);

/** Monday is 1, Sunday 7, as in ISO 8601. */
export const weekdayOf = (on: Day): number => new Date(Date.parse(on)).getUTCDay() || 7;

/** The Monday of a day's week. */
export const mondayOf = (on: Day): Day => addDays(on, 1 - weekdayOf(on));

const instantOf = (epochMs: number): Instant => new Date(epochMs).toISOString();

/** The last moment of a London day: what is done on it is done in time. */
export const lastMomentOf = (on: Day): Instant => new Date(Date.parse(endOfLondonDay(on)) - 1).toISOString();
