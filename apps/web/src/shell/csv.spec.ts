import { csvOf } from './csv.js';

describe('a table for a spreadsheet', () => {
  it('has what was said, with its quotes and commas', () =>
    expect(csvOf([['Amara “B”, 10', 'a "b"']])).toBe('\uFEFF"Amara “B”, 10","a ""b"""\r\n'));
  it.each(['=HYPERLINK("x")', '+1', '-1', '@SUM(A1)', '\t=1'])('takes no formula from anybody: %s', (text) =>
    expect(csvOf([[text]])).toContain(`"'${text.charAt(0)}`),
  );
  it('leaves the codes of a register as they are', () =>
    expect(csvOf([['/', '\\', '#']])).toBe('\uFEFF"/","\\","#"\r\n'));
});
