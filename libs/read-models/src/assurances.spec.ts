import type { AssuranceEvent } from '#domain';
import { given, ids, rowsOf } from '#testing';
import { adultAssurances, AssuranceById, AssuranceByIdAnswers, assurances } from './assurances.js';

const about = { ...ids('assuranceId', 'schoolId', 'providerId', 'siteId'), round: 1 };
const { recipientId, otherId, personId, adultId } = ids('recipientId', 'otherId', 'personId', 'adultId');
const procedure = { id: 'off-site-education', edition: '2026-09' };
const asked = {
  type: 'AssuranceRequested' as const,
  data: { ...about, recipientId, personId, on: '2026-11-16', replyBy: '2026-11-30', procedure },
};
const chased = {
  type: 'AssuranceChased' as const,
  data: { ...about, chase: 1, recipientId: otherId, personId, on: '2026-12-01' },
};
const answers = [{ item: 'complaints-policy', answer: 'yes' as const }];
const signed = { answeredBy: 'Tom Arkwright', position: 'Manager', channel: 'link' as const, byId: recipientId };
const answered = {
  type: 'AssuranceAnswered' as const,
  data: { ...about, on: '2026-12-02', ...signed, adultIds: [adultId], othersIds: [otherId], answers },
};
const ofAdult = {
  type: 'AdultAssured' as const,
  data: { ...about, adultId, answers: [{ item: 'identity', answer: 'yes' as const }] },
};
const accepted = {
  type: 'AssuranceAccepted' as const,
  data: { ...about, personId, on: '2026-12-03', words: 'Seen.' },
};
const anew: AssuranceEvent = { type: 'AssuranceRequested', data: { ...asked.data, round: 2, on: '2027-12-01' } };
const row = {
  ...about,
  personId,
  recipientId,
  askedOn: '2026-11-16',
  replyBy: '2026-11-30',
  procedure,
  status: 'asked' as const,
  chased: [],
  adultIds: [],
  othersIds: [],
  answers: [],
};

describe('written assurance', () => {
  const after = given(assurances);

  it('is who was asked, by whom, under which edition', () => after(asked).then(row));
  it('has who was sent another letter', () =>
    after(asked, chased).then({ ...row, chased: [{ on: '2026-12-01', recipientId: otherId, personId }] }));
  it('has the answer, with its author, and its acceptance', async () => {
    const found = await ask(asked, ofAdult, answered, accepted);
    expect(found?.assurance).toMatchObject({
      status: 'accepted',
      answeredOn: '2026-12-02',
      ...signed,
      answers,
      adultIds: [adultId],
      othersIds: [otherId],
      acceptedOn: '2026-12-03',
      acceptedBy: personId,
      because: 'Seen.',
    });
    expect(found?.adults).toMatchObject([{ adultId, answers: ofAdult.data.answers }]);
  });
  it('begins from nothing in another round', async () => {
    const found = await ask(asked, ofAdult, answered, accepted, anew);
    expect(found?.assurance).toMatchObject({ round: 2, status: 'asked', adultIds: [], answers: [] });
    expect(found?.assurance.answeredOn).toBeUndefined();
    expect(found?.adults).toEqual([]);
  });
  it('is nothing where nobody was asked', async () => {
    after(answered).then(null);
    expect(await ask()).toBeNull();
  });
});

describe('what is said of an adult', () => {
  it('is the last of it', () =>
    given(adultAssurances)(ofAdult).then({
      assuranceId: about.assuranceId,
      adultId,
      round: 1,
      answers: ofAdult.data.answers,
    }));
});

const ask = (...history: readonly AssuranceEvent[]) =>
  new AssuranceByIdAnswers(rowsOf(...history)).execute(new AssuranceById({ assuranceId: about.assuranceId }));
