import { newId } from '#event-sourcing';
import { StagedFiles } from '#importing';
import { personId } from '../../../../libs/simulation/src/week/names.js';
import { enterEvaluation } from '../../../../test/support/evaluations.js';
import { enterVisit } from '../../../../test/support/oversight.js';
import {
  ofEverySchool,
  ofHollinBank,
  ofMillrace,
  partsOf,
  pathOf,
  stopOf,
  type Parts,
} from '../../../../test/support/routes.js';
import { WebWorld } from '../../../../test/support/web-world.js';

/** Where something else is answered than that it is not there; nothing is done all the same. */
const answers: Readonly<Record<string, number>> = {
  // What somebody sends to be imported is gone after a while, and as far as anybody else is concerned.
  'stagedId of GET /schools/:schoolId/import/:stagedId': 410,
  'stagedId of POST /schools/:schoolId/import/:stagedId': 410,
  // A stop holds for all schools: each sees it, and decides about its own placements there.
  'stopId of GET /schools/:schoolId/stops/:stopId': 200,
  'stopId of GET /schools/:schoolId/stops/:stopId/placements/:placementId': 200,
  'stopId of POST /schools/:schoolId/stops/:stopId/placements/:placementId': 400,
  // A contact, a key adult or an entry is removed once; afterwards, or where there never was one, nothing is left to do.
  'contactId of POST /schools/:schoolId/pupils/:subjectId/contacts/:contactId/remove': 303,
  'keyAdultId of POST /schools/:schoolId/pupils/:subjectId/key-adults/:keyAdultId/remove': 303,
  'entryId of POST /schools/:schoolId/pupils/:subjectId/earlier-provision/:entryId/remove': 303,
};

describe('what belongs to another school', () => {
  let world: WebWorld;
  let head: string;
  /** What stands for the parts of an address; one that is in neither list fails below. */
  let ours: Parts;
  let theirs: Parts;
  const ofASchool = [...Object.keys(ofMillrace), 'stagedId'].filter((part) => part !== 'schoolId');
  beforeAll(async () => {
    world = await WebWorld.open({ at: '2026-11-16T09:00:00.000Z' });
    const { database, clock, masterKey } = world.installation;
    const staged = new StagedFiles(database.pool('web'), clock, masterKey);
    const by = { personId: personId('owen-pryce'), schoolId: ofMillrace.schoolId };
    const stagedId = await staged.keep(by, [{ name: 'pupils.csv', bytes: Buffer.from('UPN\n') }]);
    ours = { ...ofEverySchool, ...ofHollinBank, stagedId: newId() };
    theirs = { ...ofMillrace, stagedId };
    for (const each of [ofHollinBank, ofMillrace]) await world.send(stopOf(each));
    for (const parts of [ofHollinBank, ofMillrace]) {
      await enterEvaluation(world, parts);
      await enterVisit(world, parts);
    }
    await world.caughtUp();
    head = await world.cookieOf('ruth-calloway');
  }, 60_000);
  afterAll(() => world.close());

  it('is there for its own school', async () => {
    const cookie = await world.cookieOf('owen-pryce');
    for (const page of [
      `placements/${ofMillrace.placementId}`,
      `people/${ofMillrace.personId}`,
      `evaluations/${ofMillrace.evaluationId}`,
      `placements/${ofMillrace.placementId}/oversight/records/${ofMillrace.recordId}/note`,
      `placements/${ofMillrace.placementId}/oversight/follow-ups/${ofMillrace.followUpId}`,
      `incidents/${ofMillrace.incidentId}`,
      `complaints/${ofMillrace.complaintId}`,
    ]) {
      const { status } = await fetch(`${world.web.url}/schools/${ofMillrace.schoolId}/${page}`, {
        headers: { cookie },
      });
      expect([page, status]).toEqual([page, 200]);
    }
  });

  it('is known by every part of an address that there is', () => {
    const named = world.web.routes.filter((route) => route.includes(' /schools/:schoolId')).flatMap(partsOf);
    expect(named.filter((part) => ours[part] === undefined)).toEqual([]);
  });

  it('is not there at the address of one’s own, on any route, to be seen or changed', async () => {
    const found: Record<string, number> = {};
    let tried = 0;
    const before = await world.installation.store.head();
    const routes = world.web.routes.filter((route) => route.includes(' /schools/:schoolId'));
    for (const route of routes) {
      // One thing of another's is enough, whatever else in the address is one's own.
      for (const part of partsOf(route).filter((each) => ofASchool.includes(each))) {
        const { status } = await fetch(world.web.url + pathOf(route, { ...ours, [part]: theirs[part] ?? '' }), {
          method: route.split(' ')[0] ?? '',
          headers: { cookie: head, 'sec-fetch-site': 'same-origin', accept: 'text/html' },
          redirect: 'manual',
        });
        tried += 1;
        if (status !== (answers[`${part} of ${route}`] ?? 404)) found[`${route} with their ${part}`] = status;
      }
    }
    expect(tried).toBeGreaterThan(40);
    expect(found).toEqual({});
    expect(await world.installation.store.head()).toBe(before);
  }, 60_000);
});
