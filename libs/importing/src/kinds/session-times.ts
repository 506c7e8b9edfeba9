import { column, type ImportError } from '../columns.js';
import { kind, type Change } from '../kind.js';
import { cellError, isWanted } from '../known.js';
import { aDay, aTime, line } from '../values.js';

const time = (heading: string, also: readonly string[], says: string) =>
  column({ heading, also, says, needed: 'value', read: aTime });

const sessionTimesColumns = {
  school: column({
    heading: 'School',
    also: ['School URN', 'School name', 'URN'],
    says: 'The school by URN or name; needed only where there are several.',
    needed: 'no',
    read: line(),
  }),
  from: column({
    heading: 'From',
    also: ['Since', 'From day'],
    says: 'The day from which these times hold.',
    needed: 'value',
    read: aDay,
  }),
  amStart: time('Morning begins', ['AM start'], 'When the morning session begins.'),
  amEnd: time('Morning ends', ['AM end'], 'When the morning session ends.'),
  pmStart: time('Afternoon begins', ['PM start'], 'When the afternoon session begins.'),
  pmEnd: time('Afternoon ends', ['PM end'], 'When the afternoon session ends.'),
};

export const sessionTimesKind = kind({
  name: 'session-times',
  title: 'session times',
  columns: sessionTimesColumns,
  planner: (file, known, said) => ({
    rows: async (batch) => {
      const changes: Change[] = [];
      const errors: ImportError[] = [];
      for (const { line: at, values } of batch) {
        const { from, amStart = '', amEnd = '', pmStart = '', pmEnd = '' } = values;
        const school = known.schoolOf(values.school, said);
        if (isWanted(school)) {
          errors.push(cellError(file, at, 'School', values.school ?? '', school.wanted));
          continue;
        }
        if (!(amStart < amEnd && amEnd <= pmStart && pmStart < pmEnd)) {
          errors.push(
            cellError(file, at, 'Morning begins', amStart, 'times in their order: each session ends after it begins'),
          );
          continue;
        }
        const am = { start: amStart, end: amEnd };
        const pm = { start: pmStart, end: pmEnd };
        const inWords = ({ start, end }: typeof am) => `${start} to ${end}`;
        const before = school.row?.sessionTimes.find((each) => each.from === from);
        if (before && inWords(before.am) === inWords(am) && inWords(before.pm) === inWords(pm)) continue;
        changes.push({
          file,
          line: at,
          how: before ? 'changed' : 'new',
          thing: `session times of ${school.name} from ${from ?? ''}`,
          details: [`morning ${inWords(am)}, afternoon ${inWords(pm)}`],
          key: school.schoolId,
          commands: [{ type: 'SetSessionTimes', data: { schoolId: school.schoolId, from, am, pm } }],
        });
      }
      return { changes, errors };
    },
  }),
});
