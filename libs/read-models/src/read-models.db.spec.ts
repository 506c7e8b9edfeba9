import { dutyIdOf, whereaboutsIdOf } from '#domain';
import { erased, noStream, type Message, type Position } from '#event-sourcing';
import { followerName, Rebuild } from '#followers';
import { ids } from '#testing';
import { FollowingWorld, meta } from '../../../test/support/following.js';
import { allProjections } from './all-projections.js';
import { ContactsOf, ContactsOfAnswers } from './contacts.js';
import { LettersToGo, LettersToGoAnswers } from './letters.js';
import { PlacementById, PlacementByIdAnswers } from './placements.js';
import { PupilById, PupilByIdAnswers, PupilsOf, PupilsOfAnswers } from './pupils.js';
import { NotAccountedFor, NotAccountedForAnswers, WhereIsEveryPupil, WhereIsEveryPupilAnswers } from './sessions.js';
import { TimelineOf, TimelineOfAnswers } from './timeline.js';

const { schoolId, subjectId, placementId, contactId } = ids('schoolId', 'subjectId', 'placementId', 'contactId');
const { providerId, siteId, adultId, personId, letterId } = ids(
  'providerId',
  'siteId',
  'adultId',
  'personId',
  'letterId',
);
const aboutPlacement = { placementId, subjectId, schoolId };
const aboutSession = { ...aboutPlacement, siteId, on: '2026-11-24', session: 'am' };
const whereaboutsId = whereaboutsIdOf(subjectId, '2026-11-24', 'am');
const dutyId = dutyIdOf('find-the-pupil', whereaboutsId);

/** A morning in which a site is silent, as the log tells it. */
const proposed: readonly Message[] = [
  {
    type: 'PupilEntered',
    data: { subjectId, schoolId, givenName: 'Ada', familyName: 'Nwosu', bornOn: '2012-04-09', yearGroup: 9 },
  },
  { type: 'StatusNoted', data: { subjectId, schoolId, status: 'known-risk', value: 'yes', on: '2026-11-20' } },
  {
    type: 'ContactNamed',
    data: {
      subjectId,
      schoolId,
      contactId,
      order: 1,
      name: 'Ify Nwosu',
      relation: 'mother',
      telephone: '020 7946 0200',
      mayBeRung: true,
      mayBeTold: false,
    },
  },
  {
    type: 'PlacementProposed',
    data: {
      ...aboutPlacement,
      providerId,
      siteId,
      purpose: 'To be ready for a full week again.',
      startOn: '2026-11-23',
      slots: [{ weekday: 2, session: 'am', arriveAt: '09:15', leaveAt: '12:00' }],
      procedure: { id: 'off-site-education', edition: '2025-01' },
    },
  },
];
const opened: readonly Message[] = [
  { type: 'WhereaboutsOpened', data: { ...aboutSession, whereaboutsId, because: 'silence', openedAt: at('09:45') } },
  {
    type: 'DutyRaised',
    data: { ...aboutSession, dutyId, kind: 'find-the-pupil', raisedAt: at('09:45'), dueAt: at('10:15'), late: false },
  },
  {
    type: 'LetterComposed',
    data: {
      letterId,
      kind: 'find-the-pupil',
      recipientId: personId,
      recipientKind: 'person',
      occasion: 'find-the-pupil-2026-11-24-am',
      on: '2026-11-24',
      duties: [{ dutyId, ...aboutPlacement }],
      composedAt: at('09:45'),
    },
  },
];
const accounted: readonly Message[] = [
  {
    type: 'ProviderAnswered',
    data: { ...aboutSession, answer: 'late', answeredAt: at('09:58'), channel: 'telephone', byId: adultId },
  },
  {
    type: 'PupilAccountedFor',
    data: {
      ...aboutSession,
      whereaboutsId,
      place: 'at-provider',
      onTheWordOf: 'the site, by telephone',
      certainty: 'told',
      personId,
      accountedAt: at('09:58'),
    },
  },
];

function at(time: string): string {
  return `2026-11-24T${time}:00.000Z`;
}

