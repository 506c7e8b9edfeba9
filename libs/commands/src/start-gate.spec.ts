import {
  allEvents,
  briefingVersion,
  check,
  checkIdOf,
  placement,
  provider,
  pupil,
  type CheckCommand,
  type PlacementCommand,
  type ProviderCommand,
  type PupilCommand,
} from '#domain';
import { bySystem, Journal, MemoryEventStore, Refusal, transact } from '#event-sourcing';
import { Editions, readEdition, type Edition } from '#procedure';
import { MemoryKeys, SealingCodec } from '#sealing';
import { HeldClock, ids } from '#testing';
import { StartGate } from './start-gate.js';

/** A small edition: two rows to check, and a gate that asks more of a pupil who is looked after. */
const edition = readEdition(`
id: off-site-education
edition: 2025-01
inForceFrom: 2025-01-06
title: A small procedure
review: { reviewedOn: [], nextReviewOn: 2025-09-30 }
citations: []
checks:
  - { id: online-safety, area: policies, scope: site, label: Online safety policy }
  - { id: complaints, area: policies, scope: site, label: Complaints process }
gates:
  start:
    - require:
        - pre-admission-checks: { before: start }
        - agreement-signed: { before: start }
    - when: looked-after
      require: [social-worker-consulted]
duties: {}
`);

/** The same, which asks besides that the provider knows what it must. */
const careful = readEdition(`
id: off-site-education
edition: 2025-01
inForceFrom: 2025-01-06
title: A small procedure
review: { reviewedOn: [], nextReviewOn: 2025-09-30 }
citations: []
checks: []
gates:
  start:
    - require: [briefing-acknowledged]
duties: {}
`);

const { placementId, subjectId, schoolId, providerId, siteId, personId, correlationId } = ids(
  'placementId',
  'subjectId',
  'schoolId',
  'providerId',
  'siteId',
  'personId',
  'correlationId',
);
const meta = bySystem('test', correlationId);
const about = { placementId, subjectId, schoolId };
const propose: PlacementCommand = {
  type: 'ProposePlacement',
  data: {
    ...about,
    providerId,
    siteId,
    purpose: 'Boat building.',
    startOn: '2026-11-23',
    slots: [{ weekday: 1, session: 'am', arriveAt: '09:00', leaveAt: '12:00' }],
    procedure: { id: 'off-site-education', edition: '2025-01' },
  },
};
const agreeOn = (agreedOn: string): PlacementCommand => ({
  type: 'AgreePlacement',
  data: { ...about, agreedOn, signedBy: 'Mia Larch, mother' },
});
const gather = (evidence: string): PlacementCommand => ({
  type: 'GatherEvidence',
  data: { ...about, evidence, on: '2026-11-17' },
});
const start = {
  type: 'StartPlacement',
  data: { ...about, startedOn: '2026-11-23', required: [] },
} satisfies PlacementCommand;
const find: PlacementCommand = {
  type: 'FindPlacementStarted',
  data: { ...about, startedOn: '2026-11-16', required: [] },
};

const row = (name: string, on: string) => ({
  checkId: checkIdOf(siteId, name, 1),
  providerId,
  siteId,
  row: name,
  round: 1,
  personId,
  on,
});
const met = (name: string, on = '2026-11-10'): CheckCommand => ({
  type: 'RecordCheckMet',
  data: { ...row(name, on), evidence: 'Seen.' },
});
const notMet = (name: string): CheckCommand => ({
  type: 'RecordCheckNotMet',
  data: { ...row(name, '2026-11-20'), evidence: 'Out of date.' },
});
const notApplicable = (name: string): CheckCommand => ({
  type: 'RecordCheckNotApplicable',
  data: { ...row(name, '2026-11-12'), because: 'No devices.' },
});

const enter: PupilCommand = {
  type: 'EnterPupil',
  data: {
    subjectId,
    schoolId,
    givenName: 'Ivo',
    familyName: 'Larch',
    upn: 'A123456789012',
    bornOn: '2011-05-04',
    yearGroup: 10,
  },
};
const lookedAfter = (value: 'yes' | 'no' | 'unknown'): PupilCommand => ({
  type: 'NoteStatus',
  data: { subjectId, schoolId, status: 'looked-after', value, on: '2026-09-01' },
});

