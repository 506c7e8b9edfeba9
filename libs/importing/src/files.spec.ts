import fc from 'fast-check';
import { Readable } from 'node:stream';
import { recognise } from './recognise.js';
import { bytesSource, Unreadable } from './source.js';
import { openTable, type TableRow } from './table.js';
import { aDay, aRole, aStatus, aWeek, telephone, yearGroup } from './values.js';

const table = (text: string | Buffer, name = 'file.csv') => openTable(bytesSource(name, Buffer.from(text)));
const listed = async <T>(rows: AsyncIterable<T>): Promise<T[]> => {
  const list: T[] = [];
  for await (const row of rows) list.push(row);
  return list;
};
const rowsOf = async (text: string | Buffer): Promise<TableRow[]> => listed((await table(text)).rows());
const cellsOf = async (text: string | Buffer) => (await rowsOf(text)).map(({ cells }) => cells);
const refusal = async (text: string | Buffer): Promise<string> => {
  try {
    await rowsOf(text);
    return 'read';
  } catch (error) {
    if (error instanceof Unreadable) return error.message;
    throw error;
  }
};
const errorsOf = async (headings: string) => {
  const found = recognise(await table(`${headings}\n`));
  return 'errors' in found ? found.errors.map(({ column, wanted }) => [column, wanted].join(': ')) : [found.kind.name];
};

describe('a file of text', () => {
  it('is read with commas, semicolons or tabs, with or without a byte order mark, and with any ends of lines', async () => {
    for (const text of ['\uFEFFa,b\r\n1,"x, y"\r\n', 'a;b\n1;x, y\n', 'a\tb\r1\tx, y\r']) {
      expect(await cellsOf(text)).toEqual([['1', 'x, y']]);
    }
  });
  it('is read as Windows-1252 where it is not UTF-8', async () => {
    expect(await cellsOf(Buffer.from('name\nZo\xeb O\x92Brien\n', 'latin1'))).toEqual([['Zoë O’Brien']]);
    expect(await cellsOf('name\nZoë O’Brien\n')).toEqual([['Zoë O’Brien']]);
  });
  it('says on which line each row begins, over empty lines and cells of several lines', async () => {
    const rows = await rowsOf('a,b\n1,"two\nlines"\n\n,\n2,x\n');
    expect(rows.map(({ line, cells }) => [line, cells[0]])).toEqual([
      [2, '1'],
      [6, '2'],
    ]);
  });
  it('comes out as it went in, whatever its cells hold', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.stringMatching(/^[\w",;\n ÀÉ£’-]{0,12}$/), fc.stringMatching(/^[\w",;’ ]{1,12}$/)), {
          maxLength: 20,
        }),
        async (pairs) => {
          const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
          const text = ['first,second', ...pairs.map((pair) => pair.map(quoted).join(','))].join('\n');
          const there = pairs
            .map((pair) => pair.map((cell) => cell.trim()))
            .filter((pair) => pair.some((cell) => cell !== ''));
          expect(await cellsOf(text)).toEqual(there);
        },
      ),
      { numRuns: 60 },
    ));
  it('reads a stream that comes in pieces, even in the middle of a letter', async () => {
    const bytes = Buffer.from('name\nZoë\n');
    const source = { name: 'x.csv', open: () => Readable.from([...bytes].map((byte) => Buffer.from([byte]))) };
    expect(await listed((await openTable(source)).rows())).toEqual([{ line: 2, cells: ['Zoë'] }]);
  });
});

describe('a file that is no table', () => {
  it.each([
    ['an Excel workbook', Buffer.from('PK\u0003\u0004rest'), /Excel workbook .*CSV UTF-8/],
    ['an old one', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1]), /old Excel workbook/],
    ['"Unicode text"', Buffer.from([0xff, 0xfe, 65, 0]), /UTF-16/],
    ['a picture', Buffer.from([137, 80, 0, 1]), /not a file of text/],
    ['a web page', '<!DOCTYPE html><p>Sign in', /web page/],
    ['nothing', '', /is empty/],
    ['an open quotation mark', 'a,b\n1,"x\n', /quotation mark/],
  ])('is told for what it is: %s', async (_, text, sentence) => {
    expect(await refusal(text)).toMatch(sentence);
  });
});

