import fc from 'fast-check';
import { allEvents, placement, pupil, school, type PlacementCommand, type PlacementEvent } from '#domain';
import { bySystem, Journal, MemoryEventStore, Refusal, transact } from '#event-sourcing';
import { Editions, readEdition } from '#procedure';
import { MemoryKeys, SealingCodec } from '#sealing';
import { HeldClock, ids } from '#testing';
import { wholeEdition } from '../../../test/support/whole-edition.js';
import { StartGate } from './start-gate.js';

const { correlationId, staffId, ...others } = ids(
  'placementId',
  'subjectId',
  'schoolId',
  'providerId',
  'siteId',
  'staffId',
  'correlationId',
);
const { placementId, subjectId, schoolId, providerId, siteId } = others;
const meta = bySystem('test', correlationId);
const about = { placementId, subjectId, schoolId };
const someDay = fc.constantFrom('2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-23');
const line = { person: 'Ms Oduya', view: 'In favour.' };

const meeting = fc.record({ heldOn: someDay, isLed: fc.boolean(), isParentThere: fc.boolean() });
const recorded: fc.Arbitrary<PlacementCommand> = fc.oneof(
  meeting.map(({ heldOn, isLed, isParentThere }) => ({
    type: 'RecordAgreementMeeting' as const,
    data: {
      ...about,
      heldOn,
      attendanceManagerId: staffId,
      parentPresent: isParentThere,
      ...(isLed ? { seniorLeaderId: staffId } : {}),
      ...(isParentThere ? {} : { withoutParent: { attempts: 'Rang.', because: 'It could not wait.' } }),
    },
  })),
  someDay.map((consultedOn) => ({
    type: 'RecordConsultation' as const,
    data: { ...about, consulted: 'social-worker' as const, consultedOn, ...line },
  })),
  fc.record({ heldOn: someDay, meeting: fc.constantFrom('core-group', 'child-in-need') }).map((group) => ({
    type: 'RecordCoreGroup' as const,
    data: { ...about, ...group, present: 'All', agreed: 'Two days.' },
  })),
  someDay.map((visitedOn) => ({
    type: 'RecordSiteVisit' as const,
    data: { ...about, visitedOn, visitedBy: 'Mr Hale', seen: 'Dry.' },
  })),
  fc.record({ on: someDay, signatory: fc.constantFrom('parent', 'school') }).map(({ on, signatory }) => ({
    type: 'RecordSignature' as const,
    data: { ...about, signatory, signedOn: on, receivedOn: on, receivedById: staffId, signedBy: 'Somebody' },
  })),
  someDay.map((servedOn) => ({
    type: 'RecordNotice' as const,
    data: {
      ...about,
      servedOn,
      upon: ['parent' as const],
      how: 'by-hand' as const,
      power: 'education-act-2002' as const,
      recipients: 'A parent',
      says: {
        address: 'Quay House',
        reportTo: 'The cook',
        days: 20,
        reasonsAndObjectives: 'To come back calmer.',
        times: { startAt: '09:30', finishAt: '12:00' },
      },
    },
  })),
);
const start = fc.constantFrom('2026-11-20', '2026-11-23', '2026-11-24').map((startedOn) => ({
  type: 'StartPlacement' as const,
  data: { ...about, startedOn, required: [] },
}));

type Told<T extends PlacementEvent['type']> = Extract<PlacementEvent, { type: T }>['data'];

/** What the edition asks of a child in need, looked up in the facts one by one, slowly and without the gate. */
function isAllThere(
  facts: readonly PlacementEvent[],
  startedOn: string,
  route: 'agreed' | 'directed',
  isFull: boolean,
) {
  const all = <T extends PlacementEvent['type']>(type: T): Told<T>[] =>
    facts.flatMap((each) => (each.type === type ? [each.data as Told<T>] : []));
  const met = all('AgreementMeetingHeld').at(-1);
  if (!met || met.heldOn >= startedOn || !met.seniorLeaderId || !met.attendanceManagerId) return false;
  if (!all('ConsultationHeld').some(({ consultedOn }) => consultedOn < met.heldOn)) return false;
  if (!isFull && all('CoreGroupHeld').length === 0) return false;
  const seen = all('SiteVisited').at(-1);
  if (!seen || seen.visitedOn >= startedOn) return false;
  if (route === 'agreed') {
    const signed = new Set(all('SignatureReceived').map(({ signatory }) => signatory));
    return met.parentPresent && signed.has('parent') && signed.has('school');
  }
  const served = all('NoticeServed').at(-1)?.servedOn;
  // The school meets from Monday to Friday, but for Monday 23 November.
  const days = ['2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-24'];
  return served !== undefined && days.filter((each) => each >= served && each < startedOn).length >= 2;
}

