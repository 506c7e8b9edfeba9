import { duty, letterKind, placement, type Duty, type DutyEvent, type LetterKind, type PlacementEvent } from '#domain';
import { ids } from '#testing';
import { isStillMissing, isWanted } from './still-wanted.js';

const about = {
  ...ids('dutyId', 'placementId', 'subjectId', 'schoolId', 'siteId'),
  kind: 'attendance-check',
  on: '2026-11-23',
  session: 'am',
} as const;
const at = '2026-11-23T09:00:00.000Z';
const raised: DutyEvent = { type: 'DutyRaised', data: { ...about, raisedAt: at, dueAt: at, late: false } };
const fold = (...events: readonly DutyEvent[]): Duty =>
  events.reduce<Duty>((state, event) => duty.evolve(state, event), duty.initial);

const open = fold(raised);
const met = fold(raised, { type: 'DutyMet', data: { ...about, fact: 'attendance-1', doneAt: at, factRecordedAt: at } });
const missed = fold(raised, { type: 'DutyMissed', data: { ...about, clockAt: at } });
const withdrawn = fold(raised, { type: 'DutyWithdrawn', data: { ...about, because: 'provider-closed' } });

const wantedFor = (duties: readonly Duty[]): LetterKind[] =>
  letterKind.options.filter((kind) => isWanted(kind, duties));
const all = letterKind.options;

/** Somebody asked for these, whatever became of a duty. */
const askedFor = [
  'assurance-request',
  'assurance-chase',
  'briefing',
  'signature-request',
  'fresh-link',
  'sign-in-link',
  'address-left',
  'address-entered',
];

describe('a letter that has not left yet', () => {
  it('is wanted while one of its duties is open', () => expect(wantedFor([met, open, withdrawn])).toEqual(all));
  it('asks no provider about a session that is over, and still tells staff', () => {
    const toStaff = ['attendance-unanswered', 'find-the-pupil', 'gap-overdue'];
    const recurring = ['liaison-missed', 'welfare-check-missed', 'visit-missed'];
    expect(wantedFor([missed, met])).toEqual([...toStaff, ...recurring, ...askedFor]);
  });
  it('has nothing to say when all is answered', () => expect(wantedFor([met, met])).toEqual(askedFor));
  it('has nothing to say of what was never owed', () => expect(wantedFor([withdrawn])).toEqual(askedFor));
  it('is wanted for a duty that is only on its way', () => expect(wantedFor([fold()])).toEqual(all));
});

describe('a piece of evidence that a letter is about', () => {
  const { placementId, subjectId, schoolId } = about;
  const of = { placementId, subjectId, schoolId };
  const on = '2026-11-23';
  const where = { ...ids('providerId', 'siteId'), purpose: 'To learn to cook.', startOn: on, slots: [] };
  const begun: PlacementEvent[] = [
    {
      type: 'PlacementProposed',
      data: { ...of, ...where, procedure: { id: 'off-site-education', edition: '2025-01' } },
    },
    { type: 'PlacementFoundStarted', data: { ...of, startedOn: on, missing: ['agreement-signed', 'risk-assessment'] } },
  ];
  const stands = (...more: readonly PlacementEvent[]) =>
    [...begun, ...more].reduce((state, event) => placement.evolve(state, event), placement.initial);
  const { on: _on, session: _session, ...matter } = { ...about, kind: 'placement-gap' as const };
  const owed = { ...matter, matter: 'agreement-signed' };
  const late = fold(
    { type: 'DutyRaised', data: { ...owed, raisedAt: at, dueAt: at, late: false } },
    { type: 'DutyMissed', data: { ...owed, clockAt: at } },
  );

  it('is missing until it is there, however late', () => {
    expect(isStillMissing(late, stands())).toBe(true);
    expect(
      isStillMissing(late, stands({ type: 'EvidenceGathered', data: { ...of, evidence: 'risk-assessment', on } })),
    ).toBe(true);
    expect(
      isStillMissing(late, stands({ type: 'PlacementAgreed', data: { ...of, agreedOn: on, signedBy: 'Wendy Dray' } })),
    ).toBe(false);
  });
  it('is not missing any more when the placement has ended', () =>
    expect(
      isStillMissing(late, stands({ type: 'PlacementEnded', data: { ...of, endedOn: on, because: 'Moved.' } })),
    ).toBe(false));
  it('is missing while we only hear of it', () => {
    expect(isStillMissing(null, stands())).toBe(true);
    expect(isStillMissing(late, placement.initial)).toBe(true);
  });
  it('is not what a session owes', () => expect(isStillMissing(missed, stands())).toBe(true));
});
