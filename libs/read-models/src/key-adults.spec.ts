import { erased } from '#event-sourcing';
import { given, ids, rowsOf } from '#testing';
import { keyAdults, KeyAdultsOf, KeyAdultsOfAnswers, type KeyAdultRow } from './key-adults.js';

const { subjectId, schoolId, keyAdultId, otherId, thirdId } = ids(
  'subjectId',
  'schoolId',
  'keyAdultId',
  'otherId',
  'thirdId',
);
const row: KeyAdultRow = {
  keyAdultId,
  subjectId,
  part: 'social-worker',
  name: 'Sol Weaver',
  telephone: '01632 960555',
};
const named = (changes: Partial<KeyAdultRow> = {}) =>
  ({ type: 'KeyAdultNamed', data: { ...row, schoolId, ...changes } }) as const;

describe('the row of a key adult', () => {
  const after = given(keyAdults);

  it('holds which part who plays', () => after(named()).then(row));
  it('holds what was said last', () => after(named(), named({ name: 'Ana Reed' })).then({ ...row, name: 'Ana Reed' }));
  it('ends when they are removed', () =>
    after(named(), { type: 'KeyAdultRemoved', data: { keyAdultId, subjectId, schoolId } }).then(null));
  it('goes on when it is erased', () =>
    after(named({ name: erased, part: erased })).then({ ...row, name: erased, part: erased }));
});

describe('asking for key adults', () => {
  it('finds them by the parts that they play, and the erased ones last', async () => {
    const rows = rowsOf(
      named({ keyAdultId: otherId, part: erased, name: erased }),
      named({ keyAdultId: thirdId }),
      named({ part: 'head-of-year' }),
    );
    const found = await new KeyAdultsOfAnswers(rows).execute(new KeyAdultsOf({ subjectId }));
    expect(found.map((each) => each.part)).toEqual(['head-of-year', 'social-worker', erased]);
  });
});
