import { erased } from '#event-sourcing';
import { given, ids } from '#testing';
import { placement } from './placement.js';
import { placementCommands, type PlacementCommand, type PlacementEvent } from './placement-events.js';

const about = ids('placementId', 'subjectId', 'schoolId');
const { headId, managerId, officeId } = ids('headId', 'managerId', 'officeId');
const proposed: PlacementEvent = {
  type: 'PlacementProposed',
  data: {
    ...about,
    ...ids('providerId', 'siteId'),
    purpose: 'Boat building.',
    startOn: '2026-11-23',
    slots: [{ weekday: 1, session: 'am', arriveAt: '09:00', leaveAt: '12:00' }],
    procedure: { id: 'off-site-education', edition: '2025-01' },
  },
};
const started: PlacementEvent = { type: 'PlacementStarted', data: { ...about, startedOn: '2026-11-23' } };
const found: PlacementEvent = {
  type: 'PlacementFoundStarted',
  data: { ...about, startedOn: '2026-11-16', missing: ['site-visited'] },
};
const ended: PlacementEvent = { type: 'PlacementEnded', data: { ...about, endedOn: '2026-12-11', because: 'Over.' } };

const aims = {
  ...about,
  setOn: '2026-11-11',
  outcome: 'Full attendance.',
  targets: ['Attend every session.', 'Finish the first unit.'],
  tried: 'A mentor, and a reduced timetable.',
  pupilView: 'Would like it.',
  parentView: 'Is for it.',
};
const met = {
  ...about,
  heldOn: '2026-11-12',
  seniorLeaderId: headId,
  attendanceManagerId: managerId,
  parentPresent: true,
  parents: 'Mia Larch, mother',
};
const asked = {
  ...about,
  consulted: 'social-worker',
  consultedOn: '2026-11-10',
  person: 'Ms Oduya',
  view: 'Yes.',
} as const;
const reasoned = {
  ...about,
  reason: 'exceptional-reason',
  decidedOn: '2026-11-11',
  decidedBy: 'R Calloway, headteacher',
  because: 'The plan names it.',
} as const;
const group = { ...about, heldOn: '2026-11-09', meeting: 'core-group', present: 'All', agreed: 'Two days.' } as const;
const visit = { ...about, visitedOn: '2026-11-13', visitedBy: 'Mr Hale', seen: 'A dry workshop.' };
const notice = {
  ...about,
  servedOn: '2026-11-19',
  upon: ['parent' as const],
  how: 'by-hand' as const,
  power: 'education-act-2002' as const,
  recipients: 'Mia Larch',
  says: {
    address: '1 Quay Road',
    reportTo: 'Tom Arkwright',
    days: 30,
    reasonsAndObjectives: 'To come back calmer.',
    times: { startAt: '09:00', finishAt: '15:00', break: { from: '10:30', until: '10:45' } },
  },
};
const suitable = {
  ...about,
  judgedOn: '2026-11-12',
  personId: officeId,
  activity: 'Boat building.',
  learning: 'A level 1 course.',
  pastoral: 'A keyworker.',
  specialNeeds: 'None are known.',
  supervision: 'The yard’s manager.',
  because: 'Seen on two visits.',
};
const { ada, ben } = ids('ada', 'ben');
const arranged = {
  ...about,
  agreedOn: '2026-11-12',
  personId: officeId,
  welfareChecks: { personId: ada, standInId: ben },
  monitoringVisits: { personId: ben, standInId: ada },
  absence: 'The yard rings the office by 9:30, and the office the parents.',
};
const signed = {
  ...about,
  signatory: 'parent',
  signedOn: '2026-11-14',
  receivedOn: '2026-11-16',
  receivedById: officeId,
  signedBy: 'Mia Larch, mother',
} as const;

const pairs: readonly (readonly [PlacementCommand, PlacementEvent])[] = [
  [
    { type: 'SetAims', data: aims },
    { type: 'AimsSet', data: aims },
  ],
  [
    { type: 'JudgeSuitability', data: suitable },
    { type: 'SuitabilityJudged', data: suitable },
  ],
  [
    { type: 'AgreeArrangements', data: arranged },
    { type: 'ArrangementsAgreed', data: arranged },
  ],
  [
    { type: 'RecordAgreementMeeting', data: met },
    { type: 'AgreementMeetingHeld', data: met },
  ],
  [
    { type: 'RecordConsultation', data: asked },
    { type: 'ConsultationHeld', data: asked },
  ],
  [
    { type: 'GiveReason', data: reasoned },
    { type: 'PlacementReasonGiven', data: reasoned },
  ],
  [
    { type: 'RecordCoreGroup', data: group },
    { type: 'CoreGroupHeld', data: group },
  ],
  [
    { type: 'RecordSiteVisit', data: visit },
    { type: 'SiteVisited', data: visit },
  ],
  [
    { type: 'RecordNotice', data: notice },
    { type: 'NoticeServed', data: notice },
  ],
  [
    { type: 'RecordSignature', data: signed },
    { type: 'SignatureReceived', data: signed },
  ],
];
const after = given(placement);
const evidenceOf = (...events: readonly PlacementEvent[]) => {
  const state = [proposed, ...events].reduce((folded, event) => placement.evolve(folded, event), placement.initial);
  return state.stage === 'unproposed' ? {} : state.evidence;
};

