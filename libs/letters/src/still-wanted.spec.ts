import { duty, letterKind, type Duty, type DutyEvent, type LetterKind } from '#domain';
import { ids } from '#testing';
import { isWanted } from './still-wanted.js';

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

describe('a letter that has not left yet', () => {
  it('is wanted while one of its duties is open', () => expect(wantedFor([met, open, withdrawn])).toEqual(all));
  it('asks no provider about a session that is over, and still tells staff', () => {
    expect(wantedFor([missed, met])).toEqual(['attendance-unanswered', 'find-the-pupil', 'fresh-link']);
  });
  it('has nothing to say when all is answered', () => expect(wantedFor([met, met])).toEqual(['fresh-link']));
  it('has nothing to say of what was never owed', () => expect(wantedFor([withdrawn])).toEqual(['fresh-link']));
  it('is wanted for a duty that is only on its way', () => expect(wantedFor([fold()])).toEqual(all));
});
