import { z } from 'zod';
import { day, id, messages, type Decider, type MessageOf } from '#event-sourcing';
import { no } from '../refusals.js';

/** The trust whose schools an installation is for: one stream, as one trust has one procedure. */
export const theTrust = 'installation';
const named = z.object({ name: z.string().trim().min(1).max(120) });
/** Who answers for the procedure itself, its reviews among that: somebody who is entered, from a day on. */
const owner = z.object({ personId: id, from: day });

export const trustEvents = messages({
  TrustNamed: named.describe(
    'The trust has this name from now on: every page and letter that names it takes it from here.',
  ),
  ProcedureOwnerNamed: owner.describe('From this day on somebody owns the trust’s procedure and its reviews.'),
});
export type TrustEvent = MessageOf<typeof trustEvents>;

export const trustCommands = messages({ NameTrust: named, NameProcedureOwner: owner });
export type TrustCommand = MessageOf<typeof trustCommands>;

/** What a trust decides by: its name, and who owned its procedure from which day on, in order. */
export type Trust = {
  readonly name: string | null;
  readonly owners: readonly z.output<typeof owner>[];
};

export const trust: Decider<TrustCommand, TrustEvent, Trust> = {
  category: 'trust',
  initial: { name: null, owners: [] },

  evolve: (known, { type, data }) => {
    switch (type) {
      case 'TrustNamed':
        return { ...known, name: data.name };
      case 'ProcedureOwnerNamed':
        return { ...known, owners: [...known.owners.filter(({ from }) => from < data.from), data] };
    }
  },

  // Procedure: S1.1, S1.4
  decide: ({ type, data }, { name, owners }) => {
    switch (type) {
      case 'NameTrust':
        return name === data.name ? [] : [{ type: 'TrustNamed', data }];
      case 'NameProcedureOwner': {
        const last = owners.at(-1);
        if (last?.personId === data.personId) return [];
        if (last && data.from < last.from) return no('owner-before-the-last-one');
        return [{ type: 'ProcedureOwnerNamed', data }];
      }
    }
  },
};
