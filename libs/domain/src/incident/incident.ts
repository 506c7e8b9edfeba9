import type { z } from 'zod';
import { erased, messages, type Decider, type MessageOf } from '#event-sourcing';
import { no } from '../refusals.js';
import { sameAsKnown } from '../same-as-known.js';
import {
  incidentCorrected,
  incidentDecided,
  incidentParentsTold,
  incidentSeen,
  incidentTold,
  incidentWithdrawn,
  type IncidentAccount,
} from './incident-facts.js';

/**
 * Something that happened to a pupil at a provider, as the provider told it to the school: a restraint, an injury, bullying,
 * being sent home. One stream for each. Whoever answers for safeguarding sees it and decides what becomes of it. What was
 * told stays as it was entered; a correction is a fact of its own, and whoever saw it before sees it again.
 */
const sealed = { subject: 'subjectId', kept: 'pupil-file' } as const;
export const incidentEvents = messages(
  {
    IncidentTold: incidentTold.describe(
      'A provider told the school of something that happened to a pupil there: what, when, who told whom, and whether parents know.',
    ),
    IncidentCorrected: incidentCorrected.describe(
      'What was entered about an incident was wrong: as it should be, and why.',
    ),
    IncidentSeen: incidentSeen.describe('Somebody who answers for safeguarding has seen an incident.'),
    IncidentParentsTold: incidentParentsTold.describe(
      'Parents were told of an incident, or why they are not told, is known by now.',
    ),
    IncidentDecided: incidentDecided.describe(
      'Somebody who answers for safeguarding decided what becomes of an incident; decided again, the last one holds.',
    ),
    IncidentWithdrawn: incidentWithdrawn.describe('An incident was entered in error, such as about another pupil.'),
  },
  sealed,
);
export type IncidentEvent = MessageOf<typeof incidentEvents>;

export const incidentCommands = messages(
  {
    TellIncident: incidentTold,
    CorrectIncident: incidentCorrected,
    SeeIncident: incidentSeen,
    TellParentsOfIncident: incidentParentsTold,
    DecideIncident: incidentDecided,
    WithdrawIncident: incidentWithdrawn,
  },
  sealed,
);
export type IncidentCommand = MessageOf<typeof incidentCommands>;

/** What is known of an incident: as it was entered, and the last that was said of each. */
export type Incident = {
  readonly told: IncidentAccount | null;
  readonly corrected: z.output<typeof incidentCorrected> | null;
  readonly seen: boolean;
  readonly parents: z.output<typeof incidentParentsTold> | null;
  readonly decided: z.output<typeof incidentDecided> | null;
  readonly withdrawn: boolean;
};

export const incident: Decider<IncidentCommand, IncidentEvent, Incident> = {
  category: 'incident',
  initial: { told: null, corrected: null, seen: false, parents: null, decided: null, withdrawn: false },

  evolve: (incident, { type, data }) => {
    switch (type) {
      case 'IncidentTold':
        return { ...incident, told: data };
      case 'IncidentCorrected':
        // What it says of parents is the latest again.
        return { ...incident, corrected: data, seen: false, parents: null };
      case 'IncidentSeen':
        return { ...incident, seen: true };
      case 'IncidentParentsTold':
        return { ...incident, parents: data };
      case 'IncidentDecided':
        return { ...incident, decided: data };
      case 'IncidentWithdrawn':
        return { ...incident, withdrawn: true };
    }
  },

  decide: ({ type, data }, { told, corrected, seen, parents, decided, withdrawn }) => {
    if (type === 'TellIncident') {
      if (told) return sameAsKnown(told, data) ? [] : no('incident-told-otherwise');
      return isBeforeItWas(data) ? no('incident-told-before-it-was') : [{ type: 'IncidentTold', data }];
    }
    if (!told) return no('incident-not-known');
    if (type === 'WithdrawIncident') return withdrawn ? [] : [{ type: 'IncidentWithdrawn', data }];
    if (withdrawn) return no('incident-withdrawn');
    switch (type) {
      case 'CorrectIncident':
        if (corrected && sameAsKnown(corrected, data)) return [];
        return isBeforeItWas(data) ? no('incident-told-before-it-was') : [{ type: 'IncidentCorrected', data }];
      case 'SeeIncident':
        return seen ? [] : [{ type: 'IncidentSeen', data }];
      case 'TellParentsOfIncident':
        return parents && sameAsKnown(parents, data) ? [] : [{ type: 'IncidentParentsTold', data }];
      case 'DecideIncident': {
        if (!seen) return no('incident-not-seen');
        const { decision } = data;
        if (decision !== erased && decision.outcomes.includes('no-further-action') && decision.outcomes.length > 1) {
          return no('incident-decided-both-ways');
        }
        return decided && sameAsKnown(decided, data) ? [] : [{ type: 'IncidentDecided', data }];
      }
    }
  },
};

/** Nobody is told of what has not happened yet. */
const isBeforeItWas = ({
  on,
  toldOn,
  toldAt,
  says,
}: Pick<IncidentAccount, 'on' | 'toldOn' | 'toldAt' | 'says'>): boolean =>
  toldOn < on || (toldOn === on && says !== erased && says.at !== undefined && toldAt < says.at);
