import { sessionKey } from '#domain';
import { ids } from '#testing';
import { isWatched, nobody, unwatched, watchedBy, type Faults } from './watching.js';

const pupil = ids('placementId', 'subjectId', 'schoolId', 'siteId');
const { otherPlacementId, otherSubjectId, letterId } = ids('otherPlacementId', 'otherSubjectId', 'letterId');
const onTime = { seconds: 0.2, stopped: null };
const well: Faults = { clockLags: false, followers: [onTime, onTime], parked: [], broken: [] };
const watched = (faults: Partial<Faults>, who: Partial<typeof pupil> = {}) =>
  isWatched(unwatched({ ...well, ...faults }), { ...pupil, ...who });

describe('a pupil', () => {
  it('is watched when all is well', () => expect(watched({})).toBe(true));
  it('is nobody then', () => expect(unwatched(well)).toEqual(nobody));
  it('is not watched while the clock lags', () => expect(watched({ clockLags: true })).toBe(false));
  it('is watched while a follower is a little behind', () =>
    expect(watched({ followers: [onTime, { seconds: 299.9, stopped: null }] })).toBe(true));
  it('is not watched while one is five minutes behind', () =>
    expect(watched({ followers: [onTime, { seconds: 300, stopped: null }] })).toBe(false));
  it('is not watched while one stands still', () =>
    expect(watched({ followers: [onTime, { seconds: 0, stopped: 'An event of unknown type.' }] })).toBe(false));
});

describe('a parked entry', () => {
  const parked = (about: Faults['parked'][number]['about']) => ({ parked: [{ about }] });

  it.each([
    ['placement', { placementId: pupil.placementId }],
    ['pupil', { subjectId: pupil.subjectId }],
    ['school', { schoolId: pupil.schoolId }],
  ])('keeps its %s out of sight', (_, about) => expect(watched(parked(about))).toBe(false));
  it('keeps nobody else out of sight', () => expect(watched(parked({ placementId: otherPlacementId }))).toBe(true));
  it('keeps the pupil out of sight whom it names, and not the others of the school', () => {
    const entry = parked({ placementId: pupil.placementId, subjectId: pupil.subjectId, schoolId: pupil.schoolId });
    expect(watched(entry, { placementId: otherPlacementId })).toBe(false);
    expect(watched(entry, { placementId: otherPlacementId, subjectId: otherSubjectId })).toBe(true);
  });
  it('that says of nobody whom it is about keeps everybody out of sight', () => {
    expect(unwatched({ ...well, ...parked({}) }).everybody).toBe(true);
  });
});

describe('a broken row', () => {
  const broken = (projection: string, rowId: string) => ({ broken: [{ projection, rowId }] });
  const data = { placementId: pupil.placementId, on: '2026-11-24', session: 'am' } as const;

  it.each([
    ['session', 'sessions', sessionKey({ data })],
    ['placement', 'placements', pupil.placementId],
    ['pupil', 'pupils', pupil.subjectId],
    ['school', 'schools', pupil.schoolId],
    ['site', 'sites', pupil.siteId],
  ])('of a %s keeps those out of sight whom it is about', (_, projection, rowId) => {
    expect(watched(broken(projection, rowId))).toBe(false);
    expect(unwatched({ ...well, ...broken(projection, rowId) }).everybody).toBe(false);
  });
  it('keeps nobody else out of sight', () => {
    const others = { ...data, placementId: otherPlacementId };
    expect(watched(broken('sessions', sessionKey({ data: others })))).toBe(true);
    expect(watched(broken('placements', otherPlacementId))).toBe(true);
  });
  it('of a letter may be about anybody', () => expect(watched(broken('letters', letterId))).toBe(false));
  it('is looked for where a pupil could be lost with it', () => {
    const names = watchedBy.map(({ name }) => name);
    expect(names).toEqual(['sessions', 'placements', 'pupils', 'schools', 'sites', 'letters']);
  });
});
