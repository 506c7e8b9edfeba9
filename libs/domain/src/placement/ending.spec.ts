import { erased } from '#event-sourcing';
import { given, ids } from '#testing';
import { placement } from './placement.js';
import type { PlacementCommand, PlacementEvent } from './placement-events.js';

const about = ids('placementId', 'subjectId', 'schoolId');
const { stopId, headId } = ids('stopId', 'headId');
const proposed: PlacementEvent = {
  type: 'PlacementProposed',
  data: {
    ...about,
    ...ids('providerId', 'siteId'),
    purpose: 'Boat building.',
    startOn: '2026-11-23',
    slots: [{ weekday: 1, session: 'am', arriveAt: '09:00', leaveAt: '12:00' }],
    procedure: { id: 'off-site-education', edition: '2026-09' },
  },
};
const aims: PlacementEvent = {
  type: 'AimsSet',
  data: {
    ...about,
    setOn: '2026-11-11',
    outcome: 'Full attendance.',
    targets: ['Attend every session.', 'Finish the first unit.'],
    tried: 'A mentor.',
    pupilView: 'Would like it.',
    parentView: 'Is for it.',
  },
};
const started: PlacementEvent = { type: 'PlacementStarted', data: { ...about, startedOn: '2026-11-23' } };
const ending = {
  ...about,
  endedOn: '2026-12-11',
  because: 'His mother has taken him out.',
  how: 'withdrawn-by-parent' as const,
  next: { from: '2026-12-14', place: 'own-school' as const, details: 'Mr Hale expects him at 8:50.' },
};
const ended: PlacementEvent = { type: 'PlacementEnded', data: ending };
const account = {
  ...about,
  judgedOn: '2026-12-14',
  outcome: { judgement: 'partly' as const, words: 'Four days in five.' },
  targets: ['reached' as const, 'not-reached' as const],
  pupilView: 'He would go back.',
  parentView: 'Too far away.',
  reportAskedOn: '2026-12-11',
};
const judged: PlacementEvent = { type: 'PlacementJudged', data: account };
const judge: PlacementCommand = { type: 'JudgePlacement', data: account };

const after = given(placement);

// Procedure: S14.27, X10
describe('the end of a placement', () => {
  it('says how it came, and where the pupil is on the next school day', () =>
    after(proposed, started).when({ type: 'EndPlacement', data: ending }).then(ended));

  it('has no next place before its last day is over', () =>
    after(proposed, started)
      .when({ type: 'EndPlacement', data: { ...ending, next: { ...ending.next, from: '2026-12-11' } } })
      .thenRefused('next-place-before-the-end'));
});

// Procedure: S17.2, X10, X12
describe('what came of a placement', () => {
  it('is judged once it has ended, by each of its targets', () => {
    after(proposed, aims, started, ended).when(judge).then(judged);
    for (const targets of [[], ['reached' as const], ['reached' as const, 'partly' as const, 'partly' as const]]) {
      after(proposed, aims, started, ended)
        .when({ type: 'JudgePlacement', data: { ...account, targets } })
        .thenRefused('targets-not-all-judged');
    }
  });

  it('is judged without targets where nobody set any, and in any way where they are erased', () => {
    const plain = { ...account, targets: [] };
    after(proposed, started, ended)
      .when({ type: 'JudgePlacement', data: plain })
      .then({ type: 'PlacementJudged', data: plain });
    const gone = { ...aims, data: { ...aims.data, targets: erased } } as PlacementEvent;
    after(proposed, gone, started, ended).when(judge).then(judged);
  });

  it('is not judged before its end, nor as of a day before it', () => {
    after(proposed, aims, started).when(judge).thenRefused('placement-not-ended');
    after(proposed, aims, started, ended)
      .when({ type: 'JudgePlacement', data: { ...account, judgedOn: '2026-12-10' } })
      .thenRefused('judged-before-the-end');
  });

  it('is judged anew when somebody thinks otherwise, and the same again is nothing', () => {
    after(proposed, aims, started, ended, judged).when(judge).thenNothing();
    const again = { ...account, outcome: { judgement: 'reached' as const, words: 'All five, in the end.' } };
    after(proposed, aims, started, ended, judged)
      .when({ type: 'JudgePlacement', data: again })
      .then({ type: 'PlacementJudged', data: again });
  });
});

// Procedure: S4.22
describe('what a school decides when somebody stopped the place', () => {
  const review = { ...about, stopId, decision: 'goes-on' as const, because: 'Seen today.', personId: headId };
  const reviewed: PlacementEvent = { type: 'StopReviewed', data: review };
  const decide: PlacementCommand = { type: 'ReviewStop', data: review };

  it('is recorded, and decided otherwise later', () => {
    after(proposed, started).when(decide).then(reviewed);
    after(proposed, started, reviewed).when(decide).thenNothing();
    const away = { ...review, decision: 'kept-away' as const, because: 'He is at school today.' };
    after(proposed, started, reviewed)
      .when({ type: 'ReviewStop', data: away })
      .then({ type: 'StopReviewed', data: away });
  });

  it('is nothing to decide once it has ended', () =>
    after(proposed, started, ended).when(decide).thenRefused('placement-ended'));
});
