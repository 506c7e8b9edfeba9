import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assertNotEdited, EditionEdited } from './edited.js';
import { Editions, readEdition } from './editions.js';
import { shippedProcedures } from './shipped.js';

const shipped = (edition: string) => readFile(join(shippedProcedures(), `off-site-education.${edition}.yaml`), 'utf8');

describe('an edition in use', () => {
  let text: string;
  beforeAll(async () => {
    text = await shipped('2025-01');
  });
  /** The sentence with which a start is refused, or nothing where it is let. */
  const refused = (now: string, { fromElsewhere = true } = {}): string => {
    const [before, edition] = [readEdition(text), readEdition(now)];
    const editions = new Editions([edition], new Map([[edition, '/etc/waymark/ours.yaml']]));
    try {
      assertNotEdited(editions, [before], fromElsewhere ? [before] : []);
      return '';
    } catch (error) {
      if (error instanceof EditionEdited) return error.message;
      throw error;
    }
  };

  it('may get other comments, another order of its words and another layout', () => {
    expect(refused(`# Read by the head on 3 September.\n${text.replaceAll(' # ', '   # ')}`)).toBe('');
    expect(refused(text.replace(/^id: (.*)\nedition: (.*)\n/m, "edition: '$2'\nid: $1\n"))).toBe('');
  });

  it('can’t be edited: it says which file, what changed, and what to do', () => {
    const said = refused(text.replace('minutesAfterExpectedArrival: 30', 'minutesAfterExpectedArrival: 45'));
    expect(said.split('\n')).toEqual([
      '/etc/waymark/ours.yaml was edited while it is in use: placements are under the edition off-site-education.2025-01, and it said something else when they were pinned to it.',
      '  - The provider’s word whether a pupil came is due 45 minutes after the expected arrival instead of 30 minutes.',
      'Put the old text back, and give the change an edition of its own beside it: docs/procedures.md says how. Comments may change.',
    ]);
  });

  it('can’t be edited where nothing tells what it said before, nor in words that come to the same', () => {
    const edited = text.replace('minutesAfterExpectedArrival: 30', 'minutesAfterExpectedArrival: 45');
    expect(refused(edited, { fromElsewhere: false })).toContain('look into your own copy or backup of the file');
    expect(refused(text.replace('to: headteacher, until', 'to: [headteacher], until'))).toContain(
      'The same in other words',
    );
  });

  it('is no matter where its file is not there, or where another edition is edited', async () => {
    const pinned = readEdition(text);
    const other = readEdition(await shipped('2026-09'));
    expect(() => assertNotEdited(new Editions([]), [pinned])).not.toThrow();
    expect(() => assertNotEdited(new Editions([pinned, { ...other, hash: 'another' }]), [pinned])).not.toThrow();
  });
});
