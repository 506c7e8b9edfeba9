import {
  allEvents,
  placement,
  provider,
  pupil,
  type Briefing,
  type PlacementCommand,
  type ProviderCommand,
  type PupilCommand,
} from '#domain';
import { bySystem, Journal, MemoryEventStore, transact } from '#event-sourcing';
import { MemoryKeys, SealingCodec } from '#sealing';
import { HeldClock, ids } from '#testing';
import { BriefingGate } from './briefing-gate.js';

const { placementId, subjectId, schoolId, providerId, siteId, personId, adultId, contactId, correlationId } = ids(
  'placementId',
  'subjectId',
  'schoolId',
  'providerId',
  'siteId',
  'personId',
  'adultId',
  'contactId',
  'correlationId',
);
const meta = bySystem('test', correlationId);
const about = { placementId, subjectId, schoolId };
const says: Briefing = {
  health: 'Asthma.',
  medication: 'A blue inhaler.',
  allergies: 'None known.',
  needs: 'Short instructions.',
  risks: [{ risk: 'Runs when it is loud.', met: 'A quiet place.' }],
  reviewOn: '2026-12-14',
  transport: { travel: 'on-foot', times: '8:20', telephone: '01632 960400', ifItFails: 'Ring us.' },
};
const contact = { subjectId, schoolId, contactId, order: 1, name: 'Mia Larch', relation: 'mother' };
const name = (telephone: string): PupilCommand => ({
  type: 'NameContact',
  data: { ...contact, telephone, mayBeRung: true, mayBeTold: true },
});
const send: PlacementCommand = {
  type: 'SendBriefing',
  data: { ...about, siteId, sending: 1, recipientId: adultId, personId, on: '2026-11-16' },
};
const reading = { ...about, adultId, channel: 'paper', acknowledgedOn: '2026-11-17' } as const;
const acknowledge = (version?: string): PlacementCommand => ({
  type: 'AcknowledgeBriefing',
  data: version === undefined ? reading : { ...reading, version },
});

// Procedure: S13.9
describe('the gate before a provider is told of a pupil', () => {
  let journal: Journal;
  let gate: BriefingGate;
  const toPlacement = (command: PlacementCommand) => transact(journal, placement, placementId, command, meta);
  const toProvider = (command: ProviderCommand) => transact(journal, provider, providerId, command, meta);
  const toPupil = (command: PupilCommand) => transact(journal, pupil, subjectId, command, meta);
  const share = (from: string, until?: string) =>
    toProvider({
      type: 'RecordSharingAgreement',
      data: { providerId, schoolId, personId, from, ...(until === undefined ? {} : { until }) },
    });
  const versionOf = async (): Promise<string> => {
    const { data } = (await gate.guard(placementId, acknowledge())) as { data: { version?: string } };
    return data.version ?? '';
  };

  beforeEach(async () => {
    const store = new MemoryEventStore(new HeldClock('2026-11-16T09:00:00.000Z'));
    journal = new Journal(store, new SealingCodec(allEvents, new MemoryKeys()));
    gate = new BriefingGate(journal);
    await toProvider({ type: 'EnterProvider', data: { providerId, name: 'Harbour Workshops' } });
    const names = { givenName: 'Ivo', familyName: 'Larch', upnUnknownBecause: 'New.' };
    await toPupil({ type: 'EnterPupil', data: { subjectId, schoolId, ...names, bornOn: '2011-05-04', yearGroup: 9 } });
    const slots = [{ weekday: 1, session: 'am', arriveAt: '09:00', leaveAt: '12:00' } as const];
    const plan = { purpose: 'Boat building.', startOn: '2026-11-23', slots };
    const procedure = { id: 'off-site-education', edition: '2025-01' };
    const where = { providerId, siteId };
    await toPlacement({ type: 'ProposePlacement', data: { ...about, ...where, ...plan, procedure } });
    await toPlacement({ type: 'WriteBriefing', data: { ...about, says } });
  });

  it('lets nothing go to a provider with which the school has no agreement on that day', async () => {
    await toPupil(name('01632 960345'));
    await expect(gate.guard(placementId, send)).rejects.toMatchObject({ reason: 'no-sharing-agreement' });
    await share('2026-11-17');
    await expect(gate.guard(placementId, send)).rejects.toMatchObject({ reason: 'no-sharing-agreement' });
    await share('2026-11-16', '2026-11-16');
    expect(await gate.guard(placementId, send)).toEqual(send);
    await expect(gate.guard(placementId, acknowledge())).rejects.toMatchObject({ reason: 'no-sharing-agreement' });
  });

  it('lets nothing go while nobody may be rung', async () => {
    await share('2026-09-01');
    await expect(gate.guard(placementId, send)).rejects.toMatchObject({ reason: 'nobody-to-ring' });
    await toPupil(name('01632 960345'));
    expect(await gate.guard(placementId, send)).toEqual(send);
  });

  it('says what is acknowledged, and takes no acknowledgement of what stood before', async () => {
    await share('2026-09-01');
    await toPupil(name('01632 960345'));
    const before = await versionOf();
    expect(before).toMatch(/^[0-9a-f-]{36}$/);
    expect(await gate.guard(placementId, acknowledge(before))).toEqual(acknowledge(before));
    await toPupil(name('01632 960999'));
    await expect(gate.guard(placementId, acknowledge(before))).rejects.toMatchObject({ reason: 'briefing-changed' });
    expect(await versionOf()).not.toBe(before);
  });

  it('leaves every other command as it is', async () => {
    const write: PlacementCommand = { type: 'WriteBriefing', data: { ...about, says } };
    expect(await gate.guard(placementId, write)).toBe(write);
  });
});