describe('the kind of a file', () => {
  it('is told by its headings, as schools’ systems write them', async () => {
    expect(await errorsOf('UPN,Legal Surname,Legal Forename,DOB,NCY')).toEqual(['pupils']);
    expect(await errorsOf('calendar,from,to,kind,note')).toEqual(['calendar']);
    expect(await errorsOf('date,name')).toEqual(['bank-holidays']);
    expect(await errorsOf('Name,Email address,Role')).toEqual(['staff']);
  });
  it('is missed by a heading that is mistyped, which is named', async () => {
    expect(await errorsOf('UPN,Surname,Forname,DOB,Year group')).toEqual([
      'Given name: this column, because the file looks like pupils',
    ]);
    expect(await errorsOf('UPN,Family name,Givn name,DOB,Year group')).toEqual([
      'Given name: this column, because the file looks like pupils ("Givn name" looks like it: rename that one)',
    ]);
  });
  it('is not that of a similar file', async () => {
    expect((await errorsOf('Group UID,Group Name,Companies House Number'))[0]).toContain('extract of groups');
    expect((await errorsOf('URN,LinkURN,LinkName,LinkType'))[0]).toContain('extract of links');
  });
  it('is not guessed where nothing fits', async () => {
    expect((await errorsOf('Breakfast,Lunch,Tea'))[0]).toContain('the headings of a kind of file');
  });
  it('is not told where a column is there twice', async () => {
    expect((await errorsOf('UPN,Surname,Forename,DOB,Year,UPN'))[0]).toContain('twice');
  });
});

describe('a cell', () => {
  const value = (read: object) => ('value' in read ? read.value : read);

  it('holds a day as schools write it, the day before the month', () => {
    for (const text of [
      '2026-09-03',
      '03/09/2026',
      '3.9.2026',
      '3 Sept 2026',
      '3rd September 2026',
      '03/09/2026 00:00',
    ]) {
      expect([text, value(aDay(text))]).toEqual([text, '2026-09-03']);
    }
    for (const text of ['31/02/2026', '9/30/2026', '3/9/26', 'soon']) expect(aDay(text)).toHaveProperty('wanted');
  });
  it('holds a year group, a status, a role, a telephone number', () => {
    expect(['R', 'Year 7', 'Y11', '9'].map((text) => value(yearGroup(text)))).toEqual([0, 7, 11, 9]);
    expect(['Y', 'no', 'Not known'].map((text) => value(aStatus(text)))).toEqual(['yes', 'no', 'unknown']);
    expect(['DSL', 'SENCo', 'Head teacher', 'attendance lead'].map((text) => value(aRole(text)))).toEqual([
      'designated-safeguarding-lead',
      'special-needs-coordinator',
      'headteacher',
      'attendance-lead',
    ]);
    expect(value(telephone('7700900123'))).toBe('07700900123');
    expect(telephone('none')).toHaveProperty('wanted');
  });
  it('holds a week of slots', () => {
    expect(value(aWeek('Mon am 9:30-12:00; Tuesday PM 13.00 to 15.00'))).toEqual([
      { weekday: 1, session: 'am', arriveAt: '09:30', leaveAt: '12:00' },
      { weekday: 2, session: 'pm', arriveAt: '13:00', leaveAt: '15:00' },
    ]);
    for (const text of [
      'Sat am 09:00-12:00',
      'Mon am 12:00-09:00',
      'Mon am 09:00-10:00; Mon am 10:00-11:00',
      'all week',
    ]) {
      expect(aWeek(text)).toHaveProperty('wanted');
    }
  });
});
