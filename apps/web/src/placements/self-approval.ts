import { erased } from '#event-sourcing';
import type { TimelineRow } from '#read-models';
import type { NamesOf } from './timeline-words.js';

/**
 * Whoever proposes a placement should not be the one who signs for the school. It is allowed, because a small school may
 * have nobody else on the day, and it is said where everybody sees it. A signature on paper has a name and no account, so
 * names are compared; where one of them is not known any more, nothing is said.
 */
// Procedure: S2.9, S16.8
export function selfApproval(timeline: readonly TimelineRow[], nameOf: NamesOf): string | null {
  const proposer = timeline.find(({ type }) => type === 'PlacementProposed')?.actor;
  const signer = timeline.map(schoolSigner).findLast((each) => each !== null);
  if (proposer?.kind !== 'staff' || !signer) return null;
  const name = nameOf(proposer.id);
  return isName(plain(signer), plain(name))
    ? `${name} proposed this placement and signed for the school. Have somebody else of the school look at it.`
    : null;
}

/** The same name, also where an office follows it: "priya raman, head of inclusion". */
const isName = (signer: string, name: string): boolean =>
  signer === name || (signer.startsWith(name) && /^[^\p{L}-]/u.test(signer.slice(name.length)));

function schoolSigner({ type, details }: TimelineRow): string | null {
  if (type !== 'SignatureReceived' || details === erased) return null;
  const { signatory, signedBy } = JSON.parse(details) as { signatory?: unknown; signedBy?: unknown };
  return signatory === 'school' && typeof signedBy === 'string' ? signedBy : null;
}

/** A name without what makes no difference: capitals, more than one space, a title of courtesy. */
const plain = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .replace(/^(mr|mrs|ms|miss|mx|dr)\.? /, '');
