import type { AssuranceEvent } from '#domain';
import type { Message } from '#event-sourcing';
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

describe('a letter that leads to what a provider must know', () => {
  const placed = { ...ids('placementId', 'subjectId'), schoolId: about.schoolId };
  const { placementId, subjectId } = placed;
  const says = {
    health: 'Asthma.',
    medication: 'A blue inhaler.',
    allergies: 'None known.',
    needs: 'Short instructions.',
    risks: [{ risk: 'Runs.', met: 'A quiet place.' }],
    reviewOn: '2026-12-14',
    transport: { travel: 'on-foot', times: '8:20', telephone: '01632 960400', ifItFails: 'Ring us.' },
  };
  const slots = [{ weekday: 1, session: 'am', arriveAt: '09:00', leaveAt: '12:00' }];
  const where = { providerId: about.providerId, siteId: about.siteId };
  const proposal = { ...placed, ...where, purpose: 'Boats.', startOn: '2026-11-23', slots, procedure };
  const sending = (number: number) => ({
    type: 'BriefingSent',
    data: { ...placed, siteId: about.siteId, sending: number, recipientId: adultId, personId, on },
  });
  const history = [
    ...before,
    { type: 'PlacementProposed', data: proposal },
    { type: 'BriefingWritten', data: { ...placed, says } },
    sending(1),
  ];
  const read = { adultId, channel: 'link', acknowledgedOn: on, version: subjectId };
  const composed: Composed = {
    letterId,
    kind: 'briefing',
    recipientId: adultId,
    recipientKind: 'adult',
    siteId: about.siteId,
    occasion: `briefing-${placementId}-1`,
    on,
    duties: [],
    briefing: { placementId, sending: 1 },
    composedAt: '2026-11-16T08:00:00.000Z',
  };
  const writeAfter = (...more: readonly Message[]) =>
    new LetterWriter(rowsOf(...history, ...more), links, settings, signIn).write(composed);
  const nothingLeft = { nothingLeft: true };

  // Procedure: S13.9
  it('has a link for a week, and comes from the office of the pupil’s school', async () => {
    const mail = await writeAfter();
    expect(mail).toMatchObject({ to: 'tom@there.example', replyTo: 'office@school.example' });
    expect('text' in mail && mail.text).toMatch(/\/briefing\n[^]*until the end of Monday 23 November 2026/);
  });

  it('waits while it is not known what it leads to', async () =>
    expect(await new LetterWriter(rowsOf(...before), links, settings, signIn).write(composed)).toMatchObject({
      permanent: false,
    }));

  it('has nothing left to say once it is acknowledged, sent by a later letter, or the placement is over', async () => {
    expect(await writeAfter({ type: 'BriefingAcknowledged', data: { ...placed, ...read } })).toMatchObject(nothingLeft);
    expect(await writeAfter(sending(2))).toMatchObject(nothingLeft);
    const ended = { ...placed, endedOn: on, because: 'Over.' };
    expect(await writeAfter({ type: 'PlacementEnded', data: ended })).toMatchObject(nothingLeft);
  });
});

