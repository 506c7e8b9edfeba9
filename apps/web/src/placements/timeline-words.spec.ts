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
      'EditionAdopted',
      {
        ...about,
        from: { id: 'off-site-education', edition: '2025-01' },
        procedure: { id: 'off-site-education', edition: '2026-09', hash: 'b2' },
        adoptedOn: '2026-11-30',
        personId: martin,
        because: 'The review.',
      },
      'Newer edition of the procedure adopted / Edition 2026-09 instead of 2025-01, decided by Martin Ellery on 30 Nov 2026. The review.',
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
    [
      'AgreementMeetingHeld',
      {
        ...about,
        heldOn: '2026-11-12',
        seniorLeaderId: priya,
        attendanceManagerId: martin,
        parentPresent: false,
        withoutParent: { attempts: 'Rang twice.', because: 'It could not wait.' },
      },
      'Meeting about the placement held / On 12 Nov 2026. There: Priya Raman (senior member of staff) and Martin Ellery (attendance intervention manager). No parent was there. Tried: Rang twice. It went on without because: It could not wait.',
    ],
    [
      'ConsultationHeld',
      { ...about, consulted: 'virtual-school', consultedOn: '2026-11-10', person: 'Ms Oduya', view: 'In favour.' },
      'Consulted: the virtual school’s view / Ms Oduya, on 10 Nov 2026: In favour.',
    ],
    [
      'PlacementReasonGiven',
      { ...about, reason: 'exceptional-reason', decidedOn: '2026-11-11', decidedBy: 'The head', because: 'The plan.' },
      'Decided: the exceptional reason for a pupil with an education, health and care plan / By The head on 11 Nov 2026: The plan.',
    ],
    [
      'CoreGroupHeld',
      { ...about, heldOn: '2026-11-09', meeting: 'child-in-need', present: 'Ms Oduya', agreed: 'Two days.' },
      'Child-in-need meeting held / On 9 Nov 2026, with Ms Oduya. Agreed: Two days.',
    ],
    [
      'SiteVisited',
      { ...about, visitedOn: '2026-11-13', visitedBy: 'Mr Hale', seen: 'A dry workshop.' },
      'Site visited / By Mr Hale on 13 Nov 2026: A dry workshop.',
    ],
    [
      'NoticeServed',
      {
        ...about,
        servedOn: '2026-11-19',
        upon: ['parent'],
        how: 'by-hand',
        power: 'education-act-2002',
        recipients: 'W Dray',
        says: {
          address: 'Quay House',
          reportTo: 'The cook',
          days: 20,
          reasonsAndObjectives: 'To come back calmer.',
          times: { startAt: '09:30', finishAt: '15:00', break: { from: '11:00', until: '11:15' } },
        },
      },
      'Notice of the direction served / On W Dray by hand on 19 Nov 2026, by section 29A of the Education Act 2002. It says: Quay House; report to The cook; 20 days; 9:30am to 3pm, with a break from 11am to 11:15am. To come back calmer.',
    ],
    [
      'SignatureReceived',
      {
        ...about,
        signatory: 'parent',
        signedOn: '2026-11-14',
        receivedOn: '2026-11-16',
        receivedById: priya,
        signedBy: 'W Dray',
      },
      'The agreement, signed by a parent / W Dray signed it on 14 Nov 2026; received by Priya Raman on 16 Nov 2026.',
    ],
    // What is written is for a page that fewer people may open.
    [
      'BriefingWritten',
      { ...about, says: { health: 'Asthma.' } },
      'What the provider must know was written / Health, needs, risks and transport.',
    ],
    [
      'BriefingSent',
      { ...about, siteId, sending: 1, recipientId: priya, personId: priya, on: '2026-11-16' },
      'What the provider must know was sent / To Priya Raman.',
    ],
    [
      'BriefingAcknowledged',
      { ...about, adultId: priya, channel: 'link', acknowledgedOn: '2026-11-17', version: siteId },
      'What the provider must know was acknowledged / By Priya Raman on 17 Nov 2026, by the link in the letter.',
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
      'MarkDecided',
      { ...session, code: 'B', basis: 'activity-attended', nature: 'other', words: 'A bakery.', decidedBy: priya },
      'Mark decided: B, another approved educational activity / 16 Nov 2026, morning. Decided by Priya Raman. Something else: A bakery.',
    ],
    [
      'MarkAmended',
      {
        ...session,
        code: 'I',
        basis: 'reason-known',
        before: 'N',
        because: 'A cold.',
        decidedBy: priya,
        authorisedBy: priya,
      },
      'Mark amended: I, illness, before N / 16 Nov 2026, morning. Decided by Priya Raman, who authorised the absence. A cold.',
    ],
    [
      'MarkEntered',
      { ...session, code: 'B', enteredBy: priya },
      'Mark entered in the register: B / 16 Nov 2026, morning. By Priya Raman.',
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
