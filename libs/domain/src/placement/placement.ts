import { erased, type Day, type Decider, type Id } from '#event-sourcing';
import { no } from '../refusals.js';
import { sameAsKnown } from '../same-as-known.js';
import { decideAdopting, withAdopting, type Under } from './adopting.js';
import {
  decideReview,
  isAboutDirectionReview,
  isDirectionReview,
  withReview,
  type ReviewRequests,
} from './direction-review.js';
import type { Account } from './ending.js';
import {
  briefingIn,
  decideEvidence,
  evidenceAfter,
  isAboutEvidence,
  isEvidence,
  withFact,
  type EvidenceFacts,
} from './evidence.js';
import { decidePassingOn, withPassedOn, type PassedOn } from './passing-on.js';
import type { Ending, GapsDue, PlacementCommand, PlacementEvent, Proposal, StopReview } from './placement-events.js';
import { decideReturning, type ReturnCheck } from './returning.js';
import { decideSignatory, isAboutSignatory } from './signatories.js';
import { arrangedOn } from './signing.js';
import { decideSuspending, isAboutSuspending, isSuspending, withSuspending, type Lasting } from './suspending.js';
import { assertKeepable, sameSlots, withWeek, type PlannedWeek } from './weeks.js';

type LastingUnder = Lasting & Under;

/** A placement that has been proposed, and how far it has come. */
export type KnownPlacement = LastingUnder & {
  readonly stage: 'proposed' | 'started' | 'ended';
  /** The parties, the purpose and the agreed first day. */
  readonly proposal: Proposal;
  /** In order of their days; the first is the proposal's. `slotsOn` finds the one that holds. */
  readonly weeks: readonly PlannedWeek[];
  /** What is there, with its day; an agreement counts, too. */
  readonly evidence: Readonly<Record<string, Day>>;
  /** The facts by which it is there. */
  readonly facts: EvidenceFacts;
  /** Who follows whom in what was arranged, since it was arranged last. */
  readonly passedOn: readonly PassedOn[];
  readonly startedOn: Day | null;
  /** What was missing when it was found to have begun; what has been gathered since is among it. */
  readonly missing: readonly string[];
  /** By when that is to be there, as it was last set. */
  readonly gapsDue: GapsDue | null;
  readonly ending: Ending | null;
  /** The written requests for a review of the direction. */
  readonly reviews: ReviewRequests;
  /** What was decided about each stop, as it was last said. */
  readonly stopReviews: Readonly<Record<Id, StopReview>>;
  /** What came of it, as it was last judged. */
  readonly account: Account | null;
  /** How the return went, each time that somebody looked. */
  readonly returnChecks: readonly ReturnCheck[];
};
/** What a placement decides by, and what duties are worked out from. */
export type Placement = { readonly stage: 'unproposed' } | KnownPlacement;

/**
 * A placement is one pupil's time with one provider, from the proposal to the end. The school of the pupil is responsible
 * throughout. It is refused a start while evidence is missing; a start that has happened is a fact and is never refused.
 */
