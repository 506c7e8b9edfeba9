import { z } from 'zod';
import { about, day, id, personal, type Day, type Messages, type MessageOf } from '#event-sourcing';
import { no } from '../refusals.js';
import { sameAsKnown } from '../same-as-known.js';

/**
 * What a school found when it looked a provider up: whether it is registered, what inspectors said of it, who approves of it.
 *
 * Each is found about the provider as a whole or about one site, by somebody, on a day, at a source. The last finding stands
 * and those before it stay. None of them answers a row of the checklist: a check is what the school has seen for itself.
 */
const line = z.string().trim().min(1).max(160);
/** A school's own words; they may name people, so they are sealed with the provider's file. */
const words = personal(z.string().trim().min(1).max(2_000));
const found = { providerId: id, siteId: id.optional(), personId: id };
/** `on` is the day on which it was looked up, `source` where. */
const lookedUp = { ...found, on: day, source: line };

export const registered = z.enum(['as-a-school', 'not-registered', 'not-known']);
export const inspected = z.enum(['inspected', 'not-yet-inspected', 'not-known']);
export const approved = z.enum(['approved', 'not-approved', 'not-known']);

const registration = z.object({
  ...lookedUp,
  registered,
  number: line.optional(),
  inspectorate: line.optional(),
  /** How the answer bore on the decision to place pupils there. */
  bearing: words,
});
const inspection = z.object({
  ...lookedUp,
  inspected,
  reportedOn: day.optional(),
  /** In the inspectorate's words: these change with its frameworks, so no list of them is kept. */
  outcome: line.optional(),
  link: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .optional(),
  /** What the school made of the report. */
  view: words.optional(),
});
const approval = z.object({
  ...lookedUp,
  approved,
  authority: line.optional(),
  /** The last day on which the approval holds. */
  until: day.optional(),
  because: words.optional(),
});

/** An insurance is a policy, too. */
export const policyKind = z.enum([
  'public-liability-insurance',
  'employers-liability-insurance',
  'professional-indemnity-insurance',
  'motor-insurance',
  'safeguarding-policy',
  'health-and-safety-policy',
  'fire-risk-assessment',
  'behaviour-policy',
  'data-protection-policy',
  'complaints-policy',
]);
export type PolicyKind = z.output<typeof policyKind>;
/** `on` is the day on which it was seen; it holds from and until these days, both included. */
const policy = z.object({ ...found, on: day, policy: policyKind, from: day.optional(), until: day.optional() });

export const findingEvents = {
  RegistrationFound: about(
    'providerId',
    registration.describe(
      'Somebody looked up whether a provider, or one of its sites, is registered as a school; the last answer stands.',
    ),
  ),
  InspectionFound: about(
    'providerId',
    inspection.describe(
      'Somebody looked up what inspectors said of a provider, or of one of its sites; “not yet inspected” is an answer.',
    ),
  ),
  ApprovalFound: about(
    'providerId',
    approval.describe('Somebody looked up whether a local authority approves of a provider; this answers no check.'),
  ),
  PolicySeen: policy.describe(
    'Somebody saw an insurance or a policy of a provider, or of one of its sites, and the days for which it holds.',
  ),
};
export const findingCommands = {
  RecordRegistration: about('providerId', registration),
  RecordInspection: about('providerId', inspection),
  RecordApproval: about('providerId', approval),
  RecordPolicy: policy,
};
export type FindingEvent = MessageOf<Messages<typeof findingEvents>>;
export type FindingCommand = MessageOf<Messages<typeof findingCommands>>;

/** The findings that stand, by what they are findings of. */
export type Findings = Readonly<Record<string, FindingEvent>>;

export const isFinding = (event: { readonly type: string }): event is FindingEvent =>
  Object.hasOwn(findingEvents, event.type);
export const isFindingCommand = (command: { readonly type: string }): command is FindingCommand =>
  Object.hasOwn(findingCommands, command.type);

/** Of one kind, a provider has a finding as a whole and one for each site; of policies, one for each kind of policy. */
const keyOf = ({ type, data }: FindingEvent): string =>
  [type, data.siteId ?? '', type === 'PolicySeen' ? data.policy : ''].join(' ');

export const withFinding = (findings: Findings, event: FindingEvent): Findings => ({
  ...findings,
  [keyOf(event)]: event,
});

/** What is found again is nothing new; the provider and its site are known to be there. */
// Procedure: S4.9, S4.10, S4.13, S5.1, S13.7, S13.8
export function decideFinding(command: FindingCommand, findings: Findings): FindingEvent[] {
  const event = eventOf(command);
  const known = findings[keyOf(event)];
  return known && sameAsKnown<object>(known.data, event.data) ? [] : [event];
}

function eventOf({ type, data }: FindingCommand): FindingEvent {
  switch (type) {
    case 'RecordRegistration':
      if (data.registered === 'as-a-school' && !(data.number && data.inspectorate)) {
        return no('registration-needs-number');
      }
      return { type: 'RegistrationFound', data };
    case 'RecordInspection':
      if (data.inspected === 'inspected' && !(data.reportedOn && data.outcome && data.view)) {
        return no('inspection-needs-report');
      }
      return { type: 'InspectionFound', data };
    case 'RecordApproval':
      if (data.approved === 'approved' && !data.authority) return no('approval-needs-authority');
      if (data.approved === 'not-approved' && !data.because) return no('no-reason-without-approval');
      return { type: 'ApprovalFound', data };
    case 'RecordPolicy':
      if (data.from && data.until && data.until < data.from) return no('policy-ends-before-it-begins');
      return { type: 'PolicySeen', data };
  }
}

/** How a policy, or an approval, stands on a day: what ends within thirty days is seen to in time. */
export type Validity = 'holds' | 'ends-soon' | 'over';
const soonDays = 30;
export function validityOn(until: Day | undefined, today: Day): Validity {
  if (until === undefined) return 'holds';
  if (until < today) return 'over';
  return Date.parse(until) - Date.parse(today) <= soonDays * 86_400_000 ? 'ends-soon' : 'holds';
}
