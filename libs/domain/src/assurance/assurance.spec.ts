import { given, ids } from '#testing';
import { allEvents } from '../events.js';
import { assurance, type AssuranceCommand, type AssuranceEvent } from './assurance.js';

const about = { ...ids('assuranceId', 'schoolId', 'providerId', 'siteId'), round: 1 };
const { recipientId, otherId, personId, adultId } = ids('recipientId', 'otherId', 'personId', 'adultId');
const request = {
  ...about,
  recipientId,
  personId,
  on: '2026-11-16',
  replyBy: '2026-11-30',
  procedure: { id: 'off-site-education', edition: '2026-09' },
};
const reply = {
  ...about,
  on: '2026-11-18',
  channel: 'link' as const,
  byId: recipientId,
  answeredBy: 'Tom Arkwright',
  position: 'Workshop manager',
  adultIds: [adultId],
  othersIds: [],
  answers: [{ item: 'complaints-policy', answer: 'yes' as const }],
};
const checked = [{ item: 'identity', answer: 'yes' as const }];
const asked: AssuranceEvent = { type: 'AssuranceRequested', data: request };
const ofAdult: AssuranceEvent = { type: 'AdultAssured', data: { ...about, adultId, answers: checked } };
const answered: AssuranceEvent = { type: 'AssuranceAnswered', data: reply };
const acceptance = { ...about, personId, on: '2026-11-19' };
const accepted: AssuranceEvent = { type: 'AssuranceAccepted', data: acceptance };

const ask: AssuranceCommand = { type: 'RequestAssurance', data: request };
const askAnew: AssuranceCommand = { type: 'RequestAssurance', data: { ...request, round: 2, on: '2026-11-20' } };
const anew: AssuranceEvent = { type: 'AssuranceRequested', data: { ...request, round: 2, on: '2026-11-20' } };
const chase = (count: number, to = recipientId) => ({
  type: 'ChaseAssurance' as const,
  data: { ...about, chase: count, recipientId: to, personId, on: '2026-12-01' },
});
const chased = (count: number, to = recipientId): AssuranceEvent => ({
  type: 'AssuranceChased',
  data: chase(count, to).data,
});
const answer: AssuranceCommand = {
  type: 'AnswerAssurance',
  data: { ...reply, adults: [{ adultId, answers: checked }] },
};
const accept: AssuranceCommand = { type: 'AcceptAssurance', data: acceptance };

describe('what is said of an adult', () => {
  it('is sealed under their own key, and what is signed under that of the site', () => {
    const sealing = ['AdultAssured', 'AssuranceAnswered'].map((type) => allEvents.get(type));
    expect(sealing.map((each) => [each?.sealed?.subject, each?.personal])).toEqual([
      ['adultId', ['answers']],
      ['siteId', ['answeredBy', 'position', 'words']],
    ]);
  });
});

describe('written assurance', () => {
  const after = given(assurance);

  // Procedure: S23.1, S23.2, S23.5
  it('is asked for, of an adult at the provider, by a day', () => after().when(ask).then(asked));
  it('is asked for once, however often the form is sent', () => after(asked).when(ask).thenNothing());
  it('is not asked for by a day that is over', () =>
    after()
      .when({ type: 'RequestAssurance', data: { ...request, replyBy: '2026-11-15' } })
      .thenRefused('reply-by-before-asked'));
  it('is chased, and not asked for a second time, while there is no answer', () =>
    after(asked).when(askAnew).thenRefused('assurance-already-asked'));
  it('is asked for anew when there is one, round after round', () => {
    after(asked, ofAdult, answered, accepted).when(askAnew).then(anew);
    after(asked, ofAdult, answered).when(askAnew).then(anew);
    after().when(askAnew).thenRefused('assurance-already-asked');
  });

  it('is chased as often as need be, each letter once, and somebody else may get it', () => {
    after(asked).when(chase(1, otherId)).then(chased(1, otherId));
    after(asked, chased(1)).when(chase(1)).thenNothing();
    after(asked, chased(1)).when(chase(2)).then(chased(2));
    after(asked, ofAdult, answered).when(chase(1)).then(chased(1));
    after(asked, ofAdult, answered, accepted).when(chase(1)).thenRefused('assurance-accepted');
    after().when(chase(1)).thenRefused('assurance-not-asked');
  });

  // Procedure: S23.4, S23.13
  it('is answered for each adult under a key of their own, and for the provider', () =>
    after(asked).when(answer).then(ofAdult, answered));
  it('is answered once, however often the form is sent', () =>
    after(asked, ofAdult, answered).when(answer).thenNothing());
  it('may be answered otherwise until it is accepted', () => {
    const otherwise = { ...reply, adults: [{ adultId, answers: [{ item: 'identity', answer: 'no' as const }] }] };
    after(asked, ofAdult, answered)
      .when({ type: 'AnswerAssurance', data: otherwise })
      .then(
        { type: 'AdultAssured', data: { ...about, adultId, answers: [{ item: 'identity', answer: 'no' }] } },
        answered,
      );
    after(asked, ofAdult, answered, accepted)
      .when({ type: 'AnswerAssurance', data: otherwise })
      .thenRefused('assurance-accepted');
  });
  it('is not answered by the link of a round that is over', () =>
    after(asked, ofAdult, answered, anew).when(answer).thenRefused('assurance-round-over'));
  it('is not answered unasked', () => after().when(answer).thenRefused('assurance-not-asked'));

  it('is accepted by the school, once', () => {
    after(asked, ofAdult, answered).when(accept).then(accepted);
    after(asked, ofAdult, answered, accepted).when(accept).thenNothing();
    after(asked).when(accept).thenRefused('assurance-not-answered');
  });
});