// Procedure: S16.5
describe('a letter that asks for a signature', () => {
  const placed = { ...ids('placementId', 'subjectId'), schoolId: about.schoolId };
  const { placementId } = placed;
  const { contactId } = ids('contactId');
  const slots = [{ weekday: 1, session: 'am', arriveAt: '09:00', leaveAt: '12:00' }];
  const where = { providerId: about.providerId, siteId: about.siteId };
  const proposal = { ...placed, ...where, purpose: 'Boats.', startOn: '2026-11-23', slots, procedure };
  const contact = (otherwise: object = {}) => ({
    type: 'ContactNamed',
    data: {
      subjectId: placed.subjectId,
      schoolId: placed.schoolId,
      contactId,
      order: 1,
      name: 'Ms Khan',
      relation: 'mother',
      telephone: '01632 960301',
      mayBeRung: true,
      mayBeTold: true,
      email: 'khan@home.example',
      parentalResponsibility: 'yes',
      ...otherwise,
    },
  });
  const composed: Composed = {
    letterId,
    kind: 'signature-request',
    recipientId: contactId,
    recipientKind: 'contact',
    occasion: `signature-${placementId}-1`,
    on,
    duties: [],
    signing: { placementId, asking: 1 },
    composedAt: '2026-11-16T08:00:00.000Z',
  };
  const proposed = { type: 'PlacementProposed', data: proposal };
  const write = (...more: readonly Message[]) =>
    new LetterWriter(rowsOf(...before, ...more), links, settings, signIn).write(composed);
  const nothingLeft = { nothingLeft: true };

  it('has a link for two weeks, and comes from the office of the pupil’s school', async () => {
    const mail = await write(proposed, contact());
    expect(mail).toMatchObject({ to: 'khan@home.example', replyTo: 'office@school.example' });
    expect('text' in mail && mail.text).toMatch(/\/agreement\n[^]*until the end of Monday 30 November 2026/);
  });

  it('waits while it is not known whom it goes to, where, or what it leads to', async () => {
    for (const known of [[proposed], [contact()], [proposed, contact({ email: undefined })]])
      expect(await write(...known)).toMatchObject({ permanent: false });
  });

  it('has nothing left to say once it is signed, the placement is over, or they may not sign any more', async () => {
    const signed = { type: 'PlacementAgreed', data: { ...placed, agreedOn: on, signedBy: 'Ms Khan' } };
    const ended = { type: 'PlacementEnded', data: { ...placed, endedOn: on, because: 'Over.' } };
    expect(await write(proposed, contact(), signed)).toMatchObject(nothingLeft);
    expect(await write(proposed, contact(), ended)).toMatchObject(nothingLeft);
    expect(await write(proposed, contact({ parentalResponsibility: 'no' }))).toMatchObject(nothingLeft);
    expect(await write(proposed, contact({ whereaboutsWithheld: true }))).toMatchObject(nothingLeft);
  });

  // Procedure: S16.10, S16.11, S16.12
  it('goes to whoever signs for themselves, as long as they play that part and nobody has signed in it', async () => {
    const { keyAdultId } = ids('keyAdultId');
    const named = (part: string) => {
      const data = { subjectId: placed.subjectId, schoolId: placed.schoolId, keyAdultId, part, name: 'Sol Weaver' };
      return { type: 'KeyAdultNamed', data: { ...data, email: 'sol@council.example' } };
    };
    const to = { ...composed, recipientId: keyAdultId, recipientKind: 'key-adult' } as const;
    const writeTo = (...more: readonly Message[]) =>
      new LetterWriter(rowsOf(...before, proposed, ...more), links, settings, signIn).write(to);
    expect(await writeTo(named('social-worker'))).toMatchObject({ to: 'sol@council.example' });
    expect(await writeTo(named('head-of-year'))).toMatchObject(nothingLeft);
    expect(await writeTo()).toMatchObject({ permanent: false });
    const paper = { signatory: 'social-worker', signedOn: on, receivedOn: on, receivedById: personId, signedBy: 'Sol' };
    const received = { type: 'SignatureReceived', data: { ...placed, ...paper } };
    expect(await writeTo(named('social-worker'), received)).toMatchObject(nothingLeft);
  });
});

describe('a letter about what is owed again and again', () => {
  const { schoolId } = about;
  const pupils = ids('amara', 'ryan');
  const places = ids('wheelhouse', 'harbour', 'northlight');
  const owedOf = (subjectId: string, placementId: string, dutyId: string) => ({
    dutyId,
    kind: 'weekly-liaison' as const,
    placementId,
    subjectId,
    schoolId,
    siteId: about.siteId,
    matter: 'weekly-liaison',
    period: on,
  });
  const { one, two, three } = ids('one', 'two', 'three');
  const duties = [
    owedOf(pupils.amara, places.wheelhouse, one),
    owedOf(pupils.amara, places.harbour, two),
    owedOf(pupils.ryan, places.northlight, three),
  ];
  const dueAt = '2026-11-20T23:59:59.999Z';
  const raised = duties.map((data) => ({
    type: 'DutyRaised',
    data: { ...data, raisedAt: '2026-11-16T00:00:00.000Z', dueAt, missedAt: dueAt, late: false },
  }));
  const met = (data: (typeof duties)[number]) => ({
    type: 'DutyMet',
    data: {
      ...data,
      fact: 'oversight-1',
      doneAt: '2026-11-17T23:59:59.999Z',
      factRecordedAt: '2026-11-17T10:00:00.000Z',
    },
  });
  const reminder: Composed = {
    letterId,
    kind: 'liaison-due',
    recipientId: personId,
    recipientKind: 'person',
    occasion: `weekly-liaison-${schoolId}-2026-11-19-remind`,
    on: '2026-11-19',
    duties: duties.map(({ dutyId, placementId, subjectId }) => ({ dutyId, placementId, subjectId, schoolId })),
    composedAt: '2026-11-19T08:50:00.000Z',
  };
  const lead = { type: 'PersonAdded', data: { personId, name: 'Ada', email: 'ada@school.example' } };
  const remind = (history: readonly Message[], mayHaveLeft = false) =>
    new LetterWriter(rowsOf(...before, lead, ...raised, ...history), links, settings, signIn).write(reminder, {
      mayHaveLeft,
    });

  it('says of how many pupils it is, each once, and leads to the school’s page', async () => {
    const mail = await remind([]);
    expect('text' in mail && mail.text).toMatch(/for 2 pupils[^]*\/schools\/[0-9a-f-]+\/oversight/);
  });

  it('leaves out of whom it was done since, and says nothing once it was done of all', async () => {
    const [ofAmara, ofAmaraToo, ofRyan] = duties.map(met);
    if (!ofAmara || !ofAmaraToo || !ofRyan) throw new Error('There are three.');
    const mail = await remind([ofAmara, ofAmaraToo]);
    expect('text' in mail && mail.text).toMatch(/for 1 pupil\./);
    expect(await remind([ofAmara, ofAmaraToo, ofRyan])).toMatchObject({ nothingLeft: true });
    const left = await remind([ofAmara, ofAmaraToo, ofRyan], true);
    expect('text' in left && left.text).toMatch(/for 2 pupils/);
  });
});
