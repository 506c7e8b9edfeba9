import { join } from 'node:path';
import { differences, outcomeOf, readTable, type Outcome } from './table.js';

const file = join(process.cwd(), 'test/fixtures/week/table.yaml');
const nothing: Outcome = { duties: [], recurring: [], unconfirmed: [], whereabouts: [], letters: [] };

describe('the table of the week', () => {
  it('has as many of everything as its page says', async () => {
    const { duties, recurring, unconfirmed, whereabouts, letters } = outcomeOf(await readTable(file));
    const ending = (end: string) => duties.filter((line) => line.includes(`, ${end} `)).length;
    expect(duties.length).toBe(30);
    expect([ending('met'), ending('missed'), ending('withdrawn')]).toEqual([26, 3, 1]);
    expect(recurring.length).toBe(24);
    expect([unconfirmed.length, whereabouts.length, letters.length]).toEqual([6, 11, 46]);
  });

  it('reads as sentences', async () => {
    const { duties, letters } = outcomeOf(await readTable(file));
    expect(duties).toContain(
      'mon am callum at greenacre: find-the-pupil raised 09:30, taken by priya-raman, met 11:10',
    );
    expect(letters).toContain('wed 09:30 attendance-chase to moira-pell about callum, kian');
  });

  it('tells what is missing from what was not expected', () => {
    const expected = { ...nothing, letters: ['a', 'a', 'b'] };
    const observed = { ...nothing, letters: ['a', 'b', 'c'] };
    expect(differences(expected, observed)).toEqual(['missing in letters: a', 'not expected in letters: c']);
    expect(differences(expected, expected)).toEqual([]);
  });
});
