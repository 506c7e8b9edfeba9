import { delivery, eventsByCategory, evidenceAfter, isEvidence, route, type PlacementEvent } from '#domain';
import type { Actor, Id } from '#event-sourcing';
import { evidenceFor } from '#procedure';
import { WebWorld } from '../../../../test/support/web-world.js';
import { further } from './further.js';
import { personId } from './names.js';

/** What the start of the procedure asks for and no example has, because the place gives no reason to ask. */
const askedByNoExample = ['registration-decided'];
/** The streams of which a visitor finds everything that can happen to them. */
const shownWhole = [
  'trust',
  'placement',
  'weekplan',
  'check',
  'assurance',
  'evaluation',
  'oversight',
  'incident',
  'complaint',
] as const;
const notShown = new Set(['EvidenceGathered', 'RegistrationDecided']);

describe('what the example trust shows beside its week', () => {
  let world: WebWorld;
  let heard: readonly { readonly type: string; readonly data: Readonly<Record<string, unknown>> }[];

  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-16T07:50:00.000Z' });
    for (const { by, command, signer } of further(world.edition)) {
      const kind = signer === undefined ? 'staff' : 'outside';
      const actor: Actor = { kind, id: signer ?? personId(by), roles: [] };
      await world.send(command, actor);
    }
    await world.caughtUp();
    const stored = await world.installation.store.readAll(0n, 20_000);
    // What lies open of each: which evidence a fact shows does.
    heard = stored.map(({ type, data }) => ({ type, data: JSON.parse(data) as Readonly<Record<string, unknown>> }));
  }, 120_000);
  afterAll(() => world.close());

  const of = (type: string) => heard.filter((each) => each.type === type).map(({ data }) => data);

  it('is each thing that can happen to a placement, a plan of the week, a check, an assurance, an evaluation, an incident and to how it is kept an eye on', () => {
    const types = shownWhole.flatMap((category) => Object.keys(eventsByCategory[category].shapes));
    const lacking = types.filter((type) => !notShown.has(type) && of(type).length === 0);
    expect(lacking).toEqual([]);
    for (const type of ['RegistrationFound', 'InspectionFound', 'ApprovalFound', 'PolicySeen'])
      expect([type, of(type).length > 0]).toEqual([type, true]);
    for (const type of ['StopSet', 'StopReferred', 'StopLifted', 'PupilMerged', 'PupilUnmerged'])
      expect([type, of(type).length > 0]).toEqual([type, true]);
    for (const type of ['PupilMovedSchool', 'PupilLeft', 'PupilCameBack', 'SchoolChangeTakenBack'])
      expect([type, of(type).length > 0]).toEqual([type, true]);
  });

  it('is a placement by each route, in person and online', () => {
    const proposed = of('PlacementProposed');
    expect(new Set(proposed.map((each) => each['route'] ?? 'agreed'))).toEqual(new Set(route.options));
    expect(new Set(proposed.map((each) => each['delivery'] ?? 'in-person'))).toEqual(new Set(delivery.options));
  });

  it('is every piece of evidence that the gates of the edition ask for', () => {
    const asked = [...world.edition.gates.values()].flatMap((rules) =>
      rules.flatMap(({ require, otherwise = [] }) => [...require, ...otherwise].map(evidenceFor)),
    );
    // Without content their day would be the same for each; what was told in full is told by its own fact.
    const facts = heard.filter((each): each is typeof each & PlacementEvent => isEvidence(each as PlacementEvent));
    const shown = new Set(facts.flatMap((each) => Object.keys(evidenceAfter({}, each as never, false))));
    const byOthers = new Set(['pre-admission-checks', 'whole-week-planned', ...askedByNoExample]);
    const lacking = [...new Set(asked)].filter((each) => !shown.has(each) && !byOthers.has(each));
    expect(lacking).toEqual([]);
  });

  it('is ready to start by each route, as the gate finds', async () => {
    const started = new Set(of('PlacementStarted').map((each) => each['placementId']));
    const found = new Set(of('PlacementFoundStarted').map((each) => each['placementId']));
    const waiting = of('PlacementProposed').filter(
      ({ placementId }) => !started.has(placementId) && !found.has(placementId),
    );
    expect(waiting).toHaveLength(7);
    for (const each of waiting) {
      const { placementId, subjectId, schoolId } = each as { placementId: Id; subjectId: Id; schoolId: Id };
      const data = { placementId, subjectId, schoolId, startedOn: '2026-11-23', required: [] };
      await world.send({ type: 'StartPlacement', data }, { kind: 'staff', id: personId('priya-raman'), roles: [] });
    }
  });
});
