import { duration, ProgressLine, progressWords } from './progress-line.js';

const rows = { what: 'Importing pupils.csv', unit: 'rows', total: 20_000 };

describe('the words of progress', () => {
  it.each([
    [rows, 0, 0, 'Importing pupils.csv: 0 of 20,000 rows, 0%'],
    [rows, 10_000, 4_000, 'Importing pupils.csv: 10,000 of 20,000 rows, 50%, 2,500 a second, 4 seconds left'],
    [rows, 20_000, 8_000, 'Importing pupils.csv: 20,000 of 20,000 rows, 100%, 2,500 a second'],
    [{ what: 'Reading', unit: 'rows' }, 500, 500, 'Reading: 500 rows'],
    [{ what: 'Reading', unit: 'rows', total: 0 }, 0, 9_000, 'Reading: 0 of 0 rows'],
  ])('are how many, how fast, and what is left', (of, done, elapsedMs, words) => {
    expect(progressWords(of, done, elapsedMs)).toBe(words);
  });

  it.each([
    [1, '1 second'],
    [89, '89 seconds'],
    [90, '2 minutes'],
    [3_600, '60 minutes'],
    [7_200, '2 hours'],
  ])('give %i seconds roughly', (seconds, words) => expect(duration(seconds)).toBe(words));
});

describe('a line of progress', () => {
  const screen = (isTTY: boolean, columns = 80) => {
    const written: string[] = [];
    return { isTTY, columns, written, write: (text: string) => written.push(text) };
  };

  it('is drawn a few times a second, however often there is news', () => {
    let now = 0;
    const terminal = screen(true);
    const line = new ProgressLine(rows, terminal, () => now);
    for (; now < 1_000; now += 10) line.reach(now);
    expect(terminal.written).toHaveLength(5);
    expect(terminal.written[0]).toBe('\rImporting pupils.csv: 0 of 20,000 rows, 0%\u001B[K');
  });

  it('is taken away once, and only if it is there', () => {
    const terminal = screen(true);
    const line = new ProgressLine(rows, terminal, () => 0);
    line.clear();
    line.reach(1);
    line.clear();
    line.clear();
    expect(terminal.written.slice(1)).toEqual(['\r\u001B[K']);
  });

  it('keeps to one line of a narrow terminal', () => {
    const terminal = screen(true, 30);
    new ProgressLine(rows, terminal, () => 0).reach(1);
    expect(terminal.written[0]).toBe('\rImporting pupils.csv: 1 of 20\u001B[K');
  });

  it('is nothing where nobody looks', () => {
    const file = screen(false);
    const line = new ProgressLine(rows, file, () => 0);
    line.reach(1);
    line.clear();
    expect(file.written).toEqual([]);
  });
});
