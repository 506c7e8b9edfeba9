import { erased } from '#event-sourcing';
import { given, ids } from '#testing';
import { placement } from './placement.js';
import type { PlacementCommand, PlacementEvent } from './placement-events.js';

const about = ids('placementId', 'subjectId', 'schoolId');
const monday = { weekday: 1, session: 'am' as const, arriveAt: '09:00', leaveAt: '12:00' };
const thursday = { weekday: 4, session: 'pm' as const, arriveAt: '12:45', leaveAt: '15:00' };
const proposal = {
  ...about,
  ...ids('providerId', 'siteId'),
  purpose: 'To find a way back into learning through boat building.',
  startOn: '2026-11-23',
  plannedEndOn: '2027-02-12',
  slots: [monday, thursday],
  procedure: { id: 'off-site-education', edition: '2025-01' },
};
const agreement = { ...about, agreedOn: '2026-11-18', signedBy: 'Mia Larch, mother' };
const ending = { ...about, endedOn: '2027-02-12', because: 'Back in school full time.' };
const required = ['pre-admission-checks', 'site-visited', 'agreement-signed'];
const gathering = (evidence: string) => ({ ...about, evidence, on: '2026-11-17' });

const proposed: PlacementEvent = { type: 'PlacementProposed', data: proposal };
const checked: PlacementEvent = { type: 'EvidenceGathered', data: gathering('pre-admission-checks') };
const visited: PlacementEvent = { type: 'EvidenceGathered', data: gathering('site-visited') };
const agreed: PlacementEvent = { type: 'PlacementAgreed', data: agreement };
const started: PlacementEvent = { type: 'PlacementStarted', data: { ...about, startedOn: '2026-11-23' } };
const ended: PlacementEvent = { type: 'PlacementEnded', data: ending };
const ready = [proposed, checked, visited, agreed] as const;

const propose: PlacementCommand = { type: 'ProposePlacement', data: proposal };
const acknowledged: PlacementEvent = {
  type: 'EvidenceGathered',
  data: gathering('emergency-contacts-acknowledged'),
};
const gather: PlacementCommand = { type: 'GatherEvidence', data: gathering('emergency-contacts-acknowledged') };
const agree: PlacementCommand = { type: 'AgreePlacement', data: agreement };
const start: PlacementCommand = { type: 'StartPlacement', data: { ...about, startedOn: '2026-11-23', required } };
const find: PlacementCommand = { type: 'FindPlacementStarted', data: { ...about, startedOn: '2026-11-16', required } };
const plan: PlacementCommand = { type: 'PlanWeek', data: { ...about, from: '2026-12-07', slots: [monday] } };
const end: PlacementCommand = { type: 'EndPlacement', data: ending };

const after = given(placement);

describe('a placement', () => {
  it('is proposed', () => after().when(propose).then(proposed));
  it('is proposed once, however often', () => {
    after(proposed).when(propose).thenNothing();
    after(...ready, started, ended)
      .when(propose)
      .thenNothing();
  });
  it('is not proposed otherwise afterwards', () =>
    after(proposed)
      .when({ type: 'ProposePlacement', data: { ...proposal, startOn: '2026-11-30' } })
      .thenRefused('placement-already-proposed'));
  it('is proposed before anything else is decided', () => {
    for (const command of [gather, agree, start, find, plan, end]) {
      after().when(command).thenRefused('placement-not-proposed');
    }
  });
  // Procedure: S3.2
  it.each([
    ['school', 'placement-of-another-school', { schoolId: ids('another').another }],
    ['pupil', 'placement-of-another-pupil', { subjectId: ids('another').another }],
  ] as const)('is not decided about for another %s', (_of, refused, other) => {
    for (const command of [gather, agree, start, find, plan, end]) {
      after(...ready)
        .when({ ...command, data: { ...command.data, ...other } } as PlacementCommand)
        .thenRefused(refused);
    }
  });
  it('does not end before it starts', () => {
    after()
      .when({ type: 'ProposePlacement', data: { ...proposal, plannedEndOn: '2026-11-20' } })
      .thenRefused('ends-before-it-starts');
    after(...ready, started)
      .when({ type: 'EndPlacement', data: { ...ending, endedOn: '2026-11-22' } })
      .thenRefused('ends-before-it-starts');
    after(...ready)
      .when(end)
      .thenRefused('placement-not-started');
  });

  it('ends', () =>
    after(...ready, started)
      .when(end)
      .then(ended));
  it('may end on its first day', () => {
    const sameDay = { ...ending, endedOn: '2026-11-23' };
    after(...ready, started)
      .when({ type: 'EndPlacement', data: sameDay })
      .then({ type: 'PlacementEnded', data: sameDay });
  });
  it('ends once, however often', () =>
    after(...ready, started, ended)
      .when(end)
      .thenNothing());
  it('has one end', () =>
    after(...ready, started, ended)
      .when({ type: 'EndPlacement', data: { ...ending, because: 'Moved away.' } })
      .thenRefused('placement-ended'));
  it('is over then', () => {
    const over = after(proposed, started, ended);
    for (const command of [gather, agree, plan]) over.when(command).thenRefused('placement-ended');
  });
});

