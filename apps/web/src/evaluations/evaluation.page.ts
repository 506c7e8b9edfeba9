import { erased, type Day, type Id } from '#event-sourcing';
import type { EvaluationActionRow, EvaluationRow } from '#read-models';
import { byKey, grouped } from '../shell/lists.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Notice } from '../shell/saved.js';
import { shortDay } from '../shell/words.js';
import { handoversOf, judgementTags, movesOf, openWords, shownAction } from './evaluation-words.js';
import type { EvaluationFacts, EvaluationsThere, Names } from './gather.js';

/** An evaluation as it was made, what is to be done because of it, and what has happened since. */
export function evaluationPage(facts: EvaluationFacts, today: Day, may: boolean, saved: Notice | null = null) {
  const { evaluation, provider, site, actions, names } = facts;
  const { schoolId, evaluationId, providerId, instrument, on, personId } = evaluation;
  const words = new Map(evaluation.words === erased ? [] : evaluation.words.map((each) => [each.row, each]));
  const labels = byKey(evaluation.answers, ({ row }) => row);
  return {
    title: instrument.title,
    caption: 'Evaluation',
    saved,
    back: { href: urlOf(paths.providers.show, { schoolId, providerId }), text: 'Back to the provider' },
    summary: [
      { key: 'Site', value: `${site}, ${provider}` },
      { key: 'Completed by', value: nameOf(names, personId) },
      { key: 'Day', value: shortDay(on) },
      { key: 'Form', value: `${instrument.title}, version ${instrument.version}` },
    ],
    isErased: evaluation.words === erased,
    rows: evaluation.answers.map(({ row, label, question, judgement, chosen = [] }) => ({
      label,
      question,
      tag: judgementTags[judgement],
      chosen,
      evidence: words.get(row)?.evidence ?? '',
      notes: words.get(row)?.notes ?? '',
    })),
    actions: [...actions]
      .sort((a, b) => Number(a.state === 'closed') - Number(b.state === 'closed'))
      .map((action) => ({
        ...shownAction(action, names, today, may),
        because: action.row === undefined ? '' : (labels.get(action.row)?.label ?? ''),
      })),
    add: may ? urlOf(paths.evaluations.addAction, { schoolId, evaluationId }) : null,
    history: historyOf(evaluation, actions, names),
  };
}

/** What happened, in the order of the days on which it was entered. */
function historyOf(evaluation: EvaluationRow, actions: readonly EvaluationActionRow[], names: Names) {
  const ofActions = actions.flatMap((action) => {
    const what = action.what === erased ? 'an action' : `“${action.what}”`;
    return [
      { on: action.on, text: `${nameOf(names, action.personId)} added ${what}, for ${nameOf(names, action.owner.id)}` },
      ...movesOf(action, names).map((text, index) => ({
        on: action.moves[index]?.on ?? action.on,
        text: `${what}: ${text}`,
      })),
      ...handoversOf(action, names).map((text, index) => ({
        on: action.handovers[index]?.on ?? action.on,
        text: `${what}: ${text}`,
      })),
      ...(action.closed
        ? [{ on: action.closed.on, text: `${nameOf(names, action.closed.personId)} closed ${what}` }]
        : []),
    ];
  });
  return [{ on: evaluation.on, text: `Completed by ${nameOf(names, evaluation.personId)}` }, ...ofActions]
    .map((each, index) => ({ ...each, index }))
    .sort((a, b) => a.on.localeCompare(b.on) || a.index - b.index)
    .map(({ on, text }) => ({ day: shortDay(on), text }));
}

const nameOf = (names: Names, id: Id): string => names.get(id)?.name ?? 'Somebody';

/** What a school found at each site of a provider, the latest first, with the ways to evaluate it again. */
export function evaluationsPart({ evaluations }: EvaluationsThere, siteId: Id) {
  return evaluations
    .filter((each) => each.siteId === siteId)
    .map(({ schoolId, evaluationId, instrument, on, answers }) => ({
      href: urlOf(paths.evaluations.show, { schoolId, evaluationId }),
      text: instrument.title,
      day: shortDay(on),
      tags: [...grouped(answers, ({ judgement }) => judgement)]
        .filter(([judgement]) => judgement === 'not-met' || judgement === 'partly-met')
        .map(([judgement, rows]) => ({
          text: `${rows.length} ${judgementTags[judgement].text.toLowerCase()}`,
          colour: judgementTags[judgement].colour,
        })),
    }));
}

/** What is still to be done at a provider: what is overdue comes first. */
export const openPart = ({ open, names }: EvaluationsThere, today: Day, may: boolean) =>
  open.length === 0
    ? null
    : { summary: openWords(open, today), actions: open.map((each) => shownAction(each, names, today, may)) };

export type OpenFacts = {
  readonly schoolId: Id;
  readonly open: readonly EvaluationActionRow[];
  readonly names: Names;
  readonly providers: ReadonlyMap<Id, string>;
};

/** The same for all providers of a school. */
export const actionsPage = ({ schoolId, open, names, providers }: OpenFacts, today: Day, may: boolean) => ({
  title: 'Actions agreed with providers',
  back: { href: urlOf(paths.providers.list, { schoolId }), text: 'All providers' },
  summary: open.length === 0 ? 'No action is open.' : openWords(open, today),
  actions: open.map((each) => ({
    ...shownAction(each, names, today, may),
    provider: providers.get(each.providerId) ?? '',
  })),
});
