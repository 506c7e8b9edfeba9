import fc from 'fast-check';
import { Refusal } from '#event-sourcing';
import { ids } from '#testing';
import { placement, type Placement } from './placement.js';
import type { PlacementCommand } from './placement-events.js';

const about = ids('placementId', 'subjectId', 'schoolId');
const names = ['pre-admission-checks', 'site-visited', 'emergency-contacts-acknowledged', 'agreement-signed'] as const;
const someNames = fc.subarray([...names]);
const someDay = fc.constantFrom('2026-11-20', '2026-11-23', '2026-11-24');

const command: fc.Arbitrary<PlacementCommand> = fc.oneof(
  fc.constant<PlacementCommand>({
    type: 'ProposePlacement',
    data: {
      ...about,
      ...ids('providerId', 'siteId'),
      purpose: 'Boat building.',
      startOn: '2026-11-23',
      slots: [{ weekday: 1, session: 'am', arriveAt: '09:00', leaveAt: '12:00' }],
      procedure: { id: 'off-site-education', edition: '2025-01' },
    },
  }),
  fc.record({ evidence: fc.constantFrom(...names), on: someDay }).map((gathered) => ({
    type: 'GatherEvidence' as const,
    data: { ...about, ...gathered },
  })),
  someDay.map((agreedOn) => ({
    type: 'AgreePlacement' as const,
    data: { ...about, agreedOn, signedBy: 'Mia Larch, mother' },
  })),
  someDay.map((visitedOn) => ({
    type: 'RecordSiteVisit' as const,
    data: { ...about, visitedOn, visitedBy: 'Mr Hale', seen: 'A dry workshop.' },
  })),
  fc.record({ startedOn: someDay, required: someNames }).map((start) => ({
    type: 'StartPlacement' as const,
    data: { ...about, ...start },
  })),
  fc.record({ startedOn: someDay, required: someNames }).map((start) => ({
    type: 'FindPlacementStarted' as const,
    data: { ...about, ...start },
  })),
  someDay.map((endedOn) => ({ type: 'EndPlacement' as const, data: { ...about, endedOn, because: 'Over.' } })),
);

/** Carries commands out one after the other, as a stream would, and tells each decision. */
function* live(commands: readonly PlacementCommand[]) {
  let state: Placement = placement.initial;
  const there = new Set<string>();
  for (const command of commands) {
    let refusal: Refusal | null = null;
    let events: ReturnType<typeof placement.decide> = [];
    try {
      events = placement.decide(command, state);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusal = error;
    }
    for (const event of events) {
      state = placement.evolve(state, event);
      if (event.type === 'EvidenceGathered') there.add(event.data.evidence);
      if (event.type === 'PlacementAgreed') there.add('agreement-signed');
      if (event.type === 'SiteVisited') there.add('site-visited');
    }
    yield { command, events, refusal, there: new Set(there) };
  }
}

const lives = fc.array(command, { maxLength: 14 });

describe('whatever the order of commands', () => {
  it('a placement never starts without the evidence that its start requires', () => {
    fc.assert(
      fc.property(lives, (commands) => {
        for (const { command, events, there } of live(commands)) {
          if (command.type !== 'StartPlacement' || events.length === 0) continue;
          expect(command.data.required.filter((each) => !there.has(each))).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('a refusal for want of evidence names all of it, and no other', () => {
    fc.assert(
      fc.property(lives, (commands) => {
        for (const { command, refusal, there } of live(commands)) {
          if (command.type !== 'StartPlacement' || refusal?.reason !== 'evidence-missing') continue;
          expect(refusal.details).toEqual(command.data.required.filter((each) => !there.has(each)));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('what has been decided is decided again as nothing, at once', () => {
    fc.assert(
      fc.property(lives, (commands) => {
        const twice = commands.flatMap((command) => [command, command]);
        const again = [...live(twice)].filter((_, index) => index % 2 === 1);
        expect(again.flatMap(({ events }) => events)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('a placement starts once', () => {
    fc.assert(
      fc.property(lives, (commands) => {
        const starts = [...live(commands)]
          .flatMap(({ events }) => events)
          .filter(({ type }) => type === 'PlacementStarted' || type === 'PlacementFoundStarted');
        expect(starts.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });
});
