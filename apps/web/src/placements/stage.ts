import { isSuspendedOn } from '#domain';
import type { Day } from '#event-sourcing';
import type { PlacementListRow, PlacementRow } from '#read-models';

type Tag = { readonly text: string; readonly colour: string };

const tags: Readonly<Record<PlacementRow['stage'], Tag>> = {
  proposed: { text: 'Proposed', colour: 'yellow' },
  agreed: { text: 'Agreed', colour: 'blue' },
  started: { text: 'Started', colour: 'green' },
  ended: { text: 'Ended', colour: 'grey' },
};
const suspended: Tag = { text: 'Suspended', colour: 'orange' };

/** How far a placement has come on a day, as a tag: the word and its colour. */
export const stageTag = ({ stage, suspensions }: Pick<PlacementRow, 'stage' | 'suspensions'>, on: Day): Tag =>
  stage === 'started' && isSuspendedOn(suspensions, on) ? suspended : tags[stage];

/** The same of a placement in a list. */
export const listedStageTag = ({ stage, suspendedFrom, resumesOn }: PlacementListRow, on: Day): Tag =>
  stageTag({ stage, suspensions: suspendedFrom ? [{ from: suspendedFrom, until: resumesOn ?? null }] : [] }, on);
