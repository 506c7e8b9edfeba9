import { given, ids } from '#testing';
import { namedStaff } from './named-staff.js';

const { placementId, subjectId, schoolId, dawnId, helenId, samId, priyaId } = ids(
  'placementId',
  'subjectId',
  'schoolId',
  'dawnId',
  'helenId',
  'samId',
  'priyaId',
);
const about = { placementId, subjectId, schoolId };
const who = {
  welfareChecks: { personId: dawnId, standInId: helenId },
  monitoringVisits: { personId: helenId, standInId: dawnId },
};
const agreed = {
  type: 'ArrangementsAgreed',
  data: { ...about, agreedOn: '2026-11-09', personId: priyaId, ...who, absence: 'By telephone.' },
} as const;
const passed = {
  type: 'ArrangementsPassedOn',
  data: { ...about, fromId: dawnId, toId: samId, from: '2026-12-19', personId: priyaId },
} as const;
const ended = {
  type: 'PlacementEnded',
  data: { ...about, endedOn: '2026-12-11', because: 'The pupil is back in lessons.' },
} as const;

// Procedure: S13.13, S13.15
describe('whom the arrangements of a placement name', () => {
  const after = given(namedStaff);

  it('is nobody before they are agreed', () => {
    after(passed).then(null);
    after(ended).then(null);
  });
  it('is who was named, and who follows whom from which day on', () => {
    after(agreed).then({ ...about, ...who, passedOn: [] });
    const passedOn = [{ fromId: dawnId, toId: samId, from: '2026-12-19' }];
    after(agreed, passed).then({ ...about, ...who, passedOn });
  });
  it('is as it was agreed last', () => after(agreed, passed, agreed).then({ ...about, ...who, passedOn: [] }));
  it('is kept with the last day of the placement', () =>
    after(agreed, ended).then({ ...about, ...who, passedOn: [], endedOn: '2026-12-11' }));
});
