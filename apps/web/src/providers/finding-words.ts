import { validityOn, type PolicyKind, type Validity } from '#domain';
import { orElse, type Day, type Id } from '#event-sourcing';
import { standsFor, type FindingRow, type PersonRow } from '#read-models';
import { shortDay } from '../shell/words.js';

type Tag = { readonly text: string; readonly colour: string };

export const policyWords: Readonly<Record<PolicyKind, string>> = {
  'public-liability-insurance': 'Public liability insurance',
  'employers-liability-insurance': 'Employers’ liability insurance',
  'professional-indemnity-insurance': 'Professional indemnity insurance',
  'motor-insurance': 'Motor insurance for carrying pupils',
  'safeguarding-policy': 'Safeguarding policy',
  'health-and-safety-policy': 'Health and safety policy',
  'fire-risk-assessment': 'Fire risk assessment',
  'behaviour-policy': 'Behaviour policy',
  'data-protection-policy': 'Data protection policy',
  'complaints-policy': 'Complaints policy',
};

/** The kinds of finding that every provider is expected to have. */
export const kinds = ['registration', 'inspection', 'approval'] as const;
export type Kind = (typeof kinds)[number];
export const kindWords: Readonly<Record<Kind, string>> = {
  registration: 'Registration as a school',
  inspection: 'Inspection',
  approval: 'Approval by a local authority',
};

/** What an answer says, to be seen first. No colour says that something is wrong: most good providers are no schools. */
const answerTags: Readonly<Record<Exclude<FindingRow['answer'], PolicyKind>, Tag>> = {
  'as-a-school': { text: 'Registered as a school', colour: 'green' },
  'not-registered': { text: 'Not registered', colour: 'blue' },
  inspected: { text: 'Inspected', colour: 'green' },
  'not-yet-inspected': { text: 'Not yet inspected', colour: 'blue' },
  approved: { text: 'Approved', colour: 'green' },
  'not-approved': { text: 'Not approved', colour: 'blue' },
  'not-known': { text: 'Not known', colour: 'yellow' },
};
const notLookedUp: Tag = { text: 'Not looked up yet', colour: 'yellow' };

const isPolicy = (answer: FindingRow['answer']): answer is PolicyKind => Object.hasOwn(policyWords, answer);

export const answerTag = ({ answer }: FindingRow): Tag | null => (isPolicy(answer) ? null : answerTags[answer]);

/** Of what is found, with the latest first, only what stands. */
export function standing(findings: readonly FindingRow[]): FindingRow[] {
  const seen = new Set<string>();
  return findings.filter((each) => {
    const key = standsFor(each);
    return seen.has(key) ? false : seen.add(key);
  });
}

/** How an approval or a policy stands on a day, where it stands out. */
export function endTag({ until }: FindingRow, today: Day): Tag | null {
  if (until === undefined) return null;
  const tags: Readonly<Record<Validity, Tag | null>> = {
    holds: null,
    'ends-soon': { text: `Ends ${shortDay(until)}`, colour: 'orange' },
    over: { text: `Ended ${shortDay(until)}`, colour: 'red' },
  };
  return tags[validityOn(until, today)];
}

/** "Public liability insurance", or the kind of finding. */
export const whatIsFound = ({ kind, answer }: FindingRow): string =>
  isPolicy(answer) ? policyWords[answer] : kind === 'policy' ? '' : kindWords[kind];

/** What ends or has ended of what stands, for the list: "Public liability insurance" with its tag. */
export const ending = (findings: readonly FindingRow[], today: Day): { what: string; tag: Tag }[] =>
  standing(findings).flatMap((each) => {
    const tag = endTag(each, today);
    return tag ? [{ what: whatIsFound(each), tag }] : [];
  });

/** What a finding says, line by line, who found it and where. */
function linesOf(finding: FindingRow, people: ReadonlyMap<Id, PersonRow>): string[] {
  const { kind, number, body, from, until, outcome, words, source, personId, on } = finding;
  const said = words === undefined ? undefined : orElse(words, 'erased');
  const who = orElse(people.get(personId)?.name ?? 'Somebody', 'Somebody');
  const facts: Readonly<Record<FindingRow['kind'], readonly (string | undefined)[]>> = {
    registration: [number && `Number ${number}, ${body}`, said && `How it bore on the decision: ${said}`],
    inspection: [
      outcome && `${outcome}, report of ${shortDay(from ?? on)}`,
      said && `What the school made of it: ${said}`,
    ],
    approval: [body, until && `Holds until ${shortDay(until)}`, said && `Why the provider is used: ${said}`],
    policy: [from && `From ${shortDay(from)}`, until ? `Until ${shortDay(until)}` : 'No end entered'],
  };
  const seen = source === undefined ? `Seen by ${who} on ${shortDay(on)}` : `${source}, ${shortDay(on)}, ${who}`;
  return [...facts[kind].filter((each): each is string => each !== undefined && each !== ''), seen];
}

export type ShownFinding = ReturnType<typeof shownFinding>;
const shownFinding = (finding: FindingRow, today: Day, people: ReadonlyMap<Id, PersonRow>) => ({
  what: whatIsFound(finding),
  tags: [answerTag(finding), endTag(finding, today)].filter((tag) => tag !== null),
  lines: linesOf(finding, people),
  link: finding.link ?? null,
});

/** What was found about the provider as a whole, or about one site: what stands, what is missing, and what stood before. */
// Procedure: S4.5, S4.9, S4.10, S4.13, S5.1, S13.7, S13.8
export function findingsOf(
  findings: readonly FindingRow[],
  siteId: Id | undefined,
  today: Day,
  people: ReadonlyMap<Id, PersonRow>,
) {
  const here = findings.filter((each) => each.siteId === siteId);
  const stand = standing(here);
  const show = (each: FindingRow) => shownFinding(each, today, people);
  const missing = siteId === undefined ? kinds.filter((kind) => !stand.some((each) => each.kind === kind)) : [];
  return {
    found: [
      ...kinds.flatMap((kind) => stand.filter((each) => each.kind === kind).map(show)),
      ...missing.map((kind) => ({ what: kindWords[kind], tags: [notLookedUp], lines: [], link: null })),
    ],
    policies: stand
      .filter(({ kind }) => kind === 'policy')
      .map(show)
      .toSorted((a, b) => a.what.localeCompare(b.what)),
    earlier: here.filter((each) => !stand.includes(each)).map(show),
  };
}