describe('the read models in PostgreSQL', () => {
  let world: FollowingWorld;
  let whenProposed: Position;
  let whenOpened: Position;

  let appended = 0;
  const happened = async (events: readonly Message[]): Promise<Position> => {
    let position = 0n;
    for (const event of events) {
      appended += 1;
      ({ position } = await world.journal.append(`story-${appended}`, noStream, [event], meta));
    }
    for (const projection of allProjections) await world.caughtUp(position, followerName(projection));
    return position;
  };
  const board = (asAt?: Position) =>
    new WhereIsEveryPupilAnswers(world.rows).execute(new WhereIsEveryPupil({ schoolId, on: '2026-11-24' }, asAt));
  const missing = (asAt?: Position) =>
    new NotAccountedForAnswers(world.rows).execute(new NotAccountedFor({ schoolId }, asAt));

  beforeAll(async () => {
    world = await FollowingWorld.open();
    await world.follow({ projections: allProjections });
    whenProposed = await happened(proposed);
    whenOpened = await happened(opened);
    await happened(accounted);
  }, 60_000);
  afterAll(() => world.close());

  it('say who is missing, and who was at any moment', async () => {
    expect(await missing(whenProposed)).toEqual([]);
    expect(await missing(whenOpened)).toMatchObject([{ subjectId, searchBecause: 'silence', duties: [{ dutyId }] }]);
    expect(await missing()).toEqual([]);
  });

  it('say where every pupil is, in the words that were used', async () => {
    expect(await board(whenProposed)).toEqual([]);
    expect(await board()).toMatchObject([
      { answer: 'late', place: 'at-provider', onTheWordOf: 'the site, by telephone', accountedBy: personId },
    ]);
  });

  it('give pupils, contacts and placements as they were entered', async () => {
    const [pupil] = await new PupilsOfAnswers(world.rows).execute(new PupilsOf({ schoolId }));
    expect(pupil).toMatchObject({ givenName: 'Ada', yearGroup: 9, statuses: { 'known-risk': 'yes' } });
    const [contact] = await new ContactsOfAnswers(world.rows).execute(new ContactsOf({ subjectId }));
    expect(contact).toMatchObject({ name: 'Ify Nwosu', mayBeRung: true, mayBeTold: false });
    const placement = await new PlacementByIdAnswers(world.rows).execute(new PlacementById({ placementId }));
    expect(placement).toMatchObject({ stage: 'proposed', purpose: 'To be ready for a full week again.' });
  });

  it('find the letters that are to go', async () => {
    const found = await new LettersToGoAnswers(world.rows).execute(new LettersToGo({ at: at('09:46') }));
    expect(found).toMatchObject([{ letterId, state: 'composed', duties: [{ dutyId }] }]);
  });

  it('tell a placement’s history in order', async () => {
    const history = await new TimelineOfAnswers(world.rows).execute(new TimelineOf({ placementId }));
    expect(history.map(({ type }) => type)).toEqual([
      'PlacementProposed',
      'WhereaboutsOpened',
      'DutyRaised',
      'ProviderAnswered',
      'PupilAccountedFor',
    ]);
    expect(history[0]?.details).toContain('To be ready for a full week again.');
  });

  it('are the same when they are built again, also of a pupil whose key is gone, and tell nothing of that pupil', async () => {
    world.keys.destroy(subjectId);
    for (const projection of allProjections) {
      const { pool, journal, sealer } = { pool: world.pool('rebuild'), journal: world.journal, sealer: world.sealer };
      const rebuild = new Rebuild(projection, { pool, journal, sealer, report: (fault) => world.reports.push(fault) });
      await rebuild.build();
      expect([projection.name, await rebuild.differences()]).toEqual([projection.name, []]);
      await rebuild.swap();
    }
    expect(world.reports).toEqual([]);

    const pupil = await new PupilByIdAnswers(world.rows).execute(new PupilById({ subjectId }));
    expect(pupil).toMatchObject({ givenName: erased, upn: erased, statuses: erased, schoolId });
    expect(await board()).toMatchObject([{ answer: erased, place: erased, accountedBy: personId }]);
    expect(await missing(whenOpened)).toMatchObject([{ subjectId, searchBecause: erased }]);
    const [contact] = await new ContactsOfAnswers(world.rows).execute(new ContactsOf({ subjectId }));
    expect(contact).toMatchObject({ name: 'Ify Nwosu' });
  });

  it('go on about a pupil whose key is gone', async () => {
    await happened([
      {
        type: 'AnswerChanged',
        data: {
          ...aboutSession,
          answer: 'present',
          before: 'late',
          answeredAt: at('10:10'),
          channel: 'link',
          byId: adultId,
        },
      },
      { type: 'PlacementEnded', data: { ...aboutPlacement, endedOn: '2026-12-18', because: 'Back at school.' } },
    ]);
    expect(await board()).toMatchObject([{ answer: erased, answeredAt: at('10:10'), broken: false }]);
    const placement = await new PlacementByIdAnswers(world.rows).execute(new PlacementById({ placementId }));
    expect(placement).toMatchObject({ stage: 'ended', endedBecause: erased, broken: false });
  });
});
