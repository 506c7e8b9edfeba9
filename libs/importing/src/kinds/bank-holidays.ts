import { weekdayOf } from '#procedure';
import { column, type ImportError } from '../columns.js';
import { kind, type Change } from '../kind.js';
import { cellError } from '../known.js';
import { aDay, line } from '../values.js';

const bankHolidayColumns = {
  on: column({ heading: 'Date', also: ['Day', 'On'], says: 'The day.', needed: 'value', read: aDay }),
  name: column({
    heading: 'Name',
    also: ['Title', 'Bank holiday', 'Event'],
    says: 'What it is called.',
    needed: 'heading',
    read: line(),
  }),
};

/** Bank holidays are those of every school. A day that is off already stays as it is. */
export const bankHolidaysKind = kind({
  name: 'bank-holidays',
  title: 'bank holidays',
  columns: bankHolidayColumns,
  planner: (file, known) => {
    const seen = new Map<string, number>();
    return {
      rows: async (batch) => {
        const changes: Change[] = [];
        const errors: ImportError[] = [];
        for (const { line: at, values } of batch) {
          const { on, name = 'Bank holiday' } = values;
          if (on === undefined) continue;
          const before = seen.get(on);
          if (before !== undefined)
            errors.push(cellError(file, at, 'Date', on, `each day once: line ${before} is the same`));
          else if (weekdayOf(on) > 5)
            errors.push(cellError(file, at, 'Date', on, 'a weekday: the substitute day counts'));
          seen.set(on, at);
          for (const { schoolId, name: school, row } of known.schools) {
            if (row?.daysOff.some((each) => each.on === on)) continue;
            changes.push({
              file,
              line: at,
              how: 'new',
              thing: `${name}, ${on}, at ${school}`,
              details: [],
              key: schoolId,
              commands: [{ type: 'SetDayOff', data: { schoolId, on, kind: 'bank-holiday' } }],
            });
          }
        }
        return { changes, errors };
      },
    };
  },
});
