import { evaluationIdOf, type EvaluationEvent } from '#domain';
import { erased } from '#event-sourcing';
import { given, ids, rowsOf } from '#testing';
import {
  ActionsOfEvaluation,
  ActionsOfEvaluationAnswers,
  EvaluationById,
  EvaluationByIdAnswers,
  evaluationActions,
  evaluations,
  EvaluationsOf,
  EvaluationsOfAnswers,
  OpenActionsOf,
  OpenActionsOfAnswers,
} from './evaluations.js';

const { schoolId, otherSchoolId, providerId, otherProviderId, siteId, actionId, laterId, personId } = ids(
  'schoolId',
  'otherSchoolId',
  'providerId',
  'otherProviderId',
  'siteId',
  'actionId',
  'laterId',
  'personId',
);
const aboutOf = (school: string, provider: string, on: string) => ({
  evaluationId: evaluationIdOf(school, siteId, 'progress', on),
  schoolId: school,
  providerId: provider,
  siteId,
});
const recordedOn = (on: string, school = schoolId, provider = providerId) =>
  ({
    type: 'EvaluationRecorded',
    data: {
      ...aboutOf(school, provider, on),
      procedure: { id: 'off-site-education', edition: '2025-01' },
      instrument: { id: 'progress', title: 'Progress', version: '1' },
      personId,
      on,
      answers: [{ row: 'reports', label: 'Reports', question: 'How?', judgement: 'met' }],
      words: [{ row: 'reports', evidence: 'The report of October.' }],
    },
  }) as const satisfies EvaluationEvent;
const on = '2026-11-16';
const about = aboutOf(schoolId, providerId, on);
const agreed = (id: string, dueOn: string, at = about) =>
  ({
    type: 'EvaluationActionAgreed',
    data: {
      ...at,
      actionId: id,
      personId,
      on,
      row: 'reports',
      owner: { kind: 'person', id: personId },
      dueOn,
      what: 'Ask for marks.',
    },
  }) as const satisfies EvaluationEvent;
const entered = { ...about, actionId, personId };
const moved = {
  type: 'EvaluationActionMoved',
  data: { ...entered, on: '2026-12-01', dueOn: '2026-12-18', because: 'The tutor is ill.' },
} as const satisfies EvaluationEvent;
const closed = {
  type: 'EvaluationActionClosed',
  data: { ...entered, on: '2026-12-19', doneOn: '2026-12-17', outcome: 'It has come.' },
} as const satisfies EvaluationEvent;

describe('an evaluation', () => {
  it('is shown by the form as it was', () => {
    const { procedure: _, ...row } = recordedOn(on).data;
    given(evaluations)(recordedOn(on)).then(row);
  });
  it('is found by its id, and those of a school at a provider with the latest first', async () => {
    const rows = rowsOf(
      recordedOn(on),
      recordedOn('2026-12-01'),
      recordedOn(on, otherSchoolId),
      recordedOn('2026-11-17', schoolId, otherProviderId),
    );
    const { evaluationId } = about;
    expect(await new EvaluationByIdAnswers(rows).execute(new EvaluationById({ evaluationId }))).toMatchObject(about);
    const found = await new EvaluationsOfAnswers(rows).execute(new EvaluationsOf({ schoolId, providerId }));
    expect(found.map((each) => each.on)).toEqual(['2026-12-01', on]);
  });
});

// Procedure: S19.12, S20.8, S21.6
describe('an action', () => {
  const after = given(evaluationActions);
  const row = { ...agreed(actionId, '2026-12-04').data, moves: [], handovers: [], state: 'open' as const, reasons: [] };
  const move = { from: '2026-12-04', to: '2026-12-18', personId, on: '2026-12-01' };

  it('is open until somebody says what was done, and keeps the days that it had', () => {
    after(agreed(actionId, '2026-12-04')).then(row);
    const later = { ...row, dueOn: '2026-12-18', moves: [move], reasons: ['The tutor is ill.'] };
    after(agreed(actionId, '2026-12-04'), moved).then(later);
    after(agreed(actionId, '2026-12-04'), moved, closed).then({
      ...later,
      state: 'closed',
      closed: { doneOn: '2026-12-17', personId, on: '2026-12-19' },
      outcome: 'It has come.',
    });
  });
  it('keeps its days when the reasons are erased', () => {
    const silent = { type: 'EvaluationActionMoved', data: { ...moved.data, because: erased } } as const;
    after(agreed(actionId, '2026-12-04'), silent).then({ ...row, dueOn: '2026-12-18', moves: [move], reasons: erased });
  });
  it('is somebody else’s from the day on that it is handed over, as it was said last', () => {
    const { evaluationId } = agreed(actionId, '2026-12-04').data;
    const owner = { kind: 'person', id: laterId } as const;
    const about = aboutOf(schoolId, providerId, on);
    const data = { ...about, evaluationId, actionId, personId, on: '2026-11-30', owner, from: '2026-12-19' };
    const handed = { type: 'EvaluationActionHandedOver', data } as const;
    const handovers = [{ from: '2026-12-19', owner, personId, on: '2026-11-30' }];
    after(agreed(actionId, '2026-12-04'), handed).then({ ...row, handovers });
    after(agreed(actionId, '2026-12-04'), handed, handed).then({ ...row, handovers });
  });
  it('is nothing before it is agreed', () => after(moved).then(null));

  it('is asked for by evaluation, and while it is open by school and provider, the first day first', async () => {
    const rows = rowsOf(
      agreed(laterId, '2026-12-11'),
      agreed(actionId, '2026-12-04'),
      agreed(otherSchoolId, '2026-12-01', aboutOf(otherSchoolId, providerId, on)),
      agreed(otherProviderId, '2026-12-02', aboutOf(schoolId, otherProviderId, on)),
    );
    const open = async (where: OpenActionsOf['where'], among = rows) =>
      (await new OpenActionsOfAnswers(among).execute(new OpenActionsOf(where))).map(({ dueOn }) => dueOn);
    expect(await open({ schoolId })).toEqual(['2026-12-02', '2026-12-04', '2026-12-11']);
    expect(await open({ schoolId, providerId })).toEqual(['2026-12-04', '2026-12-11']);
    const one = rowsOf(agreed(actionId, '2026-12-04'), agreed(laterId, '2026-12-11'), closed);
    expect(await open({ schoolId }, one)).toEqual(['2026-12-11']);
    const { evaluationId } = about;
    const all = await new ActionsOfEvaluationAnswers(one).execute(new ActionsOfEvaluation({ evaluationId }));
    expect(all.map(({ state }) => state)).toEqual(['closed', 'open']);
  });
});
