import fc from 'fast-check';
import { erased } from '#event-sourcing';
import { given, ids } from '#testing';
import {
  evaluation,
  evaluationIdOf,
  rowJudgement,
  type EvaluationCommand,
  type EvaluationEvent,
  type RowJudgement,
} from './evaluation.js';

const { schoolId, otherSchoolId, providerId, siteId, actionId, personId, adultId } = ids(
  'schoolId',
  'otherSchoolId',
  'providerId',
  'siteId',
  'actionId',
  'personId',
  'adultId',
);
const on = '2026-11-16';
const evaluationId = evaluationIdOf(schoolId, siteId, 'progress', on);
const about = { evaluationId, schoolId, providerId, siteId };
const answered = (row: string, judged: RowJudgement) => ({ row, label: row, question: `${row}?`, judgement: judged });
const found = {
  ...about,
  procedure: { id: 'off-site-education', edition: '2025-01' },
  instrument: { id: 'progress', title: 'Progress', version: '1' },
  personId,
  on,
  answers: [answered('reports', 'partly-met'), { ...answered('agencies', 'not-looked-at'), chosen: ['Drug support'] }],
  words: [{ row: 'reports', evidence: 'The report of October.', notes: 'No marks in it.' }],
};
const action = { ...about, actionId, personId, on };
const agreement = {
  ...action,
  row: 'reports',
  owner: { kind: 'adult' as const, id: adultId },
  dueOn: '2026-12-04',
  what: 'Send a report with marks.',
};
const move = { ...action, on: '2026-12-01', dueOn: '2026-12-18', because: 'The tutor is ill.' };
const closure = { ...action, on: '2026-12-19', doneOn: '2026-12-17', outcome: 'It has come.' };

const recorded: EvaluationEvent = { type: 'EvaluationRecorded', data: found };
const agreed: EvaluationEvent = { type: 'EvaluationActionAgreed', data: agreement };
const moved: EvaluationEvent = { type: 'EvaluationActionMoved', data: move };
const closed: EvaluationEvent = { type: 'EvaluationActionClosed', data: closure };
const record: EvaluationCommand = { type: 'RecordEvaluation', data: found };
const agree: EvaluationCommand = { type: 'AgreeEvaluationAction', data: agreement };
const moveIt: EvaluationCommand = { type: 'MoveEvaluationAction', data: move };
const close: EvaluationCommand = { type: 'CloseEvaluationAction', data: closure };

describe('an evaluation', () => {
  const after = given(evaluation);

  it('is recorded with what was found in each row', () => after().when(record).then(recorded));
  it('is recorded once, however often it is sent, and also when its words are erased', () => {
    after(recorded).when(record).thenNothing();
    after({ type: 'EvaluationRecorded', data: { ...found, words: erased } })
      .when(record)
      .thenNothing();
  });
  it('is not recorded again with something else', () =>
    after(recorded)
      .when({ type: 'RecordEvaluation', data: { ...found, answers: [answered('reports', 'met')] } })
      .thenRefused('evaluation-already-recorded'));
  it('is one of each school, site, instrument and day', () => {
    expect(evaluationIdOf(schoolId, siteId, 'progress', on)).toBe(evaluationId);
    expect(evaluationIdOf(otherSchoolId, siteId, 'progress', on)).not.toBe(evaluationId);
    expect(evaluationIdOf(schoolId, siteId, 'progress', '2026-11-17')).not.toBe(evaluationId);
  });
  it('answers each row once', () =>
    after()
      .when({ type: 'RecordEvaluation', data: { ...found, answers: [...found.answers, answered('reports', 'met')] } })
      .thenRefused('evaluation-rows-not-distinct'));

  it('needs something that was looked at, and what that was', () => {
    const judgements = fc.array(fc.tuple(fc.constantFrom(...rowJudgement.options), fc.boolean()), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(judgements, (rows) => {
        const answers = rows.map(([judged], index) => answered(`row-${index}`, judged));
        const words = rows.map(([, hasEvidence], index) => ({
          row: `row-${index}`,
          ...(hasEvidence ? { evidence: 'A log.' } : { notes: 'None.' }),
        }));
        const told = after().when({ type: 'RecordEvaluation', data: { ...found, answers, words } });
        const lookedAt = rows.filter(([judged]) => judged !== 'not-looked-at');
        if (lookedAt.length === 0) told.thenRefused('nothing-looked-at');
        else if (lookedAt.some(([, hasEvidence]) => !hasEvidence)) told.thenRefused('looked-at-without-evidence');
        else told.then({ type: 'EvaluationRecorded', data: { ...found, answers, words } });
      }),
    );
  });
});

