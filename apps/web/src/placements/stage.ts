import type { PlacementRow } from '#read-models';

/** The stages of a placement as tags: the word and its colour. */
export const stageTag: Readonly<Record<PlacementRow['stage'], { text: string; colour: string }>> = {
  proposed: { text: 'Proposed', colour: 'yellow' },
  agreed: { text: 'Agreed', colour: 'blue' },
  started: { text: 'Started', colour: 'green' },
  ended: { text: 'Ended', colour: 'grey' },
};