describe('the evidence for a placement', () => {
  it('is gathered', () => after(proposed).when(gather).then(acknowledged));
  it('is gathered once, however often, and on whichever day it is said to have been', () => {
    after(proposed, acknowledged).when(gather).thenNothing();
    after(proposed, acknowledged)
      .when({ type: 'GatherEvidence', data: { ...gathering('emergency-contacts-acknowledged'), on: '2026-11-19' } })
      .thenNothing();
  });
  it('may still come when the placement has started', () => after(proposed, started).when(gather).then(acknowledged));
  it('is an agreement only with a signature', () =>
    after(proposed)
      .when({ type: 'GatherEvidence', data: gathering('agreement-signed') })
      .thenRefused('agreement-needs-signature'));

  it('is agreed to', () => after(proposed).when(agree).then(agreed));
  it('is agreed to once, however often', () => after(proposed, agreed).when(agree).thenNothing());
  it('has one agreement', () =>
    after(proposed, agreed)
      .when({ type: 'AgreePlacement', data: { ...agreement, signedBy: 'Tom Larch, father' } })
      .thenRefused('placement-already-agreed'));
});

describe('the start of a placement', () => {
  it('happens with all the evidence', () =>
    after(...ready)
      .when(start)
      .then(started));
  it('happens once, however often', () => {
    after(...ready, started)
      .when(start)
      .thenNothing();
    after(...ready, started, ended)
      .when(start)
      .thenNothing();
  });
  it('happens on one day', () =>
    after(...ready, started)
      .when({ type: 'StartPlacement', data: { ...about, startedOn: '2026-11-24', required } })
      .thenRefused('placement-already-started'));
  it('is refused with all that is missing, each once', () => {
    after(proposed).when(start).thenRefused('evidence-missing', required);
    after(proposed, visited).when(start).thenRefused('evidence-missing', ['pre-admission-checks', 'agreement-signed']);
    after(proposed, checked, visited).when(start).thenRefused('evidence-missing', ['agreement-signed']);
    after(proposed)
      .when({
        type: 'StartPlacement',
        data: { ...about, startedOn: '2026-11-23', required: ['site-visited', 'site-visited'] },
      })
      .thenRefused('evidence-missing', ['site-visited']);
  });
  // Procedure: S14.24
  it('is not before the agreed day, and may be after it', () => {
    after(...ready)
      .when({ type: 'StartPlacement', data: { ...about, startedOn: '2026-11-22', required } })
      .thenRefused('before-start-day');
    after(...ready)
      .when({ type: 'StartPlacement', data: { ...about, startedOn: '2026-11-26', required } })
      .then({ type: 'PlacementStarted', data: { ...about, startedOn: '2026-11-26' } });
  });

  it('may be found to have happened, whatever is missing', () =>
    after(proposed, visited)
      .when(find)
      .then({
        type: 'PlacementFoundStarted',
        data: { ...about, startedOn: '2026-11-16', missing: ['pre-admission-checks', 'agreement-signed'] },
      }));
  it('is found once, however often, and on one day', () => {
    const found: PlacementEvent = {
      type: 'PlacementFoundStarted',
      data: { ...about, startedOn: '2026-11-16', missing: required },
    };
    after(proposed, found).when(find).thenNothing();
    after(...ready, started)
      .when({ type: 'FindPlacementStarted', data: { ...about, startedOn: '2026-11-23', required } })
      .thenNothing();
    after(...ready, started)
      .when(find)
      .thenRefused('placement-already-started');
  });
});

