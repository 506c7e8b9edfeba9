import { allEvents, assurance, provider, type AssuranceCommand, type AssuranceGiven } from '#domain';
import { bySystem, Journal, MemoryEventStore, Refusal, transact, type Id } from '#event-sourcing';
import { Editions, readEdition } from '#procedure';
import { MemoryKeys, SealingCodec } from '#sealing';
import { HeldClock, ids } from '#testing';
import { AssuranceGate } from './assurance-gate.js';

/** A small edition: of each adult two things are needed, of the provider one is good practice. */
const edition = readEdition(`
id: off-site-education
edition: 2026-09
inForceFrom: 2026-09-01
title: A small procedure
review: { reviewedOn: [], nextReviewOn: 2027-09-30 }
citations: []
checks: []
assurance:
  replyWithinSchoolDays: 10
  validForMonths: 12
  eachAdult:
    - { id: identity, label: Their identity was checked, blocks: true }
    - { id: overseas, label: They were checked overseas, notRelevant: true, blocks: true }
  provider:
    - { id: complaints, label: There is a complaints policy, blocks: false }
gates: {}
duties: {}
`);

const { assuranceId, schoolId, providerId, siteId } = ids('assuranceId', 'schoolId', 'providerId', 'siteId');
const { tom, moira, personId, correlationId } = ids('tom', 'moira', 'personId', 'correlationId');
const meta = bySystem('test', correlationId);
const about = { assuranceId, schoolId, providerId, siteId, round: 1 };
const procedure = { id: 'off-site-education', edition: '2026-09' };
const request: AssuranceCommand = {
  type: 'RequestAssurance',
  data: { ...about, recipientId: tom, personId, on: '2026-11-16', replyBy: '2026-11-30', procedure },
};
const confirmed: AssuranceGiven[] = [
  { item: 'identity', answer: 'yes' },
  { item: 'overseas', answer: 'not-relevant' },
];
const answer = (ofTom: AssuranceGiven[], answers: AssuranceGiven[] = [], othersIds: Id[] = []): AssuranceCommand => ({
  type: 'AnswerAssurance',
  data: {
    ...about,
    on: '2026-11-18',
    channel: 'link',
    byId: tom,
    answeredBy: 'Tom Arkwright',
    position: 'Manager',
    adultIds: [tom],
    othersIds,
    answers,
    adults: [{ adultId: tom, answers: ofTom }],
  },
});
const accept: AssuranceCommand = { type: 'AcceptAssurance', data: { ...about, personId, on: '2026-11-19' } };

describe('the gate of written assurance', () => {
  let journal: Journal;
  let gate: AssuranceGate;
  beforeEach(async () => {
    const clock = new HeldClock('2026-11-16T09:00:00.000Z');
    journal = new Journal(new MemoryEventStore(clock), new SealingCodec(allEvents, new MemoryKeys()));
    gate = new AssuranceGate(journal, new Editions([edition]));
    await transact(
      journal,
      provider,
      providerId,
      { type: 'EnterProvider', data: { providerId, name: 'Wheelhouse' } },
      meta,
    );
    const site = { providerId, siteId, name: 'Workshop', address: 'Canal Street', telephone: '01632 960002' };
    await transact(journal, provider, providerId, { type: 'OpenSite', data: site }, meta);
    await work(tom);
  });

  const work = (adultId: Id) => {
    const data = { providerId, siteId, adultId, name: 'Somebody', email: 'a@b.example', attendanceContact: false };
    return transact(journal, provider, providerId, { type: 'NameAdult', data }, meta);
  };
  const send = async (...commands: readonly AssuranceCommand[]) => {
    for (const command of commands) {
      await gate.guard(assuranceId, command);
      await transact(journal, assurance, assuranceId, command, meta);
    }
  };
  const refusal = async (...commands: readonly AssuranceCommand[]): Promise<string> => {
    try {
      await send(...commands);
      return 'none';
    } catch (error) {
      return error instanceof Refusal ? error.reason : String(error);
    }
  };

  // Procedure: S23.4, S23.14
  it('lets answers be accepted when all that is needed is confirmed, also where good practice is not', async () =>
    expect(await refusal(request, answer(confirmed, [{ item: 'complaints', answer: 'no' }]), accept)).toBe('none'));

  it('does not while something needed is answered no, or not at all', async () => {
    expect(await refusal(request, answer([{ item: 'identity', answer: 'no' }, ...confirmed.slice(1)]), accept)).toBe(
      'assurance-blocked',
    );
    expect(await refusal(answer(confirmed.slice(0, 1)), accept)).toBe('assurance-blocked');
    expect(await refusal(answer(confirmed), accept)).toBe('none');
  });

  // Procedure: S23.13
  it('does not while somebody is there of whom nothing is said', async () => {
    await work(moira);
    expect(await refusal(request, answer(confirmed), accept)).toBe('assurance-blocked');
    expect(await refusal(answer(confirmed, [], [moira]), accept)).toBe('none');
  });

  it('takes no answer that is not asked for', async () => {
    await send(request);
    expect(await refusal(answer([{ item: 'shoe-size', answer: 'yes' }]))).toBe('assurance-answer-unknown');
    expect(await refusal(answer([{ item: 'identity', answer: 'not-relevant' }]))).toBe('assurance-answer-unknown');
    expect(await refusal(answer([], [{ item: 'identity', answer: 'yes' }]))).toBe('assurance-answer-unknown');
  });

  it('leaves what was never asked to the rules', async () => expect(await refusal(accept)).toBe('assurance-not-asked'));
});