// Procedure: S19.12, S20.8, S21.6
describe('an action of an evaluation', () => {
  const after = given(evaluation);

  it('is agreed with an owner and a day, once', () => {
    after(recorded).when(agree).then(agreed);
    after(recorded, agreed).when(agree).thenNothing();
    const otherwise = { ...agreement, dueOn: '2026-12-05' };
    after(recorded, agreed)
      .when({ type: 'AgreeEvaluationAction', data: otherwise })
      .thenRefused('action-already-agreed');
  });
  it('belongs to an evaluation, and to a row of it where it names one', () => {
    after().when(agree).thenRefused('evaluation-not-recorded');
    after(recorded)
      .when({ type: 'AgreeEvaluationAction', data: { ...agreement, row: 'climate' } })
      .thenRefused('action-of-another-row');
    const { row: _, ...ofNone } = agreement;
    after(recorded)
      .when({ type: 'AgreeEvaluationAction', data: ofNone })
      .then({ type: 'EvaluationActionAgreed', data: ofNone });
  });
  it('is not due in the past, neither at first nor when it is moved', () => {
    after(recorded)
      .when({ type: 'AgreeEvaluationAction', data: { ...agreement, dueOn: '2026-11-15' } })
      .thenRefused('action-due-in-the-past');
    after(recorded, agreed)
      .when({ type: 'MoveEvaluationAction', data: { ...move, dueOn: '2026-11-30' } })
      .thenRefused('action-due-in-the-past');
  });
  it('is moved with a reason, and not to the day that it has', () => {
    after(recorded, agreed).when(moveIt).then(moved);
    after(recorded, agreed, moved).when(moveIt).thenNothing();
  });
  it('is closed once, with what was done', () => {
    after(recorded, agreed).when(close).then(closed);
    after(recorded, agreed, moved, closed).when(close).thenNothing();
    const otherwise = { ...closure, outcome: 'Nothing came.' };
    after(recorded, agreed, closed)
      .when({ type: 'CloseEvaluationAction', data: otherwise })
      .thenRefused('action-closed');
  });
  it('is not moved once it is closed', () => after(recorded, agreed, closed).when(moveIt).thenRefused('action-closed'));
  it('is not closed for a day to come', () =>
    after(recorded, agreed)
      .when({ type: 'CloseEvaluationAction', data: { ...closure, doneOn: '2026-12-20' } })
      .thenRefused('action-done-later-than-said'));
  it('has to be there', () => {
    after(recorded).when(moveIt).thenRefused('action-not-agreed');
    after(recorded).when(close).thenRefused('action-not-agreed');
  });
});

describe('an action that somebody else sees to', () => {
  const after = given(evaluation);
  const owner = { kind: 'person' as const, id: personId };
  const handover = { ...action, on: '2026-11-30', owner, from: '2026-12-19' };
  const handOver: EvaluationCommand = { type: 'HandOverEvaluationAction', data: handover };
  const handedOver: EvaluationEvent = { type: 'EvaluationActionHandedOver', data: handover };
  const back = { ...handover, owner: agreement.owner };

  it('is theirs from a day on, however often it is said', () => {
    after(recorded, agreed).when(handOver).then(handedOver);
    after(recorded, agreed, handedOver).when(handOver).thenNothing();
  });
  it('goes back where it was, if minds change', () =>
    after(recorded, agreed, handedOver)
      .when({ type: 'HandOverEvaluationAction', data: back })
      .then({ type: 'EvaluationActionHandedOver', data: back }));
  it('is there, and open', () => {
    after(recorded).when(handOver).thenRefused('action-not-agreed');
    after(recorded, agreed, closed).when(handOver).thenRefused('action-closed');
  });
});
