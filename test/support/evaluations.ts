import { ofEverySchool, type ofHollinBank } from './routes.js';
import type { WebWorld } from './web-world.js';

/** Records an evaluation of a school with an action that is open: those of support/routes.ts. */
export async function enterEvaluation(
  world: WebWorld,
  { schoolId, evaluationId, actionId, personId }: Readonly<Record<keyof typeof ofHollinBank, string>>,
): Promise<void> {
  const { providerId, siteId } = ofEverySchool;
  const about = { evaluationId, schoolId, providerId, siteId, personId, on: '2026-11-13' };
  const { id, edition } = world.edition;
  const answers = [{ row: 'reports', label: 'Reports', question: 'How does it report?', judgement: 'partly-met' }];
  const words = [{ row: 'reports', evidence: 'The report of October.' }];
  const instrument = { id: 'progress', title: 'Progress', version: '1' };
  await world.send({
    type: 'RecordEvaluation',
    data: { ...about, procedure: { id, edition }, instrument, answers, words },
  });
  const owner = { kind: 'person', id: personId };
  const what = 'Ask for a report with marks.';
  await world.send({ type: 'AgreeEvaluationAction', data: { ...about, actionId, owner, dueOn: '2026-11-13', what } });
}
