import { sessionKey, whereaboutsIdOf, type AnswerEvent, type WhereaboutsEvent } from '#domain';
import { erased } from '#event-sourcing';
import { given, heard, ids, rowsOf } from '#testing';
import type { SessionRow } from './session-row.js';
import {
  NotAccountedFor,
  NotAccountedForAnswers,
  SessionOf,
  SessionOfAnswers,
  sessions,
  SessionsOfPlacement,
  SessionsOfPlacementAnswers,
  SessionsOfSite,
  SessionsOfSiteAnswers,
  WhereIsEveryPupil,
  WhereIsEveryPupilAnswers,
} from './sessions.js';

const { adultId, personId, otherPlacementId, otherSchoolId } = ids(
  'adultId',
  'personId',
  'otherPlacementId',
  'otherSchoolId',
);
const about = { ...ids('placementId', 'subjectId', 'schoolId', 'siteId'), on: '2026-11-24', session: 'am' } as const;
const nothing: SessionRow = { ...about, notAccountedFor: false, duties: [] };

describe('the answer of a session', () => {
  const after = given(sessions);
  const said = { answeredAt: '2026-11-24T09:05:00.000Z', channel: 'link', byId: adultId } as const;
  const absent: AnswerEvent = {
    type: 'ProviderAnswered',
    data: { ...about, ...said, answer: 'absent', words: 'Ill, says his mother.' },
  };
  const changed = (answer: 'present' | 'late', before: 'absent' | 'present'): AnswerEvent => ({
    type: 'AnswerChanged',
    data: { ...about, ...said, answeredAt: '2026-11-24T09:20:00.000Z', channel: 'telephone', answer, before },
  });

  it('stands as it was said, with when it was said and when it was known', () =>
    after(heard(absent, { meta: { recordedAt: '2026-11-24T09:06:00.000Z' } })).then({
      ...nothing,
      ...said,
      answer: 'absent',
      words: 'Ill, says his mother.',
      answerRecordedAt: '2026-11-24T09:06:00.000Z',
    }));
  it('stands beside the one before, without its words', () =>
    after(absent, changed('late', 'absent')).then({
      ...nothing,
      answer: 'late',
      before: 'absent',
      answeredAt: '2026-11-24T09:20:00.000Z',
      channel: 'telephone',
      byId: adultId,
      answerRecordedAt: '2026-11-23T09:00:00.000Z',
    }));
  it('stands beside the last of several before', () =>
    after(absent, changed('present', 'absent'), changed('late', 'present')).then({
      ...nothing,
      answer: 'late',
      before: 'present',
      answeredAt: '2026-11-24T09:20:00.000Z',
      channel: 'telephone',
      byId: adultId,
      answerRecordedAt: '2026-11-23T09:00:00.000Z',
    }));
  it('stands beside the one before when only words were added', () => {
    const more: AnswerEvent = {
      type: 'AnswerChanged',
      data: { ...about, ...said, answer: 'late', before: 'late', words: 'The bus broke down.' },
    };
    after(absent, changed('late', 'absent'), more).then({
      ...nothing,
      ...said,
      answer: 'late',
      before: 'absent',
      words: 'The bus broke down.',
      answerRecordedAt: '2026-11-23T09:00:00.000Z',
    });
  });
  it('may be erased', () =>
    after({ type: 'ProviderAnswered', data: { ...about, ...said, answer: erased, words: erased } }).then({
      ...nothing,
      ...said,
      answer: erased,
      words: erased,
      answerRecordedAt: '2026-11-23T09:00:00.000Z',
    }));
});

const whereaboutsId = whereaboutsIdOf(about.subjectId, about.on, about.session);
const opened: WhereaboutsEvent = {
  type: 'WhereaboutsOpened',
  data: { ...about, whereaboutsId, because: 'silence', openedAt: '2026-11-24T09:45:00.000Z' },
};
const found: WhereaboutsEvent = {
  type: 'PupilAccountedFor',
  data: {
    ...about,
    whereaboutsId,
    place: 'at-home',
    onTheWordOf: 'mother, by telephone',
    certainty: 'told',
    personId,
    accountedAt: '2026-11-24T10:02:00.000Z',
  },
};
const searched: SessionRow = {
  ...nothing,
  searchId: whereaboutsId,
  searchBecause: 'silence',
  searchOpenedAt: '2026-11-24T09:45:00.000Z',
  notAccountedFor: true,
};

describe('the search of a session', () => {
  const after = given(sessions);

  it('leaves the pupil not accounted for', () => after(opened).then(searched));
  it('ends with where the pupil is, and on whose word', () =>
    after(opened, found).then({
      ...searched,
      notAccountedFor: false,
      place: 'at-home',
      onTheWordOf: 'mother, by telephone',
      certainty: 'told',
      accountedBy: personId,
      accountedAt: '2026-11-24T10:02:00.000Z',
    }));
  it('ends even where its words are erased', () =>
    after(
      { type: 'WhereaboutsOpened', data: { ...opened.data, because: erased } },
      {
        type: 'PupilAccountedFor',
        data: { ...found.data, place: erased, onTheWordOf: erased, certainty: erased },
      },
    ).then({
      ...searched,
      searchBecause: erased,
      notAccountedFor: false,
      place: erased,
      onTheWordOf: erased,
      certainty: erased,
      accountedBy: personId,
      accountedAt: '2026-11-24T10:02:00.000Z',
    }));
});

describe('asking for sessions', () => {
  const searchedElsewhere = {
    ...opened,
    data: { ...opened.data, placementId: otherPlacementId, schoolId: otherSchoolId, session: 'pm' },
  } as WhereaboutsEvent;
  const nextDay = { ...opened, data: { ...opened.data, on: '2026-11-25' } } as WhereaboutsEvent;
  const rows = rowsOf(nextDay, searchedElsewhere, opened, found);
  const { placementId, schoolId, siteId, on, session } = about;
  const keys = (found: readonly SessionRow[]) => found.map((data) => sessionKey({ data }));
  const key = `${placementId}.2026-11-24.am`;
  const keyElsewhere = `${otherPlacementId}.2026-11-24.pm`;
  const keyNextDay = `${placementId}.2026-11-25.am`;

  it('finds a school’s day', async () => {
    const answer = await new WhereIsEveryPupilAnswers(rows).execute(new WhereIsEveryPupil({ schoolId, on }));
    expect(keys(answer)).toEqual([key]);
  });
  it('finds a site’s day, of all schools, mornings first', async () => {
    const answer = await new SessionsOfSiteAnswers(rows).execute(new SessionsOfSite({ siteId, on }));
    expect(keys(answer)).toEqual([key, keyElsewhere]);
  });
  it('finds all of a placement, in order', async () => {
    const answer = await new SessionsOfPlacementAnswers(rows).execute(new SessionsOfPlacement({ placementId }));
    expect(keys(answer)).toEqual([key, keyNextDay]);
  });
  it('finds a school’s open searches of any day', async () => {
    const answer = await new NotAccountedForAnswers(rows).execute(new NotAccountedFor({ schoolId }));
    expect(keys(answer)).toEqual([keyNextDay]);
  });
  it('finds those that were open as at a position', async () => {
    const answer = await new NotAccountedForAnswers(rows).execute(new NotAccountedFor({ schoolId }, 3n));
    expect(keys(answer)).toEqual([key, keyNextDay]);
  });
  it('finds one', async () => {
    const answer = await new SessionOfAnswers(rows).execute(new SessionOf({ placementId, on, session }));
    expect(answer).toMatchObject({ accountedBy: personId, since: 4n });
  });
});
