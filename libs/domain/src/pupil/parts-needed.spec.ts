import fc from 'fast-check';
import { partsNeeded } from './parts-needed.js';
import { part, status, statusValue, type Part, type Status } from './file.js';

const values = fc.record(
  Object.fromEntries(status.options.map((each) => [each, fc.constantFrom(...statusValue.options)])),
);
const nobody: ReadonlySet<Part> = new Set();
const plainly = (known: Partial<Record<Status, 'yes' | 'unknown'>>) => (each: Status) => known[each] ?? 'no';

// Procedure: S14.17, S14.19, S14.20, S14.21
describe('whom a pupil’s placement needs to know by name', () => {
  it('is a head of year, as soon as there is one', () => {
    expect(partsNeeded(plainly({}), nobody, true)).toEqual([{ part: 'head-of-year', because: [], isSure: true }]);
    expect(partsNeeded(plainly({}), nobody, false)).toEqual([]);
  });
  it('is a social worker and the virtual school, of a pupil who is looked after', () =>
    expect(partsNeeded(plainly({ 'looked-after': 'yes' }), nobody, false)).toEqual([
      { part: 'social-worker', because: ['looked-after'], isSure: true },
      { part: 'virtual-school', because: ['looked-after'], isSure: true },
    ]));
  it('is a social worker, of a pupil with a child protection plan or in need', () => {
    for (const each of ['child-protection', 'child-in-need'] as const) {
      expect(partsNeeded(plainly({ [each]: 'yes' }), nobody, false)).toEqual([
        { part: 'social-worker', because: [each], isSure: true },
      ]);
    }
  });
  it('is a key worker, of a pupil with an EHC plan', () =>
    expect(partsNeeded(plainly({ 'ehc-plan': 'yes' }), nobody, false)).toEqual([
      { part: 'sen-key-worker', because: ['ehc-plan'], isSure: true },
    ]));
  it('may be somebody whose need nobody knows of, which is not no', () =>
    expect(partsNeeded(plainly({ 'child-in-need': 'unknown' }), nobody, false)).toEqual([
      { part: 'social-worker', because: ['child-in-need'], isSure: false },
    ]));
  it('is nobody who is named already, and none without a reason, whatever is known', () =>
    fc.assert(
      fc.property(values, fc.subarray(part.options), fc.boolean(), (known, played, isPlaced) => {
        const needed = partsNeeded((each) => known[each] ?? 'unknown', new Set(played), isPlaced);
        expect(needed.filter((each) => played.includes(each.part))).toEqual([]);
        for (const { because, isSure } of needed) {
          expect(because.map((each) => known[each])).toEqual(because.map(() => (isSure ? 'yes' : 'unknown')));
        }
        const sure = partsNeeded((each) => (known[each] === 'yes' ? 'yes' : 'no'), new Set(played), isPlaced);
        expect(needed.filter(({ isSure }) => isSure)).toEqual(sure);
      }),
    ));
});