describe('whatever is recorded, in whichever order', () => {
  // Procedure: S6.2, S7.4, S7.5, S7.6, S16.1, S16.5, S23.27, X9
  it('a placement starts when all that its edition requires is there, and at no other time', async () => {
    const lives = fc.record({
      route: fc.constantFrom('agreed' as const, 'directed' as const),
      restOfWeek: fc.constantFrom('taught' as const, 'not-taught' as const, undefined),
      commands: fc.array(fc.oneof({ weight: 4, arbitrary: recorded }, { weight: 1, arbitrary: start }), {
        minLength: 6,
        maxLength: 24,
      }),
    });
    let starts = 0;
    await fc.assert(
      fc.asyncProperty(lives, async ({ route, restOfWeek, commands }) => {
        const codec = new SealingCodec(allEvents, new MemoryKeys());
        const journal = new Journal(new MemoryEventStore(new HeldClock('2026-11-20T08:00:00.000Z')), codec);
        const gate = new StartGate(journal, new Editions([readEdition(wholeEdition)]));
        const term = { schoolId, name: 'Autumn', from: '2026-09-01', to: '2026-12-18' };
        await transact(journal, school, schoolId, { type: 'OpenSchool', data: opened }, meta);
        await transact(journal, school, schoolId, { type: 'SetTerm', data: term }, meta);
        const inset = { schoolId, on: '2026-11-23', kind: 'inset' as const };
        await transact(journal, school, schoolId, { type: 'SetDayOff', data: inset }, meta);
        await transact(journal, pupil, subjectId, { type: 'EnterPupil', data: entered }, meta);
        for (const status of ['looked-after', 'child-protection', 'child-in-need', 'ehc-plan'] as const) {
          const value = status === 'child-in-need' ? ('yes' as const) : ('no' as const);
          const noted = { subjectId, schoolId, status, value, on: '2026-09-01' };
          await transact(journal, pupil, subjectId, { type: 'NoteStatus', data: noted }, meta);
        }
        const proposal = { ...proposed, route, ...(restOfWeek && { restOfWeek }) };
        await transact(journal, placement, placementId, { type: 'ProposePlacement', data: proposal }, meta);

        const facts: PlacementEvent[] = [];
        const begins: { began: boolean; isComplete: boolean }[] = [];
        for (const command of commands) {
          const isComplete =
            command.type === 'StartPlacement' &&
            isAllThere(facts, command.data.startedOn, route, restOfWeek === 'taught');
          const events = await gate
            .guard(placementId, command, meta)
            .then(async (guarded) => (await transact(journal, placement, placementId, guarded, meta)).events)
            .catch((error: unknown) => {
              if (error instanceof Refusal) return [];
              throw error;
            });
          if (command.type !== 'StartPlacement') {
            facts.push(...(events as PlacementEvent[]));
            continue;
          }
          begins.push({ began: events.length > 0, isComplete });
          if (isComplete) break;
        }
        expect(begins.filter(({ began, isComplete }) => began !== isComplete)).toEqual([]);
        starts += begins.filter(({ began }) => began).length;
      }),
      { numRuns: 300, seed: 16 },
    );
    // The lives that were tried are not all of them too short to come to a start.
    expect(starts).toBeGreaterThan(0);
  });
});

const opened = {
  schoolId,
  name: 'Hollin Bank',
  telephone: '01632 960100',
  attendanceMailbox: 'attendance@hollinbank.example',
};
const entered = {
  subjectId,
  schoolId,
  givenName: 'Ivo',
  familyName: 'Larch',
  upnUnknownBecause: 'Not issued yet.',
  bornOn: '2011-05-04',
  yearGroup: 10,
};
const proposed = {
  ...about,
  providerId,
  siteId,
  purpose: 'Boat building.',
  startOn: '2026-11-20',
  slots: [{ weekday: 1, session: 'am' as const, arriveAt: '09:00', leaveAt: '12:00' }],
  procedure: { id: 'off-site-education', edition: '2026-11' },
};