export const placement: Decider<PlacementCommand, PlacementEvent, Placement> = {
  category: 'placement',
  initial: { stage: 'unproposed' },

  evolve: (placement, event) => {
    if (event.type === 'PlacementProposed') {
      const { data } = event;
      const weeks = [{ from: data.startOn, slots: data.slots, restOfWeek: data.restOfWeek }];
      const nothingYet = {
        evidence: {},
        facts: {},
        passedOn: [],
        startedOn: null,
        missing: [],
        gapsDue: null,
        suspensions: [],
        suspension: null,
        resumption: null,
        ending: null,
        reviews: [],
        stopReviews: {},
        account: null,
        returnChecks: [],
        adoption: null,
      };
      const plannedEndOn = data.plannedEndOn ?? null;
      const { procedure } = data;
      return { stage: 'proposed', proposal: data, procedure, weeks, plannedEndOn, ...nothingYet };
    }
    if (placement.stage === 'unproposed') return placement;
    if (isEvidence(event)) {
      const evidence = evidenceAfter(placement.evidence, event, placement.startedOn !== null);
      const passedOn = event.type === 'ArrangementsAgreed' ? [] : placement.passedOn;
      return { ...placement, evidence, passedOn, facts: withFact(placement.facts, event) };
    }
    if (isSuspending(event)) return withSuspending(placement, event);
    if (event.type === 'EditionAdopted') return withAdopting(placement, event);
    if (isDirectionReview(event)) return { ...placement, reviews: withReview(placement.reviews, event) };
    const { type, data } = event;
    switch (type) {
      case 'ArrangementsPassedOn':
        return { ...placement, passedOn: withPassedOn(placement.passedOn, data) };
      case 'PlacementStarted':
        return { ...placement, stage: 'started', startedOn: data.startedOn };
      case 'PlacementFoundStarted':
        return { ...placement, stage: 'started', startedOn: data.startedOn, missing: data.missing };
      case 'GapsDueSet':
        return { ...placement, gapsDue: data };
      case 'WeekPlanned': {
        const { from, slots, restOfWeek } = data;
        return { ...placement, weeks: withWeek(placement.weeks, { from, slots, restOfWeek }) };
      }
      case 'PlacementEnded':
        return { ...placement, stage: 'ended', ending: data };
      case 'StopReviewed':
        return { ...placement, stopReviews: { ...placement.stopReviews, [data.stopId]: data } };
      case 'PlacementJudged':
        return { ...placement, account: data };
      case 'ReturnChecked':
        return { ...placement, returnChecks: [...placement.returnChecks, data] };
    }
  },

  decide: (command, placement) => {
    if (command.type === 'ProposePlacement') {
      const { data } = command;
      if (placement.stage !== 'unproposed') {
        return sameAsKnown(placement.proposal, data) ? [] : no('placement-already-proposed');
      }
      assertKeepable(data.slots);
      if (data.plannedEndOn !== undefined && data.plannedEndOn < data.startOn) return no('ends-before-it-starts');
      return [{ type: 'PlacementProposed', data }];
    }
    if (placement.stage === 'unproposed') return no('placement-not-proposed');
    // Procedure: S3.2
    // The school of the proposal stays responsible, whoever teaches the pupil: nobody else decides anything about it.
    if (command.data.schoolId !== placement.proposal.schoolId) return no('placement-of-another-school');
    if (command.data.subjectId !== placement.proposal.subjectId) return no('placement-of-another-pupil');
    if (isAboutSuspending(command)) {
      const known = { ...placement, firstOn: firstDay(placement), hasEnded: placement.stage === 'ended' };
      return decideSuspending(command, known);
    }
    if (command.type === 'AdoptEdition') {
      return decideAdopting(command, { ...placement, hasEnded: placement.stage === 'ended' });
    }
    if (isAboutDirectionReview(command)) {
      const isDirected = placement.proposal.route === 'directed';
      const known = { requests: placement.reviews, isDirected, hasEnded: placement.stage === 'ended' };
      return decideReview(command, known);
    }
    if (isAboutEvidence(command) || isAboutSignatory(command)) {
      const { facts, evidence, stage, weeks } = placement;
      const arranged = (on: Day) => arrangedOn(weeks, firstDay(placement), on, briefingIn(facts));
      const known = { facts, evidence, hasEnded: stage === 'ended', arrangedOn: arranged };
      return isAboutSignatory(command) ? decideSignatory(command, known) : decideEvidence(command, known);
    }
    if (command.type === 'PassOnArrangements') {
      return decidePassingOn(command, { ...placement, hasEnded: placement.stage === 'ended' });
    }
    const { type, data } = command;
    switch (type) {
      // Procedure: S14.24
      case 'StartPlacement': {
        if (placement.startedOn !== null) return startedAlready(placement, data.startedOn);
        const { required, ...start } = data;
        const missing = missingOf(placement, required);
        if (missing.length > 0) return no('evidence-missing', missing);
        if (data.startedOn < placement.proposal.startOn) return no('before-start-day');
        return [{ type: 'PlacementStarted', data: start }];
      }

      // What has happened on paper or in a car park has happened: whatever is missing is recorded and owed.
      case 'FindPlacementStarted': {
        if (placement.startedOn !== null) return startedAlready(placement, data.startedOn);
        const { required, ...start } = data;
        return [{ type: 'PlacementFoundStarted', data: { ...start, missing: missingOf(placement, required) } }];
      }

      // Set on the same day again, by whomever, it is the same date. One that is moved says why, and the old one stays
      // in the trail.
      case 'SetGapsDue': {
        if (placement.gapsDue?.dueOn === data.dueOn) return [];
        if (placement.startedOn === null) return no('placement-not-started');
        if (placement.stage === 'ended') return no('placement-ended');
        if (gapsOf(placement).length === 0) return no('no-gaps');
        const { setOn, ...set } = data;
        if (data.dueOn < setOn) return no('gaps-due-before-today');
        if (placement.gapsDue && data.because === undefined) return no('no-reason-for-another-day');
        return [{ type: 'GapsDueSet', data: set }];
      }

      case 'PlanWeek': {
        const known = placement.weeks.find(({ from }) => from === data.from);
        if (known && known.restOfWeek === data.restOfWeek && sameSlots(known.slots, data.slots)) return [];
        if (placement.stage === 'ended') return no('placement-ended');
        assertKeepable(data.slots);
        return data.from < firstDay(placement) ? no('week-before-start-day') : [{ type: 'WeekPlanned', data }];
      }

      case 'EndPlacement':
        if (placement.ending) return sameAsKnown(placement.ending, data) ? [] : no('placement-ended');
        if (placement.startedOn === null) return no('placement-not-started');
        if (data.endedOn < placement.startedOn) return no('ends-before-it-starts');
        if (data.next !== undefined && data.next !== erased && data.next.from <= data.endedOn) {
          return no('next-place-before-the-end');
        }
        return [{ type: 'PlacementEnded', data }];

      // Procedure: S4.22
      case 'ReviewStop': {
        const before = placement.stopReviews[data.stopId];
        if (before && sameAsKnown(before, data)) return [];
        return placement.stage === 'ended' ? no('placement-ended') : [{ type: 'StopReviewed', data }];
      }

      // Procedure: X10
      case 'JudgePlacement': {
        if (placement.account && sameAsKnown(placement.account, data)) return [];
        if (placement.ending === null) return no('placement-not-ended');
        if (data.judgedOn < placement.ending.endedOn) return no('judged-before-the-end');
        return isWhole(placement, data) ? [{ type: 'PlacementJudged', data }] : no('targets-not-all-judged');
      }

      case 'CheckReturn': {
        const endedOn = placement.ending?.endedOn ?? null;
        return decideReturning(command, { endedOn, checks: placement.returnChecks });
      }
    }
  },
};

/** Whether an account judges every target that was set; one whose aims nobody set, or are erased, can't be held against them. */
function isWhole({ facts }: KnownPlacement, { targets }: Account): boolean {
  const aims = facts['AimsSet'];
  const set = aims?.type === 'AimsSet' ? aims.data.targets : [];
  return targets === erased || set === erased || targets.length === set.length;
}

/** What was missing when a placement was found to have begun and is missing still. */
export const gapsOf = (placement: Pick<KnownPlacement, 'missing' | 'evidence'>): readonly string[] =>
  missingOf(placement, placement.missing);

const startedAlready = ({ startedOn }: KnownPlacement, again: Day) =>
  startedOn === again ? [] : no('placement-already-started');

/** All that is required and not there, each once, in the order in which the procedure asks for it. */
const missingOf = ({ evidence }: Pick<KnownPlacement, 'evidence'>, required: readonly string[]): string[] =>
  [...new Set(required)].filter((each) => !Object.hasOwn(evidence, each));

/** The first day at the provider: the agreed one, or an earlier one on which it was found to have begun. */
const firstDay = ({ proposal, startedOn }: KnownPlacement): Day =>
  startedOn !== null && startedOn < proposal.startOn ? startedOn : proposal.startOn;
