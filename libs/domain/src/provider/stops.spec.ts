import fc from 'fast-check';
import type { Id } from '#event-sourcing';
import { given, ids } from '#testing';
import { provider, stopsAt, type Provider, type ProviderCommand, type ProviderEvent } from './provider.js';
import { holdsAt } from './stops.js';

const known = ids('providerId', 'siteId', 'otherSiteId', 'adultId', 'schoolId', 'otherSchoolId', 'setterId', 'headId');
const { providerId, siteId, otherSiteId, adultId, schoolId, otherSchoolId, setterId, headId } = known;
const { stopId, otherStopId } = ids('stopId', 'otherStopId');
const line = { name: 'Quayside', address: '1 Quay, Northfield', telephone: '01632 960 300' };
const there: readonly ProviderEvent[] = [
  { type: 'ProviderEntered', data: { providerId, name: 'Harbour Workshops' } },
  { type: 'SiteOpened', data: { providerId, siteId, ...line } },
  { type: 'SiteOpened', data: { providerId, siteId: otherSiteId, ...line, name: 'Hillside' } },
  {
    type: 'AdultNamed',
    data: { providerId, siteId, adultId, name: 'Lee Marsh', email: 'lee@quay.example', attendanceContact: false },
  },
];
const about = { providerId, stopId, schoolId, personId: setterId, keptUnder: providerId };
const set = { ...about, because: 'A parent told us of a fire door that is chained.' };
const referral = { ...about, to: 'The designated officer', at: '2026-11-16T09:40:00.000Z', reference: 'LA-4411' };
const lifting = { ...about, personId: headId, liftedOn: '2026-11-20', because: 'The fire service has seen the door.' };

const isSet: ProviderEvent = { type: 'StopSet', data: set };
const isLifted: ProviderEvent = { type: 'StopLifted', data: lifting };
const setIt: ProviderCommand = { type: 'SetStop', data: set };
const referIt: ProviderCommand = { type: 'ReferStop', data: referral };
const liftIt: ProviderCommand = { type: 'LiftStop', data: lifting };

const after = given(provider);

// Procedure: S4.22
describe('a stop', () => {
  it('is set about a provider, one of its sites, or somebody who works there', () => {
    after(...there)
      .when(setIt)
      .then(isSet);
    after(...there)
      .when({ type: 'SetStop', data: { ...set, siteId } })
      .then({ type: 'StopSet', data: { ...set, siteId } });
    const person = { ...set, adultId, keptUnder: adultId };
    after(...there)
      .when({ type: 'SetStop', data: person })
      .then({ type: 'StopSet', data: person });
  });

  it('is not set about what is not there', () => {
    after().when(setIt).thenRefused('provider-not-entered');
    after(...there)
      .when({ type: 'SetStop', data: { ...set, siteId: headId } })
      .thenRefused('site-not-opened');
    after(...there)
      .when({ type: 'SetStop', data: { ...set, adultId: headId } })
      .thenRefused('adult-not-named');
  });

  it('is set once, and not otherwise', () => {
    after(...there, isSet)
      .when(setIt)
      .thenNothing();
    after(...there, isSet)
      .when({ type: 'SetStop', data: { ...set, because: 'Something else.' } })
      .thenRefused('stop-already-set');
  });

  it('is referred, each time anew', () => {
    const referred: ProviderEvent = { type: 'StopReferred', data: referral };
    after(...there, isSet)
      .when(referIt)
      .then(referred);
    after(...there, isSet, referred)
      .when(referIt)
      .thenNothing();
    const police = { ...referral, to: 'The police', at: '2026-11-16T10:00:00.000Z' };
    after(...there, isSet, referred)
      .when({ type: 'ReferStop', data: police })
      .then({ type: 'StopReferred', data: police });
  });

  it('is lifted by somebody else of the same school, and once', () => {
    after(...there, isSet)
      .when(liftIt)
      .then(isLifted);
    after(...there, isSet, isLifted)
      .when(liftIt)
      .thenNothing();
    after(...there, isSet)
      .when({ type: 'LiftStop', data: { ...lifting, personId: setterId } })
      .thenRefused('stop-lifted-by-who-set-it');
    after(...there, isSet, isLifted)
      .when({ type: 'LiftStop', data: { ...lifting, because: 'Otherwise.' } })
      .thenRefused('stop-already-lifted');
  });

  it('is neither referred nor lifted by another school', () => {
    for (const command of [referIt, liftIt]) {
      const elsewhere = { ...command, data: { ...command.data, schoolId: otherSchoolId } } as ProviderCommand;
      after(...there, isSet)
        .when(elsewhere)
        .thenRefused('stop-of-another-school');
    }
  });

  it('is there before it is referred or lifted', () => {
    for (const command of [referIt, liftIt])
      after(...there)
        .when(command)
        .thenRefused('stop-not-set');
  });

  const stopped = (site: Id, on: string, ...events: readonly ProviderEvent[]) => {
    let state: Provider = null;
    for (const event of [...there, ...events]) state = provider.evolve(state, event);
    return stopsAt(state, site, on).length > 0;
  };

  it('holds at each site of a provider, at one site alone, or where somebody works until they leave', () => {
    expect([stopped(siteId, '2026-11-16', isSet), stopped(otherSiteId, '2026-11-16', isSet)]).toEqual([true, true]);
    const atSite: ProviderEvent = { type: 'StopSet', data: { ...set, siteId } };
    expect([stopped(siteId, '2026-11-16', atSite), stopped(otherSiteId, '2026-11-16', atSite)]).toEqual([true, false]);
    const person: ProviderEvent = { type: 'StopSet', data: { ...set, adultId, keptUnder: adultId } };
    const left: ProviderEvent = { type: 'AdultLeft', data: { providerId, siteId, adultId, on: '2026-11-18' } };
    expect(stopped(siteId, '2026-11-18', person, left)).toBe(true);
    expect(stopped(siteId, '2026-11-19', person, left)).toBe(false);
    expect(stopped(otherSiteId, '2026-11-16', person)).toBe(false);
  });

  it('holds nowhere once it is lifted, and others go on', () => {
    expect(stopped(siteId, '2026-11-20', isSet, isLifted)).toBe(false);
    const other: ProviderEvent = { type: 'StopSet', data: { ...set, stopId: otherStopId } };
    expect(stopped(siteId, '2026-11-20', isSet, other, isLifted)).toBe(true);
  });

  it('never holds at another site than the one that it names, whoever works where', () => {
    const site = fc.constantFrom(siteId, otherSiteId);
    fc.assert(
      fc.property(site, site, fc.boolean(), (named, asked, isLifted) => {
        const holds = holdsAt({ siteId: named, isLifted }, asked, '2026-11-16', () => undefined);
        expect(holds).toBe(!isLifted && named === asked);
      }),
    );
  });
});