/** A trust in which all of this has been said, in order. */
async function after(...said: readonly (PlacementCommand | CheckCommand | PupilCommand | ProviderCommand)[]) {
  const store = new MemoryEventStore(new HeldClock('2026-11-23T08:00:00.000Z'));
  const keys = new MemoryKeys();
  const journal = new Journal(store, new SealingCodec(allEvents, keys));
  for (const command of said) {
    if ('checkId' in command.data) await transact(journal, check, command.data.checkId, command as CheckCommand, meta);
    else if ('placementId' in command.data) {
      await transact(journal, placement, placementId, command as PlacementCommand, meta);
    } else if ('providerId' in command.data) {
      await transact(journal, provider, providerId, command as ProviderCommand, meta);
    } else await transact(journal, pupil, subjectId, command as PupilCommand, meta);
  }
  const gateOf = (of: Edition) => new StartGate(journal, new Editions([of]));
  const carryOut = async (command: PlacementCommand, of = edition) => {
    const guarded = await gateOf(of).guard(placementId, command, meta);
    return (await transact(journal, placement, placementId, guarded, meta)).events;
  };
  const refusal = async (command: PlacementCommand, of = edition) => {
    const error: unknown = await carryOut(command, of).then(
      (events) => events,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof Refusal)) throw new Error(`Nothing was refused: ${JSON.stringify(error)}`);
    return [error.reason, ...error.details];
  };
  return { carryOut, refusal, keys };
}

const settled = [met('online-safety'), notApplicable('complaints')] as const;
const known = [enter, lookedAfter('no')] as const;
const started = [{ type: 'PlacementStarted', data: { ...about, startedOn: '2026-11-23' } }];

describe('the start of a placement', () => {
  it('happens when the agreement is signed and every check is met or does not apply', async () => {
    const { carryOut } = await after(...known, ...settled, propose, agreeOn('2026-11-18'));
    expect(await carryOut(start)).toEqual(started);
    expect(await carryOut(start)).toEqual([]);
  });

  it('is refused with all that is missing, whoever says that nothing is required', async () => {
    const { refusal } = await after(...known, propose);
    expect(await refusal(start)).toEqual(['evidence-missing', 'pre-admission-checks', 'agreement-signed']);
  });

  // Procedure: S8.14, S8.21, S13.6, S13.9, X7
  it('is refused while what the provider acknowledged is not what it must know now', async () => {
    const transport = { travel: 'on-foot', times: '8:20', telephone: '01632 960400', ifItFails: 'Ring us.' } as const;
    const needs = { health: 'Asthma.', medication: 'None.', allergies: 'None.', needs: 'Quiet.' };
    const risks = [{ risk: 'Runs.', met: 'Somebody goes along.' }];
    const says = { ...needs, risks, reviewOn: '2026-12-14', transport };
    const mother = { subjectId, contactId: personId, order: 1, name: 'Mia Larch', relation: 'mother' };
    const contact = { ...mother, telephone: '01632 960345', mayBeRung: true, mayBeTold: true };
    const name = (telephone: string): PupilCommand => ({
      type: 'NameContact',
      data: { ...contact, schoolId, telephone },
    });
    const write: PlacementCommand = { type: 'WriteBriefing', data: { ...about, says } };
    const version = briefingVersion(says, [contact]) ?? '';
    const acknowledge: PlacementCommand = {
      type: 'AcknowledgeBriefing',
      data: { ...about, adultId: siteId, channel: 'link', acknowledgedOn: '2026-11-18', version },
    };
    const briefed = [...known, name('01632 960345'), propose, write] as const;
    const missing = ['evidence-missing', 'briefing-acknowledged'];
    expect(await (await after(...briefed)).refusal(start, careful)).toEqual(missing);
    expect(await (await after(...briefed, acknowledge, name('01632 960999'))).refusal(start, careful)).toEqual(missing);
    const other: PlacementCommand = {
      type: 'WriteBriefing',
      data: { ...about, says: { ...says, allergies: 'Nuts.' } },
    };
    expect(await (await after(...briefed, acknowledge, other)).refusal(start, careful)).toEqual(missing);
    expect(await (await after(...briefed, acknowledge)).carryOut(start, careful)).toEqual(started);
  });

  it('is refused while a check is open, and while one is answered no', async () => {
    const open = await after(...known, met('online-safety'), propose, agreeOn('2026-11-18'));
    expect(await open.refusal(start)).toEqual(['evidence-missing', 'pre-admission-checks']);
    const no = await after(...known, met('online-safety'), notMet('complaints'), propose, agreeOn('2026-11-18'));
    expect(await no.refusal(start)).toEqual(['evidence-missing', 'pre-admission-checks']);
  });

  it('is refused when a check that was settled and gathered is answered no afterwards', async () => {
    const gathered = [...known, ...settled, propose, agreeOn('2026-11-18'), gather('pre-admission-checks')];
    const { refusal } = await after(...gathered, notMet('online-safety'));
    expect(await refusal(start)).toEqual(['evidence-missing', 'pre-admission-checks']);
  });

  it('is refused for what was not there before the first day', async () => {
    const onTheDay = await after(...known, ...settled, propose, agreeOn('2026-11-23'));
    expect(await onTheDay.refusal(start)).toEqual(['evidence-missing', 'agreement-signed']);
    const checkedOnTheDay = [met('online-safety', '2026-11-23'), notApplicable('complaints')];
    const late = await after(...known, ...checkedOnTheDay, propose, agreeOn('2026-11-18'));
    expect(await late.refusal(start)).toEqual(['evidence-missing', 'pre-admission-checks']);
  });

  it('asks more of a pupil with a status, and of one whose status nobody knows', async () => {
    const others = [...settled, propose, agreeOn('2026-11-18')];
    const consulted: PlacementCommand = {
      type: 'RecordConsultation',
      data: { ...about, consulted: 'social-worker', consultedOn: '2026-11-17', person: 'Ms Oduya', view: 'In favour.' },
    };
    for (const statuses of [[enter, lookedAfter('yes')], [enter, lookedAfter('unknown')], [enter], []]) {
      const without = await after(...statuses, ...others);
      expect(await without.refusal(start)).toEqual(['evidence-missing', 'social-worker-consulted']);
      const withIt = await after(...statuses, ...others, consulted);
      expect(await withIt.carryOut(start)).toEqual(started);
    }
  });

  it('asks more of a pupil whose statuses have been erased', async () => {
    const { refusal, keys } = await after(...known, ...settled, propose, agreeOn('2026-11-18'));
    keys.destroy(subjectId);
    expect(await refusal(start)).toEqual(['evidence-missing', 'social-worker-consulted']);
  });

  it('asks what the caller asks on top', async () => {
    const { refusal } = await after(...known, ...settled, propose, agreeOn('2026-11-18'));
    const more: PlacementCommand = { ...start, data: { ...start.data, required: ['site-visited'] } };
    expect(await refusal(more)).toEqual(['evidence-missing', 'site-visited']);
    // Named with the rest, all at once.
    const unsigned = await after(...known, ...settled, propose);
    expect(await unsigned.refusal(more)).toEqual(['evidence-missing', 'agreement-signed', 'site-visited']);
  });

  it('is left to the placement when there is none, or when it has begun', async () => {
    expect(await (await after(...known)).refusal(start)).toEqual(['placement-not-proposed']);
    const { carryOut, refusal } = await after(...known, propose);
    await carryOut(find);
    expect(await refusal(start)).toEqual(['placement-already-started']);
  });
});

