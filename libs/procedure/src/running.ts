import { dutyKind, status } from '#domain';
import { known, no, type CannotRun, type Path } from './cannot-run.js';
import type { Condition } from './condition.js';
import { didYouMean } from './nearest.js';
import { dutyThatRuns, type DutyRules } from './duty-rules.js';
import type {
  AgreementForm,
  Assurance,
  DirectionReviewRules,
  Instrument,
  PreAdmissionCheck,
  Requirement,
  WrittenEdition,
} from './written.js';
import { placementCondition, type GateName } from './vocabulary.js';

export type GateRule = {
  readonly when?: Condition | undefined;
  readonly require: readonly Requirement[];
  readonly otherwise?: readonly Requirement[] | undefined;
};

/** An edition of the procedure that this version of Waymark runs, all of it. */
export type Edition = Pick<WrittenEdition, 'id' | 'edition' | 'inForceFrom' | 'title' | 'review' | 'citations'> & {
  /** SHA-256 of the edition's canonical text: the same words, the same hash, however they are laid out. */
  readonly hash: string;
  readonly checks: readonly PreAdmissionCheck[];
  /** What a provider is asked to confirm in writing; null where it is not asked. */
  readonly assurance: Assurance | null;
  /** What a parent signs; null where the edition leaves it to the school. */
  readonly agreement: AgreementForm | null;
  /** What holds of a review on request; null where the edition does not say. */
  readonly directionReview: DirectionReviewRules | null;
  readonly instruments: readonly Instrument[];
  readonly gates: ReadonlyMap<GateName, readonly GateRule[]>;
  readonly duties: DutyRules;
};

/** What of an edition runs, and what doesn't: an edition is used only when nothing is left over. */
export function running(written: WrittenEdition, hash: string): { edition: Edition; problems: readonly CannotRun[] } {
  const problems: CannotRun[] = [];
  const { id, edition, inForceFrom, title, review, citations, checks, instruments } = written;
  const { assurance = null, agreement = null, directionReview = null } = written;

  const cited = citations.map((each) => each.id);
  const isCited = (path: Path, citation: string | undefined) => {
    if (citation === undefined || cited.includes(citation)) return;
    problems.push({ path, message: `is no citation of this edition${didYouMean(citation, cited)}` });
  };
  isCited(['assurance', 'citation'], assurance?.citation);
  isCited(['directionReview', 'citation'], directionReview?.citation);
  instruments.forEach(({ citation }, index) => isCited(['instruments', index, 'citation'], citation));
  checks.forEach(({ scope, citation }, index) => {
    isCited(['checks', index, 'citation'], citation);
    // One answer for a site serves every pupil there, and what was arranged for one of them must not.
    if (scope === 'placement')
      no(problems, ['checks', index, 'scope'], 'checks of a site alone, none of each placement');
  });

  const gates = new Map<GateName, readonly GateRule[]>();
  for (const [name, rules] of Object.entries(written.gates) as [GateName, readonly GateRule[]][]) {
    gates.set(name, rules);
    if (name !== 'start') no(problems, ['gates', name], 'no gate but that of the start');
    rules.forEach((rule, index) => {
      const conditions = [...status.options, ...placementCondition.options];
      known(problems, ['gates', name, index, 'when'], rule.when, conditions);
      for (const part of ['require', 'otherwise'] as const) {
        for (const required of rule[part] ?? []) gateRuns(problems, ['gates', name, index, part], required);
      }
    });
  }

  const duties: DutyRules = Object.assign(
    {},
    ...Object.entries(written.duties).map(([name, duty]): DutyRules => {
      const kind = dutyKind.safeParse(name).data;
      if (kind) return dutyThatRuns(problems, kind, duty);
      const meant = didYouMean(name, dutyKind.options);
      no(problems, ['duties', name], `no duty called ${name}, only ${listed(dutyKind.options)}${meant}`);
      return {};
    }),
  );
  const said = { id, edition, hash, inForceFrom, title, review, citations };
  return { edition: { ...said, checks, assurance, agreement, directionReview, instruments, gates, duties }, problems };
}

const listed = (words: readonly string[]): string => `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;

function gateRuns(problems: CannotRun[], path: Path, { evidence, by }: Requirement): void {
  const isSignature = evidence === 'agreement-signed-by';
  if (by !== undefined && !isSignature) no(problems, path, 'signatories of the agreement alone');
  if (by === undefined && isSignature) no(problems, path, 'no signature but that of somebody named');
}
