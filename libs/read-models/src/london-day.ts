import type { Day, Instant } from '#event-sourcing';

const inLondon = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The civil day in London at a moment: schools live by it, wherever the machine stands. */
export const londonDay = (at: Instant): Day => inLondon.format(new Date(at));
