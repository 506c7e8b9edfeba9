import { canonical, erased, type Message } from '#event-sourcing';
import type { TimelineRow } from '#read-models';
import { ids } from '#testing';
import { timelineWords } from './timeline-words.js';

const { placementId, subjectId, schoolId, siteId, providerId, dutyId, whereaboutsId, priya, martin, eventId } = ids(
  'placementId',
  'subjectId',
  'schoolId',
  'siteId',
  'providerId',
  'dutyId',
  'whereaboutsId',
  'priya',
  'martin',
  'eventId',
);
const names = new Map([
  [priya, 'Priya Raman'],
  [martin, 'Martin Ellery'],
]);
const about = { placementId, subjectId, schoolId };
const session = { ...about, siteId, on: '2026-11-16', session: 'am' };
const check = { dutyId, kind: 'attendance-check', ...session };
const gap = { dutyId, kind: 'placement-gap', ...about, siteId, matter: 'agreement-signed' };
const at = '2026-11-16T09:40:00.000Z';
const slot = { weekday: 1, session: 'am', arriveAt: '09:10', leaveAt: '12:00' };
const procedure = { id: 'off-site-education', edition: '2025-01' };

const row = ({ type, data }: Message, details: TimelineRow['details'] = canonical(data)): TimelineRow => ({
  eventId,
  placementId,
  subjectId,
  type,
  stream: `placement-${placementId}`,
  at: '2026-11-16T09:40:00.000Z',
  position: '7',
  actor: { kind: 'staff', id: priya, roles: [] },
  via: 'web',
  details,
});
const words = (type: string, data: Message['data']) => {
  const { title, text } = timelineWords(row({ type, data }), (id) => names.get(id) ?? 'somebody');
  return `${title} / ${text}`;
};

