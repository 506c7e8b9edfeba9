import { erased } from '#event-sourcing';
import { given, ids } from '#testing';
import { incident, type IncidentCommand, type IncidentEvent } from './incident.js';

const of = ids('incidentId', 'placementId', 'subjectId', 'schoolId', 'siteId', 'personId', 'leadId');
const { incidentId, placementId, subjectId, schoolId, siteId, personId, leadId } = of;
const about = { incidentId, placementId, subjectId, schoolId };
const notYet = { told: false, because: 'Nobody answered at home.' } as const;
const says = { kind: 'injury' as const, at: '10:20', toldBy: 'Tom Arkwright', parents: notYet };
const account = {
  ...about,
  siteId,
  on: '2026-11-20',
  toldOn: '2026-11-20',
  toldAt: '11:00',
  channel: 'telephone' as const,
};
const entered = { ...account, says, personId };
const corrected = { ...entered, says: { ...says, kind: 'restraint' as const }, because: 'They held him as well.' };
const parents = { told: true, on: '2026-11-20', at: '12:30', by: 'Priya Raman' } as const;
const decision = { outcomes: ['no-further-action' as const], reason: 'A graze.' };
const decided = { ...about, personId: leadId, decidedOn: '2026-11-20', decision };
const seen = { ...about, personId: leadId, seenAt: '2026-11-20T11:30:00.000Z' };
const withdrawn = { ...about, personId: leadId, because: 'It was another pupil.' };

const wasTold: IncidentEvent = { type: 'IncidentTold', data: entered };
const wasCorrected: IncidentEvent = { type: 'IncidentCorrected', data: corrected };
const wasSeen: IncidentEvent = { type: 'IncidentSeen', data: seen };
const wasDecided: IncidentEvent = { type: 'IncidentDecided', data: decided };
const parentsWereTold: IncidentEvent = { type: 'IncidentParentsTold', data: { ...about, personId, parents } };
const wasWithdrawn: IncidentEvent = { type: 'IncidentWithdrawn', data: withdrawn };
const tell: IncidentCommand = { type: 'TellIncident', data: entered };
const correct: IncidentCommand = { type: 'CorrectIncident', data: corrected };
const see: IncidentCommand = { type: 'SeeIncident', data: seen };
const decide: IncidentCommand = { type: 'DecideIncident', data: decided };
const tellParents: IncidentCommand = { type: 'TellParentsOfIncident', data: { ...about, personId, parents } };
const withdraw: IncidentCommand = { type: 'WithdrawIncident', data: withdrawn };
const after = given(incident);

// Procedure: S4.18
describe('an incident that a provider tells the school of', () => {
  it('is entered once, however often the form is sent, and also when it has been erased', () => {
    after().when(tell).then(wasTold);
    after(wasTold).when(tell).thenNothing();
    after({ type: 'IncidentTold', data: { ...entered, says: erased } })
      .when(tell)
      .thenNothing();
    after(wasTold)
      .when({ type: 'TellIncident', data: { ...entered, toldAt: '11:05' } })
      .thenRefused('incident-told-otherwise');
  });
  it('may be told days after it was, and never before it', () => {
    const late: IncidentCommand = { type: 'TellIncident', data: { ...entered, toldOn: '2026-11-23', toldAt: '09:00' } };
    after().when(late).then({ type: 'IncidentTold', data: late.data });
    const sooner = (more: Partial<typeof entered>): IncidentCommand => ({
      type: 'TellIncident',
      data: { ...entered, ...more },
    });
    after()
      .when(sooner({ toldOn: '2026-11-19' }))
      .thenRefused('incident-told-before-it-was');
    after()
      .when(sooner({ toldAt: '10:19' }))
      .thenRefused('incident-told-before-it-was');
    after(wasTold)
      .when({ type: 'CorrectIncident', data: { ...corrected, toldOn: '2026-11-19' } })
      .thenRefused('incident-told-before-it-was');
  });
  it('is seen once, and again when it has been corrected', () => {
    after(wasTold).when(see).then(wasSeen);
    after(wasTold, wasSeen).when(see).thenNothing();
    after(wasTold, wasSeen).when(correct).then(wasCorrected);
    after(wasTold, wasSeen, wasCorrected).when(correct).thenNothing();
    after(wasTold, wasSeen, wasCorrected).when(see).then(wasSeen);
  });
  it('is decided by whoever has seen it, and can be decided again', () => {
    after(wasTold).when(decide).thenRefused('incident-not-seen');
    after(wasTold, wasSeen).when(decide).then(wasDecided);
    after(wasTold, wasSeen, wasDecided).when(decide).thenNothing();
    const handedOn = { ...decided, decision: { outcomes: ['handed-to-safeguarding' as const], reason: 'A mark.' } };
    after(wasTold, wasSeen, wasDecided)
      .when({ type: 'DecideIncident', data: handedOn })
      .then({ type: 'IncidentDecided', data: handedOn });
    after(wasTold, wasSeen, wasDecided, wasCorrected).when(decide).thenRefused('incident-not-seen');
  });
  it('has no further action or some, and not both', () => {
    const both = { ...decision, outcomes: ['no-further-action' as const, 'risk-assessment-review' as const] };
    after(wasTold, wasSeen)
      .when({ type: 'DecideIncident', data: { ...decided, decision: both } })
      .thenRefused('incident-decided-both-ways');
  });
  it('says of parents what was known last', () => {
    after(wasTold).when(tellParents).then(parentsWereTold);
    after(wasTold, parentsWereTold).when(tellParents).thenNothing();
    after(wasTold, parentsWereTold, wasCorrected).when(tellParents).then(parentsWereTold);
  });
  it('can have been entered in error, and nothing becomes of it then', () => {
    after(wasTold).when(withdraw).then(wasWithdrawn);
    after(wasTold, wasWithdrawn).when(withdraw).thenNothing();
    for (const each of [correct, see, tellParents, decide])
      after(wasTold, wasSeen, wasWithdrawn).when(each).thenRefused('incident-withdrawn');
  });
  it('is there before anything becomes of it', () => {
    for (const each of [correct, see, tellParents, decide, withdraw])
      after().when(each).thenRefused('incident-not-known');
  });
});