describe('the gaps of a placement that was found to have begun', () => {
  const { headId, otherHeadId } = ids('headId', 'otherHeadId');
  const found: PlacementEvent = {
    type: 'PlacementFoundStarted',
    data: { ...about, startedOn: '2026-11-16', missing: ['site-visited', 'agreement-signed'] },
  };
  const due = (dueOn: string, because?: string) => ({
    ...about,
    dueOn,
    personId: headId,
    ...(because === undefined ? {} : { because }),
  });
  const dueSet = (dueOn: string, because?: string): PlacementEvent => ({
    type: 'GapsDueSet',
    data: due(dueOn, because),
  });
  const setDue = (dueOn: string, because?: string, setOn = '2026-11-23'): PlacementCommand => ({
    type: 'SetGapsDue',
    data: { ...due(dueOn, because), setOn },
  });

  it('are due by a day that a head sets', () =>
    after(proposed, found).when(setDue('2026-12-11')).then(dueSet('2026-12-11')));
  it('may be due on the day itself, and not before it', () => {
    after(proposed, found).when(setDue('2026-11-23')).then(dueSet('2026-11-23'));
    after(proposed, found).when(setDue('2026-11-22')).thenRefused('gaps-due-before-today');
  });
  it('are due on one day, however often it is set, by whomever and when', () => {
    after(proposed, found, dueSet('2026-12-11')).when(setDue('2026-12-11')).thenNothing();
    after(proposed, found, dueSet('2026-12-11'))
      .when({
        type: 'SetGapsDue',
        data: { ...due('2026-12-11', 'Said again.'), personId: otherHeadId, setOn: '2026-12-12' },
      })
      .thenNothing();
    after(proposed, found, dueSet('2026-12-11'), visited, agreed, ended).when(setDue('2026-12-11')).thenNothing();
  });
  it('may be due on another day, earlier or later, for a reason', () => {
    const history = after(proposed, found, dueSet('2026-12-11'));
    history
      .when(setDue('2027-01-15', 'The provider moves house.'))
      .then(dueSet('2027-01-15', 'The provider moves house.'));
    history.when(setDue('2026-12-04', 'The visit is sooner.')).then(dueSet('2026-12-04', 'The visit is sooner.'));
    history.when(setDue('2027-01-15')).thenRefused('no-reason-for-another-day');
  });
  it('may be due on the first day again', () =>
    after(proposed, found, dueSet('2026-12-11'), dueSet('2027-01-15', 'The provider moves house.'))
      .when(setDue('2026-12-11', 'It does not move.'))
      .then(dueSet('2026-12-11', 'It does not move.')));
  it('have a day only while there are some', () => {
    after(proposed, found, visited, agreed).when(setDue('2026-12-11')).thenRefused('no-gaps');
    after(proposed, found, visited).when(setDue('2026-12-11')).then(dueSet('2026-12-11'));
    after(...ready, started)
      .when(setDue('2026-12-11'))
      .thenRefused('no-gaps');
  });
  it('have a day only while the placement runs', () => {
    after().when(setDue('2026-12-11')).thenRefused('placement-not-proposed');
    after(proposed).when(setDue('2026-12-11')).thenRefused('placement-not-started');
    after(proposed, found, ended).when(setDue('2026-12-11')).thenRefused('placement-ended');
  });
  it('keep their day, once its reason has been erased', () =>
    after(proposed, found, { type: 'GapsDueSet', data: { ...due('2026-12-11'), because: erased } })
      .when(setDue('2026-12-11', 'The visit is later.'))
      .thenNothing());
});

describe('the week of a placement', () => {
  const planned: PlacementEvent = { type: 'WeekPlanned', data: { ...about, from: '2026-12-07', slots: [monday] } };
  const planFrom = (from: string): PlacementCommand => ({
    type: 'PlanWeek',
    data: { ...about, from, slots: [monday] },
  });

  it('is planned from a day on', () => after(proposed).when(plan).then(planned));
  it('is planned once, however often', () => {
    after(proposed, planned).when(plan).thenNothing();
    after(...ready, started, planned, ended)
      .when(plan)
      .thenNothing();
  });
  it('is the same in whichever order its slots are told', () =>
    after(proposed)
      .when({ type: 'PlanWeek', data: { ...about, from: '2026-11-23', slots: [thursday, monday] } })
      .thenNothing());
  it('may be planned otherwise from the same day on', () => {
    const other = { ...about, from: '2026-12-07', slots: [thursday] };
    after(proposed, planned).when({ type: 'PlanWeek', data: other }).then({ type: 'WeekPlanned', data: other });
  });
  it('has each session once', () => {
    const twice = [monday, { ...monday, arriveAt: '09:30' }];
    after(proposed)
      .when({ type: 'PlanWeek', data: { ...about, from: '2026-12-07', slots: twice } })
      .thenRefused('slots-not-distinct');
    after()
      .when({ type: 'ProposePlacement', data: { ...proposal, slots: twice } })
      .thenRefused('slots-not-distinct');
  });
  it('lets nobody leave before arriving', () =>
    after(proposed)
      .when({ type: 'PlanWeek', data: { ...about, from: '2026-12-07', slots: [{ ...monday, leaveAt: '09:00' }] } })
      .thenRefused('leaves-before-arriving'));
  it('begins with the placement: on the agreed day, or when it was found to have begun', () => {
    const found: PlacementEvent = {
      type: 'PlacementFoundStarted',
      data: { ...about, startedOn: '2026-11-16', missing: required },
    };
    after(proposed).when(planFrom('2026-11-20')).thenRefused('week-before-start-day');
    const late: PlacementEvent = { type: 'PlacementStarted', data: { ...about, startedOn: '2026-11-26' } };
    after(...ready, late)
      .when(planFrom('2026-11-24'))
      .then({ type: 'WeekPlanned', data: { ...about, from: '2026-11-24', slots: [monday] } });
    after(proposed, found).when(planFrom('2026-11-15')).thenRefused('week-before-start-day');
    after(proposed, found)
      .when(planFrom('2026-11-16'))
      .then({ type: 'WeekPlanned', data: { ...about, from: '2026-11-16', slots: [monday] } });
  });
});

describe('a placement of a pupil whose data has been erased', () => {
  it('is not decided anew by an old order', () => {
    const gone = [
      { type: 'PlacementProposed', data: { ...proposal, purpose: erased } },
      { type: 'PlacementAgreed', data: { ...agreement, signedBy: erased } },
      started,
      { type: 'PlacementEnded', data: { ...ending, because: erased } },
    ] satisfies readonly PlacementEvent[];
    for (const command of [propose, agree, end])
      after(...gone)
        .when(command)
        .thenNothing();
  });
});
