import { allEvents, placement, pupil, type PlacementCommand } from '#domain';
import { bySystem, Journal, MemoryEventStore, transact } from '#event-sourcing';
import { MemoryKeys, SealingCodec } from '#sealing';
import { HeldClock, ids } from '#testing';
import { SigningGate } from './signing-gate.js';

const { placementId, subjectId, schoolId, providerId, siteId, personId, contactId, correlationId } = ids(
  'placementId',
  'subjectId',
  'schoolId',
  'providerId',
  'siteId',
  'personId',
  'contactId',
  'correlationId',
);
const meta = bySystem('test', correlationId);
const about = { placementId, subjectId, schoolId };
const on = '2026-11-16';
const ask: PlacementCommand = {
  type: 'AskForSignature',
  data: { ...about, contactId, asking: 1, personId, on, version: '1' },
};
const signed = { version: '1', statements: ['I understand.'], arrangements: [] };
const sign: PlacementCommand = {
  type: 'SignAgreement',
  data: { ...about, contactId, asking: 1, agreedOn: on, signedBy: 'Mia Larch', signed, arranged: placementId },
};
const mia = { subjectId, schoolId, contactId, order: 1, name: 'Mia Larch', relation: 'mother' };
const reached = { telephone: '01632 960301', mayBeRung: true, mayBeTold: true };
const email = 'mia@home.example';

// Procedure: S16.5, X4
describe('the gate before somebody signs for a pupil by a link', () => {
  let journal: Journal;
  let gate: SigningGate;
  const contact = (more: object) =>
    transact(journal, pupil, subjectId, { type: 'NameContact', data: { ...mia, ...reached, ...more } }, meta);
  const refusedFor = async (command: PlacementCommand) =>
    gate.guard(placementId, command).then(
      () => null,
      ({ reason }: { reason?: unknown }) => reason,
    );

  beforeEach(async () => {
    const clock = new HeldClock('2026-11-16T09:00:00.000Z');
    journal = new Journal(new MemoryEventStore(clock), new SealingCodec(allEvents, new MemoryKeys()));
    gate = new SigningGate(journal);
    const identity = { subjectId, schoolId, givenName: 'Una', familyName: 'Larch', bornOn: '2012-03-04' };
    const entered = { ...identity, yearGroup: 9, upnUnknownBecause: 'New.' };
    await transact(journal, pupil, subjectId, { type: 'EnterPupil', data: entered }, meta);
    const slots = [{ weekday: 2, session: 'am', arriveAt: '09:30', leaveAt: '12:00' } as const];
    const plan = { providerId, siteId, purpose: 'To learn to cook.', startOn: '2026-11-24', slots };
    const procedure = { id: 'off-site-education', edition: '2025-01' };
    const proposal = { ...about, ...plan, procedure };
    await transact(journal, placement, placementId, { type: 'ProposePlacement', data: proposal }, meta);
  });

  it('lets pass whoever has parental responsibility, or may sign for them, where a letter reaches them', async () => {
    await contact({ email, parentalResponsibility: 'yes' });
    expect([await refusedFor(ask), await refusedFor(sign)]).toEqual([null, null]);
    await contact({ email, parentalResponsibility: 'no', maySign: true });
    expect([await refusedFor(ask), await refusedFor(sign)]).toEqual([null, null]);
  });

  it('asks nobody whom no letter reaches', async () => {
    await contact({ parentalResponsibility: 'yes' });
    expect(await refusedFor(ask)).toBe('contact-without-email');
  });

  it('stops whoever has no authority, has lost it, or is no contact any more', async () => {
    expect([await refusedFor(ask), await refusedFor(sign)]).toEqual(['contact-may-not-sign', 'contact-may-not-sign']);
    await contact({ email, parentalResponsibility: 'yes' });
    await contact({ email, parentalResponsibility: 'unknown' });
    expect(await refusedFor(sign)).toBe('contact-may-not-sign');
    const data = { subjectId, schoolId, contactId };
    await transact(journal, pupil, subjectId, { type: 'RemoveContact', data }, meta);
    expect(await refusedFor(sign)).toBe('contact-may-not-sign');
  });

  it('stops whoever must not learn where the pupil is', async () => {
    const withheld = { email, parentalResponsibility: 'yes', whereaboutsWithheld: true, mayBeTold: false };
    await contact(withheld);
    expect([await refusedFor(ask), await refusedFor(sign)]).toEqual(['whereabouts-withheld', 'whereabouts-withheld']);
  });

  // Procedure: S16.10, S16.11, S16.12
  it('lets whoever signs for themselves pass by the part that they play, and by no other', async () => {
    const keyAdultId = contactId;
    const letter = { ...about, signatory: 'social-worker', keyAdultId, asking: 1 } as const;
    const askOther: PlacementCommand = { type: 'AskSignatory', data: { ...letter, personId, on } };
    const given = { signedOn: on, signedBy: 'Sol Weaver', signed, arranged: placementId };
    const signOther: PlacementCommand = { type: 'SignAsSignatory', data: { ...letter, ...given } };
    const named = (more: { part: 'social-worker' | 'head-of-year'; email?: string }) => {
      const data = { subjectId, schoolId, keyAdultId, name: 'Sol Weaver', ...more };
      return transact(journal, pupil, subjectId, { type: 'NameKeyAdult', data }, meta);
    };
    const both = async () => [await refusedFor(askOther), await refusedFor(signOther)];
    expect(await both()).toEqual(['key-adult-may-not-sign', 'key-adult-may-not-sign']);
    await named({ part: 'social-worker' });
    expect(await both()).toEqual(['contact-without-email', null]);
    await named({ part: 'social-worker', email: 'sol@council.example' });
    expect(await both()).toEqual([null, null]);
    await named({ part: 'head-of-year', email: 'sol@council.example' });
    expect(await both()).toEqual(['key-adult-may-not-sign', 'key-adult-may-not-sign']);
    await named({ part: 'social-worker', email: 'sol@council.example' });
    const removal = { subjectId, schoolId, keyAdultId };
    await transact(journal, pupil, subjectId, { type: 'RemoveKeyAdult', data: removal }, meta);
    expect(await refusedFor(signOther)).toBe('key-adult-may-not-sign');
  });

  it('says nothing of any other command, nor of a placement that nobody has proposed', async () => {
    expect(await refusedFor({ type: 'AgreePlacement', data: { ...about, agreedOn: on, signedBy: 'Mia' } })).toBeNull();
    await expect(gate.guard(subjectId, ask)).resolves.toBeUndefined();
  });
});
