import { allEvents, pupil, type PupilCommand } from '#domain';
import { bySystem, Journal, MemoryEventStore, transact, type Id } from '#event-sourcing';
import { MemoryKeys, MemoryUpnClaims, SealingCodec } from '#sealing';
import { HeldClock, ids } from '#testing';
import { UpnGate } from './upn-gate.js';

const { nia, ife, schoolId, correlationId } = ids('nia', 'ife', 'schoolId', 'correlationId');
const number = 'A123456789012';
const another = 'T860432112345';
const identity = (subjectId: Id, upn = number) => ({
  subjectId,
  schoolId,
  givenName: 'Nia',
  familyName: 'Okafor',
  upn,
  bornOn: '2012-05-09',
  yearGroup: 9,
});
const enter = (subjectId: Id, upn = number): PupilCommand => ({ type: 'EnterPupil', data: identity(subjectId, upn) });

function start() {
  let nowMs = 0;
  const store = new MemoryEventStore(new HeldClock('2026-11-24T09:00:00.000Z'));
  const journal = new Journal(store, new SealingCodec(allEvents, new MemoryKeys()));
  const gate = new UpnGate(journal, new MemoryUpnClaims(() => nowMs));
  const stored = (subjectId: Id, command: PupilCommand) =>
    transact(journal, pupil, subjectId, command, bySystem('test', correlationId));
  return { gate, stored, minutesLater: (minutes: number) => (nowMs += minutes * 60_000) };
}

describe('the gate before a number is given', () => {
  it('lets the first pass, however often they come', async () => {
    const { gate, stored } = start();
    await gate.guard([enter(nia)]);
    await gate.guard([enter(nia)]);
    await stored(nia, enter(nia));
    await gate.guard([enter(nia)]);
  });

  it('refuses a number that another pupil has', async () => {
    const { gate, stored } = start();
    await gate.guard([enter(nia)]);
    await stored(nia, enter(nia));
    await expect(gate.guard([enter(ife)])).rejects.toMatchObject({ reason: 'upn-of-another-pupil' });
  });

  it('refuses a number whose event may be on its way, also when two come at once', async () => {
    const { gate } = start();
    const both = await Promise.allSettled([gate.guard([enter(nia)]), gate.guard([enter(ife)])]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    await expect(gate.guard([enter(ife)])).rejects.toMatchObject({ reason: 'upn-being-entered' });
  });

  it('gives a number that was claimed and never given to whoever asks two minutes later', async () => {
    const { gate, minutesLater } = start();
    await gate.guard([enter(nia)]);
    minutesLater(2);
    await gate.guard([enter(ife)]);
    await expect(gate.guard([enter(nia)])).rejects.toMatchObject({ reason: 'upn-being-entered' });
  });

  it('gives a number that its pupil has no longer to whoever asks', async () => {
    const { gate, stored, minutesLater } = start();
    await gate.guard([enter(nia)]);
    await stored(nia, enter(nia));
    const mended = { ...identity(nia, another), upnChangedBecause: 'It was the sister’s.' };
    const mend: PupilCommand = { type: 'ChangePupilDetails', data: mended };
    await gate.guard([mend]);
    await stored(nia, mend);
    minutesLater(2);
    await gate.guard([enter(ife)]);
  });

  it('gives the number of a record that was merged to the one that is kept, at once, if it went along', async () => {
    const { gate, stored } = start();
    const merge = (numberGoesAlong: boolean): PupilCommand => {
      const why = { mergedOn: '2026-11-24', personId: schoolId, because: 'Entered twice.', placementIds: [] };
      return { type: 'MergePupil', data: { subjectId: nia, schoolId, intoId: ife, ...why, numberGoesAlong } };
    };
    await gate.guard([enter(nia)]);
    await stored(nia, enter(nia));
    await stored(nia, merge(true));
    await gate.guard([enter(ife)]);

    const other = start();
    await other.gate.guard([enter(nia)]);
    await other.stored(nia, enter(nia));
    await other.stored(nia, merge(false));
    await expect(other.gate.guard([enter(ife)])).rejects.toMatchObject({ reason: 'upn-of-another-pupil' });
  });

  it('asks nothing of a pupil without a number', async () => {
    const { gate } = start();
    const { upn: _upn, ...numberless } = identity(nia);
    const unknown = { ...numberless, upnUnknownBecause: 'New to England' };
    await gate.guard([{ type: 'EnterPupil', data: unknown }]);
    await gate.guard([enter(ife)]);
  });
});
