import { z } from 'zod';
import { day, id, messages, personal, type Day, type Decider, type MessageOf } from '#event-sourcing';
import { no } from '../refusals.js';
import { sameAsKnown } from '../same-as-known.js';
import { documentNamed, documentsMax } from '../vocabulary.js';

/** A check is one row of the pre-admission checklist at one site of a provider, in one round. A row answered no blocks. */
const about = { checkId: id, providerId: id, siteId: id, row: z.string().min(1).max(80), round: z.int().min(1) };
/** What was seen, in the checker's words; free text may name people, so it is sealed with the site's file. */
const words = personal(z.string().trim().min(1).max(2_000));
/** Documents that show it, and what their files were called, in the same order: a name may tell of a person. */
const shown = {
  documents: z.array(documentNamed).min(1).max(documentsMax).optional(),
  fileNames: personal(z.array(z.string().min(1).max(200)).max(documentsMax)).optional(),
};
// Procedure: S9.3, S10.3
/** The last day on which it holds, where what was seen says so: a certificate, a training that is to be repeated. */
const lasting = { until: day.optional() };
const finding = z.object({ ...about, personId: id, on: day, evidence: words, ...shown });
const proof = finding.extend(lasting);
const exemption = z.object({ ...about, personId: id, on: day, because: words, ...shown, ...lasting });

const sealed = { subject: 'siteId', kept: 'provider-file' } as const;

export const checkEvents = messages(
  {
    CheckMet: proof.describe('A row of the checklist is answered yes for this site, on this evidence.'),
    CheckNotMet: finding.describe(
      'A row of the checklist is answered no: it blocks the start of placements at this site.',
    ),
    CheckNotApplicable: exemption.describe('A row of the checklist does not apply to this site, for this reason.'),
  },
  sealed,
);
export type CheckEvent = MessageOf<typeof checkEvents>;

export const checkCommands = messages(
  { RecordCheckMet: proof, RecordCheckNotMet: finding, RecordCheckNotApplicable: exemption },
  sealed,
);
export type CheckCommand = MessageOf<typeof checkCommands>;

type Finding = z.output<typeof finding>;
type Proof = z.output<typeof proof>;
type Exemption = z.output<typeof exemption>;

/** How a row stands: the last that was found. */
export type Check =
  | { readonly outcome: 'not-answered' }
  | { readonly outcome: 'met'; readonly finding: Proof }
  | { readonly outcome: 'not-met'; readonly finding: Finding }
  | { readonly outcome: 'not-applicable'; readonly exemption: Exemption };

/** What settles a row: answered yes, or not applicable with its reason. For how long, the edition has a say in. */
export function settlingOf(check: Check): { readonly on: Day; readonly until?: Day | undefined } | null {
  switch (check.outcome) {
    case 'met':
      return check.finding;
    case 'not-applicable':
      return check.exemption;
    case 'not-met':
    case 'not-answered':
      return null;
  }
}

export const check: Decider<CheckCommand, CheckEvent, Check> = {
  category: 'check',
  initial: { outcome: 'not-answered' },

  evolve: (_, { type, data }) => {
    switch (type) {
      case 'CheckMet':
        return { outcome: 'met', finding: data };
      case 'CheckNotMet':
        return { outcome: 'not-met', finding: data };
      case 'CheckNotApplicable':
        return { outcome: 'not-applicable', exemption: data };
    }
  },

  // What is found can change, both ways: a policy is brought in later, or turns out to be an old one. The last finding
  // stands, and those before it stay in the trail.
  decide: ({ type, data }, check) => {
    if (type !== 'RecordCheckNotMet' && data.until !== undefined && data.until < data.on)
      return no('check-over-when-seen');
    switch (type) {
      case 'RecordCheckMet':
        return check.outcome === 'met' && sameAsKnown(check.finding, data) ? [] : [{ type: 'CheckMet', data }];
      case 'RecordCheckNotMet':
        return check.outcome === 'not-met' && sameAsKnown(check.finding, data) ? [] : [{ type: 'CheckNotMet', data }];
      case 'RecordCheckNotApplicable':
        return check.outcome === 'not-applicable' && sameAsKnown(check.exemption, data)
          ? []
          : [{ type: 'CheckNotApplicable', data }];
    }
  },
};
