import type { Day } from '#event-sourcing';
import { known, type Known } from './condition.js';
import type { Edition } from './running.js';
import type { Requirement } from './written.js';
import { evidenceWords, type ConditionName, type Evidence, type GateName } from './vocabulary.js';

/** What has been gathered for a placement, and what is known of its pupil. */
export type GateFacts = {
  /** The evidence that is there, by its name, and the day that it is of. */
  readonly evidence: ReadonlyMap<string, Day>;
  /** The day for which the start is meant, and that of the agreement. */
  readonly startOn: Day;
  readonly agreedOn?: Day | undefined;
  readonly conditions?: ReadonlyMap<ConditionName, Known> | undefined;
};

/** Something that a gate asks for: its name and the words in which it says so. */
export type Missing = { readonly evidence: Evidence; readonly words: string };

/** Everything that a gate of an edition asks for, given what is known; what is unknown asks as if it were so. */
export function requiredFor(
  edition: Edition,
  gate: GateName,
  conditions: GateFacts['conditions'],
): readonly Requirement[] {
  const of = (name: ConditionName): Known => conditions?.get(name) ?? 'unknown';
  return (edition.gates.get(gate) ?? []).flatMap(({ when, require, otherwise }) =>
    when === undefined || known(when, of) !== 'no' ? require : (otherwise ?? []),
  );
}

/**
 * What a gate finds missing, all of it at once, so that nobody comes back twice. `before: start` is an earlier day than
 * the first: what is done on the morning itself was not done beforehand.
 */
export function missingFor(edition: Edition, gate: GateName, facts: GateFacts): readonly Missing[] {
  const missing = new Map<Evidence, Missing>();
  for (const { evidence, before } of requiredFor(edition, gate, facts.conditions)) {
    const on = facts.evidence.get(evidence);
    const words = evidenceWords[evidence];
    const limit = before === 'start' ? facts.startOn : before === 'agreement' ? facts.agreedOn : undefined;
    if (on === undefined) missing.set(evidence, { evidence, words });
    else if (limit !== undefined && on >= limit) {
      missing.set(evidence, { evidence, words: `${words}, before ${limit}: it is of ${on}` });
    }
  }
  return [...missing.values()];
}
