import { ownerOn, type RowJudgement } from '#domain';
import { erased, orElse, type Day, type Id } from '#event-sourcing';
import type { EvaluationActionRow } from '#read-models';
import { paths, urlOf } from '../shell/paths.js';
import { count, shortDay } from '../shell/words.js';
import type { Names } from './gather.js';

type Tag = { readonly text: string; readonly colour: string };

export const judgementTags: Readonly<Record<RowJudgement, Tag>> = {
  met: { text: 'Met', colour: 'green' },
  'partly-met': { text: 'Partly met', colour: 'yellow' },
  'not-met': { text: 'Not met', colour: 'red' },
  'not-looked-at': { text: 'Not looked at', colour: 'grey' },
};

export const isOverdue = ({ state, dueOn }: EvaluationActionRow, today: Day): boolean =>
  state === 'open' && dueOn < today;

/** How an action stands on a day: done, overdue, or due. */
function actionTag(action: EvaluationActionRow, today: Day): Tag {
  if (action.closed) return { text: `Done ${shortDay(action.closed.doneOn)}`, colour: 'green' };
  return isOverdue(action, today)
    ? { text: `Overdue since ${shortDay(action.dueOn)}`, colour: 'red' }
    : { text: `Due by ${shortDay(action.dueOn)}`, colour: 'yellow' };
}

const nameOf = (names: Names, id: Id): string => names.get(id)?.name ?? 'Somebody';

export type ShownAction = ReturnType<typeof shownAction>;

/** An action as every page shows it; `may` says whether the reader sees to it. */
// Procedure: S19.12, S20.8, S21.6
export function shownAction(action: EvaluationActionRow, names: Names, today: Day, may: boolean) {
  const { schoolId, evaluationId, actionId, closed } = action;
  const owner = ownerOn(action, today);
  const address = { schoolId, evaluationId, actionId };
  const outcome = orElse(action.outcome ?? '', 'What was done is erased');
  const isOpen = closed === undefined;
  return {
    what: orElse(action.what, 'What is to be done is erased'),
    owner: nameOf(names, owner.id),
    // Somebody else has to see to it: it is handed over, or agreed anew with whoever does.
    ownerHasLeft: isOpen && (names.get(owner.id)?.hasLeft ?? false),
    tag: actionTag(action, today),
    lines: closed
      ? [`${outcome} Closed by ${nameOf(names, closed.personId)} on ${shortDay(closed.on)}.`]
      : [...movesOf(action, names), ...handoversOf(action, names)],
    evaluation: urlOf(paths.evaluations.show, { schoolId, evaluationId }),
    close: may && isOpen ? urlOf(paths.evaluations.closeAction, address) : null,
    move: may && isOpen ? urlOf(paths.evaluations.moveAction, address) : null,
  };
}

/** "Moved from 4 Dec 2026 to 18 Dec 2026 by Priya Raman on 1 Dec 2026: The tutor is ill." */
export const movesOf = ({ moves, reasons }: EvaluationActionRow, names: Names): string[] =>
  moves.map(({ from, to, personId, on }, index) => {
    const because = reasons === erased ? 'the reason is erased' : (reasons[index] ?? '');
    return `Moved from ${shortDay(from)} to ${shortDay(to)} by ${nameOf(names, personId)} on ${shortDay(on)}: ${because}`;
  });

/** "From 19 Dec 2026 it is Sam Oduya’s, says Owen Pryce on 1 Dec 2026." */
export const handoversOf = ({ handovers }: EvaluationActionRow, names: Names): string[] =>
  handovers.map(
    ({ from, owner, personId, on }) =>
      `From ${shortDay(from)} ${nameOf(names, owner.id)} sees to it, entered by ${nameOf(names, personId)} on ${shortDay(on)}`,
  );

/** "3 actions are open, 1 of them overdue." */
export function openWords(open: readonly EvaluationActionRow[], today: Day): string {
  const overdue = open.filter((each) => isOverdue(each, today)).length;
  const all = `${count(open.length, 'action')} ${open.length === 1 ? 'is' : 'are'} open`;
  return `${all}, ${overdue === 0 ? 'none' : overdue} of them overdue.`;
}
