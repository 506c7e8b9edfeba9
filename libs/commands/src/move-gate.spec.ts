import { allEvents, school } from '#domain';
import { bySystem, Journal, MemoryEventStore, transact } from '#event-sourcing';
import { MemoryKeys, SealingCodec } from '#sealing';
import { HeldClock, ids } from '#testing';
import { MoveGate } from './move-gate.js';

const { nia, hollinBank, millrace, nowhere, changeId, personId, correlationId } = ids(
  'nia',
  'hollinBank',
  'millrace',
  'nowhere',
  'changeId',
  'personId',
  'correlationId',
);
const change = { subjectId: nia, schoolId: hollinBank, changeId, personId, on: '2026-11-09' };

describe('the gate before a record goes to another school', () => {
  let gate: MoveGate;
  beforeEach(async () => {
    const clock = new HeldClock('2026-11-24T09:00:00.000Z');
    const journal = new Journal(new MemoryEventStore(clock), new SealingCodec(allEvents, new MemoryKeys()));
    gate = new MoveGate(journal);
    const data = { schoolId: millrace, name: 'Millrace', telephone: '01632 960002', attendanceMailbox: 'a@m.example' };
    await transact(journal, school, millrace, { type: 'OpenSchool', data }, bySystem('test', correlationId));
  });

  it.each(['MovePupil', 'RecordPupilCameBack'] as const)(
    'lets it go to a school that there is, and to no other: %s',
    async (type) => {
      await gate.guard([{ type, data: { ...change, toSchoolId: millrace } }]);
      const lost = gate.guard([{ type, data: { ...change, toSchoolId: nowhere } }]);
      await expect(lost).rejects.toMatchObject({ reason: 'moved-to-unknown-school' });
    },
  );
  it('has nothing to say of a pupil who leaves', () =>
    expect(
      gate.guard([{ type: 'RecordPupilLeft', data: { ...change, whereTo: 'finished' } }]),
    ).resolves.toBeUndefined());
});