describe.each(pairs)('what a gate asks for: $0.type', (command, event) => {
  it('is recorded once, however often', () => {
    after(proposed).when(command).then(event);
    after(proposed, event).when(command).thenNothing();
    after(proposed, started, event, ended).when(command).thenNothing();
  });
  it('may come when the placement has begun, and not when it is over', () => {
    after(proposed, found).when(command).then(event);
    after(proposed, started, ended).when(command).thenRefused('placement-ended');
  });
  it('needs a proposal', () => after().when(command).thenRefused('placement-not-proposed'));
});

describe('the evidence that a fact shows', () => {
  // Procedure: S17.1, S17.2, S17.3, S17.4, S17.5
  it('of aims is that they are set, with their day', () => {
    expect(evidenceOf({ type: 'AimsSet', data: aims })).toEqual({ 'aims-set': '2026-11-11' });
    after(proposed)
      .when({ type: 'GatherEvidence', data: { ...about, evidence: 'aims-set', on: '2026-11-11' } })
      .thenRefused('evidence-needs-its-content');
    const later = { ...aims, setOn: '2026-11-20', targets: ['Attend every session.'] };
    after(proposed, { type: 'AimsSet', data: aims })
      .when({ type: 'SetAims', data: later })
      .then({ type: 'AimsSet', data: later });
  });
  // Procedure: S3.3, S4.3, S8.12
  it('of a judgement is that the place suits this pupil, once each need has been answered', () => {
    expect(evidenceOf({ type: 'SuitabilityJudged', data: suitable })).toEqual({ 'suitability-judged': '2026-11-12' });
    after(proposed)
      .when({ type: 'GatherEvidence', data: { ...about, evidence: 'suitability-judged', on: '2026-11-12' } })
      .thenRefused('evidence-needs-its-content');
    for (const need of ['learning', 'pastoral', 'specialNeeds', 'supervision', 'activity', 'because']) {
      const order = placementCommands.shapes.JudgeSuitability.safeParse({ ...suitable, [need]: ' ' });
      expect([need, order.success]).toEqual([need, false]);
    }
  });
  // Procedure: S13.1, S13.2, S13.3, S13.13, S13.15, S17.7
  it('of arrangements is that they are agreed, with people of whom nobody stands in for themselves', () => {
    expect(evidenceOf({ type: 'ArrangementsAgreed', data: arranged })).toEqual({ 'arrangements-agreed': '2026-11-12' });
    for (const who of ['welfareChecks', 'monitoringVisits']) {
      after(proposed)
        .when({ type: 'AgreeArrangements', data: { ...arranged, [who]: { personId: ada, standInId: ada } } })
        .thenRefused('stands-in-for-themselves');
    }
    after(proposed)
      .when({ type: 'GatherEvidence', data: { ...about, evidence: 'arrangements-agreed', on: '2026-11-12' } })
      .thenRefused('evidence-needs-its-content');
  });
  // Procedure: S6.2, S6.3, S6.4, S6.5, S14.23, X5
  it('of a meeting is who was there, with its day', () => {
    expect(evidenceOf({ type: 'AgreementMeetingHeld', data: met })).toEqual({
      'agreement-meeting-held': '2026-11-12',
      'senior-leader-at-meeting': '2026-11-12',
      'attendance-intervention-manager-at-meeting': '2026-11-12',
      'parent-at-meeting': '2026-11-12',
      'parent-at-meeting-or-sought': '2026-11-12',
    });
  });
  it('of a meeting is that of the last account, and what it does not say is not there any more', () => {
    const withoutParent = { attempts: 'Rang twice.', because: 'It could not wait.' };
    const again = { ...about, heldOn: '2026-11-13', seniorLeaderId: headId, parentPresent: false, withoutParent };
    const both: PlacementEvent[] = [
      { type: 'AgreementMeetingHeld', data: met },
      { type: 'AgreementMeetingHeld', data: again },
    ];
    expect(Object.keys(evidenceOf(...both))).toEqual([
      'agreement-meeting-held',
      'senior-leader-at-meeting',
      'parent-at-meeting-or-sought',
    ]);
  });
  it('of a meeting without a parent says what was tried', () => {
    const { parents: _, ...others } = met;
    after(proposed)
      .when({ type: 'RecordAgreementMeeting', data: { ...others, parentPresent: false } })
      .thenRefused('parent-absent-without-reason');
  });
  it('is not taken away by a later account once the placement has begun', () => {
    const again = {
      ...met,
      heldOn: '2026-11-24',
      parentPresent: false,
      withoutParent: { attempts: 'A', because: 'B' },
    };
    const shown = evidenceOf({ type: 'AgreementMeetingHeld', data: met }, started, {
      type: 'AgreementMeetingHeld',
      data: again,
    });
    expect(shown).toMatchObject({ 'parent-at-meeting': '2026-11-12', 'agreement-meeting-held': '2026-11-24' });
  });

  // Procedure: S7.1, S7.2, S7.3, S7.4, X3
  it('of consultations is the first day of each', () => {
    const on = (consultedOn: string): PlacementEvent => ({ type: 'ConsultationHeld', data: { ...asked, consultedOn } });
    expect(evidenceOf(on('2026-11-10'), on('2026-11-15'))).toEqual({ 'social-worker-consulted': '2026-11-10' });
    expect(evidenceOf(on('2026-11-15'), on('2026-11-10'))).toEqual({ 'social-worker-consulted': '2026-11-10' });
  });
  // Procedure: S7.1, S7.2
  it('of a reason is that somebody decided', () =>
    expect(evidenceOf({ type: 'PlacementReasonGiven', data: reasoned })).toEqual({
      'exceptional-reason': '2026-11-11',
    }));
  // Procedure: S7.6, X2
  it('of a child-in-need meeting is none for a pupil with a child protection plan', () => {
    expect(evidenceOf({ type: 'CoreGroupHeld', data: group })).toEqual({
      'core-group-held': '2026-11-09',
      'child-protection-core-group-held': '2026-11-09',
    });
    expect(evidenceOf({ type: 'CoreGroupHeld', data: { ...group, meeting: 'child-in-need' } })).toEqual({
      'core-group-held': '2026-11-09',
    });
  });
  // Procedure: S16.1, X9
  it('of a notice is on whom it was served', () => {
    const upon = (...served: ('parent' | 'pupil' | 'local-authority')[]) =>
      Object.keys(evidenceOf({ type: 'NoticeServed', data: { ...notice, upon: served } }));
    expect(upon('parent')).toEqual(['notice-served']);
    expect(upon('local-authority')).toEqual(['notice-served-on-local-authority']);
    expect(upon('pupil', 'local-authority')).toEqual(['notice-served', 'notice-served-on-local-authority']);
  });
  it('of a notice has its times in order', () => {
    const times = { startAt: '09:00', finishAt: '10:40', break: { from: '10:30', until: '10:45' } };
    after(proposed)
      .when({ type: 'RecordNotice', data: { ...notice, says: { ...notice.says, times } } })
      .thenRefused('notice-times-out-of-order');
  });
  // Procedure: S16.5, S16.8, S16.10, S16.11, S16.12, S16.13
  it('of a signature is whose it is, and it is received no sooner than it was given', () => {
    expect(evidenceOf({ type: 'SignatureReceived', data: signed })).toEqual({
      'agreement-signed-by-parent': '2026-11-14',
    });
    after(proposed)
      .when({ type: 'RecordSignature', data: { ...signed, receivedOn: '2026-11-13' } })
      .thenRefused('received-before-signed');
  });
  // Procedure: S23.27
  it('of a visit is its day, and its name alone is none', () => {
    expect(evidenceOf({ type: 'SiteVisited', data: visit })).toEqual({ 'site-visited': '2026-11-13' });
    after(proposed)
      .when({ type: 'GatherEvidence', data: { ...about, evidence: 'site-visited', on: '2026-11-13' } })
      .thenRefused('evidence-needs-its-content');
  });
});

describe('evidence about a pupil whose data has been erased', () => {
  it('is not decided anew by an old order', () => {
    const gone: PlacementEvent = {
      type: 'AgreementMeetingHeld',
      data: { ...met, parents: erased, withoutParent: erased, others: erased },
    };
    after(proposed, gone).when({ type: 'RecordAgreementMeeting', data: met }).thenNothing();
  });
});