describe('the timeline of a placement', () => {
  it.each<[string, Message['data'], string]>([
    [
      'PlacementProposed',
      { ...about, siteId, providerId, purpose: 'To cook.', startOn: '2026-11-16', slots: [slot], procedure },
      'Placement proposed / First day 16 Nov 2026. Monday morning, 9:10am to midday. To cook.',
    ],
    [
      'EvidenceGathered',
      { ...about, evidence: 'site-visited', on: '2026-11-10' },
      'Evidence recorded / A visit to the site, on 10 Nov 2026.',
    ],
    [
      'PlacementAgreed',
      { ...about, agreedOn: '2026-11-12', signedBy: 'W Dray' },
      'Placement agreed / Signed by W Dray on 12 Nov 2026.',
    ],
    ['PlacementStarted', { ...about, startedOn: '2026-11-16' }, 'Placement started / First day 16 Nov 2026.'],
    [
      'PlacementFoundStarted',
      { ...about, startedOn: '2026-11-16', missing: ['site-visited', 'agreement-signed'] },
      'Found to have started outside the procedure / Since 16 Nov 2026. Missing: a visit to the site and the signed agreement.',
    ],
    [
      'GapsDueSet',
      { ...about, dueOn: '2026-12-11', personId: priya },
      'Date set for what is missing / Due by the end of 11 Dec 2026.',
    ],
    [
      'GapsDueSet',
      { ...about, dueOn: '2027-01-15', personId: priya, because: 'The provider moves house.' },
      'Date set for what is missing / Due by the end of 15 Jan 2027. The provider moves house.',
    ],
    [
      'WeekPlanned',
      { ...about, from: '2026-11-23', slots: [slot] },
      'Week changed / From 23 Nov 2026: Monday morning, 9:10am to midday.',
    ],
    [
      'DutyRaised',
      { ...gap, raisedAt: at, dueAt: at, late: false },
      'Now owed: what was missing / The signed agreement. Due at once: no date is set.',
    ],
    [
      'DutyRaised',
      { ...gap, raisedAt: at, dueAt: '2026-12-11T23:59:59.999Z', missedAt: '2026-12-11T23:59:59.999Z', late: false },
      'Now owed: what was missing / The signed agreement. Due by the end of 11 Dec 2026.',
    ],
    [
      'DutyMoved',
      { ...gap, dueAt: '2027-01-15T23:59:59.999Z', missedAt: '2027-01-15T23:59:59.999Z', movedAt: at },
      'Another date: what was missing / The signed agreement. Due by the end of 15 Jan 2027.',
    ],
    [
      'DutyMet',
      { ...gap, fact: 'placement-1', doneAt: '2026-12-01T23:59:59.999Z', factRecordedAt: '2026-12-02T10:00:00.000Z' },
      'Done: what was missing / The signed agreement, on 1 Dec 2026.',
    ],
    ['DutyMissed', { ...gap, clockAt: at }, 'Missed: what was missing / The signed agreement.'],
    [
      'DutyWithdrawn',
      { ...gap, because: 'placement-ended' },
      'Not owed after all: what was missing / The signed agreement: the placement has ended.',
    ],
    [
      'PlacementEnded',
      { ...about, endedOn: '2026-12-18', because: 'Back at school.' },
      'Placement ended / Last day 18 Dec 2026. Back at school.',
    ],
    [
      'ProviderAnswered',
      { ...session, answer: 'late', words: 'The bus.' },
      'Provider answered: late / 16 Nov 2026, morning. “The bus.”',
    ],
    [
      'AnswerChanged',
      { ...session, answer: 'absent', before: 'present' },
      'Answer changed: absent, before present / 16 Nov 2026, morning.',
    ],
    [
      'WhereaboutsOpened',
      { ...session, whereaboutsId, because: 'silence' },
      'Search opened / 16 Nov 2026, morning: the provider has not answered.',
    ],
    [
      'PupilAccountedFor',
      { ...session, whereaboutsId, place: 'at-home', certainty: 'told', onTheWordOf: 'mother' },
      'Pupil accounted for: at home / 16 Nov 2026, morning. Told, on the word of mother.',
    ],
    [
      'DutyRaised',
      { ...check, dueAt: '2026-11-16T09:40:00.000Z', late: true },
      'Now owed: the provider’s answer / 16 Nov 2026, morning. Due by 9:40am, raised late.',
    ],
    [
      'DutyStepTaken',
      { ...check, step: 'chase', told: [priya, martin], letters: [], stale: false },
      'Step taken: chase / 16 Nov 2026, morning. Told: Priya Raman and Martin Ellery.',
    ],
    [
      'DutyStepTaken',
      { ...check, step: 'chase', told: [], letters: [], stale: true },
      'Step taken: chase / 16 Nov 2026, morning. Nobody was told. The moment for a letter had passed, and none was sent.',
    ],
    [
      'DutyStepFailed',
      { ...check, step: 'chase' },
      'Step failed: chase / 16 Nov 2026, morning. Its letters reached nobody.',
    ],
    [
      'DutyTaken',
      { ...check, kind: 'find-the-pupil', personId: priya },
      'Taken: finding the pupil / 16 Nov 2026, morning. Priya Raman took it.',
    ],
    [
      'DutyMet',
      { ...check, doneAt: '2026-11-16T09:20:00.000Z' },
      'Done: the provider’s answer / 16 Nov 2026, morning, at 9:20am.',
    ],
    ['DutyMissed', check, 'Missed: the provider’s answer / 16 Nov 2026, morning.'],
    [
      'DutyShownDoneOnTime',
      { ...check, doneAt: '2026-11-16T09:20:00.000Z', factRecordedAt: '2026-11-17T10:00:00.000Z' },
      'Shown to have been done on time: the provider’s answer / 16 Nov 2026, morning, at 9:20am; recorded at 10am on 17 Nov 2026.',
    ],
    [
      'DutyWithdrawn',
      { ...check, because: 'provider-closed' },
      'Not owed after all: the provider’s answer / 16 Nov 2026, morning: the provider is closed.',
    ],
  ])('tells a %s', (type, data, told) => expect(words(type, data)).toBe(told));

  it('tells of what has been erased that it was there', () => {
    const { title, text } = timelineWords(row({ type: 'ProviderAnswered', data: {} }, erased), () => '');
    expect([title, text]).toEqual(['Provider answered', 'What was recorded has been erased.']);
  });
});
