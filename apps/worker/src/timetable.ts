import type { Timetable } from '#jobs';

const timeZone = 'Europe/London';

/**
 * What happens by the clock. Rows of once a day stay out of the hour from one to two, which on one night of the year does
 * not exist and on another comes twice.
 */
export const timetable: Timetable = {
  rows: [
    { job: 'sweep-duties', cron: '* * * * *', timeZone },
    { job: 'sweep-letters', cron: '* * * * *', timeZone },
    { job: 'recompute-wakes', cron: '30 2 * * *', timeZone },
  ],
  retired: [],
};
