import type { AssuranceEvent } from '#domain';
import { ids, rowsOf } from '#testing';
import { LetterWriter, type Composed } from './letter-writer.js';
import { ProviderLinks } from './provider-links.js';

const about = { ...ids('assuranceId', 'schoolId', 'providerId', 'siteId'), round: 1 };
const { adultId, personId, letterId } = ids('adultId', 'personId', 'letterId');
const on = '2026-11-16';
const procedure = { id: 'off-site-education', edition: '2026-09' };
const school = { schoolId: about.schoolId, name: 'Northgate', telephone: '01632 960001' };
const named = { providerId: about.providerId, siteId: about.siteId, adultId, name: 'Tom', attendanceContact: true };
const before = [
  { type: 'SchoolOpened', data: { ...school, attendanceMailbox: 'office@school.example' } },
  { type: 'AdultNamed', data: { ...named, email: 'tom@there.example' } },
];
const request = { ...about, recipientId: adultId, personId, on, replyBy: '2026-11-30', procedure };
const asked: AssuranceEvent = { type: 'AssuranceRequested', data: request };
const answered: AssuranceEvent = {
  type: 'AssuranceAnswered',
  data: {
    ...about,
    on,
    channel: 'link',
    byId: adultId,
    answeredBy: 'Tom',
    position: 'Manager',
    adultIds: [adultId],
    othersIds: [],
    answers: [],
  },
};
const anew: AssuranceEvent = { type: 'AssuranceRequested', data: { ...request, round: 2 } };
const letter: Composed = {
  letterId,
  kind: 'assurance-request',
  recipientId: adultId,
  recipientKind: 'adult',
  siteId: about.siteId,
  occasion: `assurance-request-${about.assuranceId}-1`,
  on,
  duties: [],
  assurance: { assuranceId: about.assuranceId, round: 1 },
  composedAt: '2026-11-16T08:00:00.000Z',
};
const signIn = { makeLink: () => Promise.reject(new Error('Nobody signs in.')) };
const settings = { publicUrl: 'https://ap.trust.example', mailFrom: 'waymark@trust.example' };
const links = new ProviderLinks(Buffer.alloc(32, 7), settings.publicUrl);
const write = (history: readonly AssuranceEvent[], of = letter, mayHaveLeft = false) =>
  new LetterWriter(rowsOf(...before, ...history), links, settings, signIn).write(of, { mayHaveLeft });

describe('a letter that asks for written assurance', () => {
  // Procedure: S23.1, S23.26
  it('says by when, with thanks, and comes from the office of the school that asks', async () => {
    const mail = await write([asked]);
    expect(mail).toMatchObject({ to: 'tom@there.example', replyTo: 'office@school.example' });
    expect('text' in mail && mail.text).toMatch(/by Monday 30 November 2026[^]*Thank you/);
  });

  it('waits while it is not known what it asks for', async () =>
    expect(await write([])).toMatchObject({ permanent: false }));

  it('has nothing to say when it has been answered since, or asked anew', async () => {
    expect(await write([asked, answered])).toMatchObject({ nothingLeft: true });
    expect(await write([asked, answered, anew])).toMatchObject({ nothingLeft: true });
    expect(await write([asked, answered], letter, true)).toMatchObject({ to: 'tom@there.example' });
  });

  it('goes out all the same when the school asks for the rest', async () => {
    const chase: Composed = { ...letter, kind: 'assurance-chase', composedAt: '2030-01-01T00:00:00.000Z' };
    expect(await write([asked, answered], chase)).toMatchObject({ to: 'tom@there.example' });
  });
});