describe('a start that was found', () => {
  it('is never refused, and shows what is missing', async () => {
    const { carryOut } = await after(enter, propose, agreeOn('2026-11-18'));
    expect(await carryOut(find)).toEqual([
      {
        type: 'PlacementFoundStarted',
        data: { ...about, startedOn: '2026-11-16', missing: ['pre-admission-checks', 'social-worker-consulted'] },
      },
    ]);
  });

  it('misses no checks that are settled', async () => {
    const { carryOut } = await after(...known, ...settled, propose);
    expect(await carryOut(find)).toEqual([
      { type: 'PlacementFoundStarted', data: { ...about, startedOn: '2026-11-16', missing: ['agreement-signed'] } },
    ]);
  });
});

// Procedure: S4.22, S4.23
describe('where a school has stopped new starts', () => {
  const stop = { providerId, stopId: personId, schoolId, personId, keptUnder: providerId };
  const stopIt: readonly ProviderCommand[] = [
    { type: 'EnterProvider', data: { providerId, name: 'Harbour Workshops' } },
    { type: 'OpenSite', data: { providerId, siteId, name: 'Quayside', address: '1 Quay', telephone: '01632 960300' } },
    { type: 'SetStop', data: { ...stop, siteId, because: 'A chained door.' } },
  ];
  const lift: ProviderCommand = {
    type: 'LiftStop',
    data: { ...stop, personId: subjectId, liftedOn: '2026-11-20', because: 'It is open.' },
  };

  it('nothing is proposed, and nothing begins, until it is lifted', async () => {
    const ready = [...known, ...settled];
    const early = await after(...ready, ...stopIt);
    expect(await early.refusal(propose)).toEqual(['provider-stopped']);
    const late = await after(...ready, propose, agreeOn('2026-11-18'), ...stopIt);
    expect(await late.refusal(start)).toEqual(['provider-stopped']);
    const again = await after(...ready, propose, agreeOn('2026-11-18'), ...stopIt, lift);
    expect(await again.carryOut(start)).toEqual(started);
  });

  it('what was proposed stays so, and what has begun is a fact', async () => {
    const { carryOut } = await after(...known, ...settled, propose, agreeOn('2026-11-18'), ...stopIt);
    expect(await carryOut(propose)).toEqual([]);
    expect((await carryOut(find)).map(({ type }) => type)).toEqual(['PlacementFoundStarted']);
  });
});

describe('any other command', () => {
  it('passes the gate as it is', async () => {
    const { carryOut } = await after(...known, propose);
    expect(await carryOut(gather('emergency-contacts-acknowledged'))).toHaveLength(1);
  });
});
