import { erased } from '#event-sourcing';
import { given, ids } from '#testing';
import { askedAt, provider, type ProviderCommand, type ProviderEvent } from './provider.js';

const { providerId, siteId, otherSiteId, adultId, otherAdultId } = ids(
  'providerId',
  'siteId',
  'otherSiteId',
  'adultId',
  'otherAdultId',
);
const details = { providerId, name: 'Harbour Workshops' };
const site = { providerId, siteId, name: 'Quayside', address: '1 Quay, Northfield', telephone: '01632 960 300' };
const moved = { ...site, address: '2 Quay, Northfield' };
const closure = { providerId, siteId, on: '2026-11-25', because: 'Boiler' };
const reopening = { providerId, siteId, on: '2026-11-25' };
const adult = {
  providerId,
  siteId,
  adultId,
  name: 'Jo Tern',
  email: 'jo@harbour.example',
  telephone: '01632 960 301',
  attendanceContact: true,
};
const other = { ...adult, adultId: otherAdultId, name: 'Lee Gull', email: 'lee@harbour.example' };

const entered: ProviderEvent = { type: 'ProviderEntered', data: details };
const opened: ProviderEvent = { type: 'SiteOpened', data: site };
const otherOpened: ProviderEvent = { type: 'SiteOpened', data: { ...site, siteId: otherSiteId } };
const changed: ProviderEvent = { type: 'SiteChanged', data: moved };
const closed: ProviderEvent = { type: 'SiteClosed', data: closure };
const closedAm: ProviderEvent = { type: 'SiteClosed', data: { ...closure, session: 'am' } };
const reopened: ProviderEvent = { type: 'SiteReopened', data: reopening };
const reopenedPm: ProviderEvent = { type: 'SiteReopened', data: { ...reopening, session: 'pm' } };
const named: ProviderEvent = { type: 'AdultNamed', data: adult };
const otherNamed: ProviderEvent = { type: 'AdultNamed', data: other };
const left: ProviderEvent = { type: 'AdultLeft', data: { providerId, siteId, adultId, on: '2026-11-27' } };

const enter: ProviderCommand = { type: 'EnterProvider', data: details };
const open: ProviderCommand = { type: 'OpenSite', data: site };
const change: ProviderCommand = { type: 'ChangeSite', data: moved };
const close: ProviderCommand = { type: 'CloseSite', data: closure };
const closeAm: ProviderCommand = { type: 'CloseSite', data: { ...closure, session: 'am' } };
const reopen: ProviderCommand = { type: 'ReopenSite', data: reopening };
const reopenPm: ProviderCommand = { type: 'ReopenSite', data: { ...reopening, session: 'pm' } };
const name: ProviderCommand = { type: 'NameAdult', data: adult };
const leave: ProviderCommand = { type: 'LeaveAdult', data: { providerId, siteId, adultId, on: '2026-11-27' } };

const lastDay = { providerId, siteId, on: '2026-12-18' };
const later = { ...lastDay, on: '2027-01-29' };
const givenUp: ProviderEvent = { type: 'SiteGivenUp', data: { ...lastDay, because: 'The lease ends' } };
const givenUpLater: ProviderEvent = { type: 'SiteGivenUp', data: { ...later, because: 'The lease ends' } };
const takenUp: ProviderEvent = { type: 'SiteTakenUp', data: lastDay };
const giveUp: ProviderCommand = { type: 'GiveUpSite', data: { ...lastDay, because: 'The lease ends' } };
const giveUpLater: ProviderCommand = { type: 'GiveUpSite', data: { ...later, because: 'The lease ends' } };
const takeUp: ProviderCommand = { type: 'TakeUpSite', data: { providerId, siteId } };

const after = given(provider);

describe('a provider’s own entry', () => {
  const renamed = { ...details, name: 'Harbour Training', ukprn: '10000001' };
  const rename: ProviderCommand = { type: 'ChangeProvider', data: renamed };
  const renamedThen: ProviderEvent = { type: 'ProviderChanged', data: renamed };

  it('may change', () => after(entered).when(rename).then(renamedThen));
  it('changes once, however often, and an old form changes nothing', () => {
    after(entered, renamedThen).when(rename).thenNothing();
    after(entered, renamedThen).when(enter).thenNothing();
  });
  it('is there before it changes', () => after().when(rename).thenRefused('provider-not-entered'));
});

describe('a provider', () => {
  it('is entered', () => after().when(enter).then(entered));
  it('is entered once, however often', () => after(entered).when(enter).thenNothing());
  it('has one name', () =>
    after(entered)
      .when({ type: 'EnterProvider', data: { ...details, name: 'Harbour' } })
      .thenRefused('provider-already-entered'));
  it('is entered before anything is said of it', () => {
    for (const command of [open, change, close, reopen, giveUp, takeUp, name, leave]) {
      after().when(command).thenRefused('provider-not-entered');
    }
  });
});

describe('a provider’s site', () => {
  it('is opened', () => after(entered).when(open).then(opened));
  it('is opened once, however often, and whatever has changed since', () => {
    after(entered, opened).when(open).thenNothing();
    after(entered, opened, changed).when(open).thenNothing();
  });
  it('has one entry', () =>
    after(entered, opened).when({ type: 'OpenSite', data: moved }).thenRefused('site-already-opened'));
  it('is opened before anything is said of it', () => {
    for (const command of [change, close, reopen, giveUp, takeUp, name, leave]) {
      after(entered, otherOpened).when(command).thenRefused('site-not-opened');
    }
  });
  it('may have other details', () => after(entered, opened).when(change).then(changed));
  it('has them changed once, however often', () => after(entered, opened, changed).when(change).thenNothing());

  it('closes for a day', () => after(entered, opened).when(close).then(closed));
  it('closes once, however often and why', () => {
    after(entered, opened, closed).when(close).thenNothing();
    after(entered, opened, closed)
      .when({ type: 'CloseSite', data: { ...closure, because: 'Flood' } })
      .thenNothing();
  });
  it('has no session left to close on a closed day', () => after(entered, opened, closed).when(closeAm).thenNothing());
  it('has the rest of a day left to close when the morning is closed', () =>
    after(entered, opened, closedAm).when(close).then(closed));
  it('closes each site apart', () => {
    const elsewhere = { ...closure, siteId: otherSiteId };
    after(entered, opened, otherOpened, closed)
      .when({ type: 'CloseSite', data: elsewhere })
      .then({ type: 'SiteClosed', data: elsewhere });
  });
  it('opens again', () => after(entered, opened, closed).when(reopen).then(reopened));
  it('opens again for the day when one session was closed', () =>
    after(entered, opened, closedAm).when(reopen).then(reopened));
  it('opens again in one session', () => after(entered, opened, closed).when(reopenPm).then(reopenedPm));
  it('is still closed in the other', () => after(entered, opened, closed, reopenedPm).when(closeAm).thenNothing());
  it('has nothing to open where it is not closed', () => {
    after(entered, opened).when(reopen).thenNothing();
    after(entered, opened, closed, reopened).when(reopen).thenNothing();
    after(entered, opened, closedAm).when(reopenPm).thenNothing();
  });
  it('may close once more after that', () => after(entered, opened, closed, reopened).when(close).then(closed));

  it('is given up after a last day', () => after(entered, opened).when(giveUp).then(givenUp));
  it('is given up once, however often and why', () => {
    after(entered, opened, givenUp).when(giveUp).thenNothing();
    after(entered, opened, givenUp)
      .when({ type: 'GiveUpSite', data: { ...lastDay, because: 'The roof' } })
      .thenNothing();
  });
  it('is given up after another day: the one before is taken back first', () =>
    after(entered, opened, givenUp).when(giveUpLater).then(takenUp, givenUpLater));
  it('is not given up after all', () => after(entered, opened, givenUp).when(takeUp).then(takenUp));
  it('has nothing to take up where it is not given up', () => {
    after(entered, opened).when(takeUp).thenNothing();
    after(entered, opened, givenUp, takenUp).when(takeUp).thenNothing();
  });
  it('may be given up once more after that', () => after(entered, opened, givenUp, takenUp).when(giveUp).then(givenUp));
});

describe('an adult at a provider', () => {
  it('is named', () => after(entered, opened).when(name).then(named));
  it('is named once, however often', () => after(entered, opened, named).when(name).thenNothing());
  it('may have other details', () => {
    const elsewhere = { ...adult, telephone: '01632 960 302' };
    after(entered, opened, named)
      .when({ type: 'NameAdult', data: elsewhere })
      .then({ type: 'AdultNamed', data: elsewhere });
  });
  it('is the contact until another is named so, and again when named so again', () => {
    after(entered, opened, named, otherNamed).when({ type: 'NameAdult', data: other }).thenNothing();
    after(entered, opened, named, otherNamed).when(name).then(named);
  });
  it('stays the contact when somebody else is named who is none', () =>
    after(entered, opened, named, { type: 'AdultNamed', data: { ...other, attendanceContact: false } })
      .when(name)
      .thenNothing());
  it('may be the contact no more', () => {
    const none = { ...adult, attendanceContact: false };
    after(entered, opened, named).when({ type: 'NameAdult', data: none }).then({ type: 'AdultNamed', data: none });
  });
  // Procedure: S15.5, S15.6
  it('may stand in, or lead on safeguarding, besides or instead', () => {
    const both = { ...adult, attendanceStandIn: true, safeguardingLead: true };
    const withBoth: ProviderEvent = { type: 'AdultNamed', data: both };
    after(entered, opened, named).when({ type: 'NameAdult', data: both }).then(withBoth);
    after(entered, opened, withBoth).when({ type: 'NameAdult', data: both }).thenNothing();
    // Somebody else leads meanwhile, so that it is news again.
    const otherLeads: ProviderEvent = { type: 'AdultNamed', data: { ...other, safeguardingLead: true } };
    after(entered, opened, withBoth, otherLeads).when({ type: 'NameAdult', data: both }).then(withBoth);
  });
  it('is no contact of a site after moving to another', () => {
    const there = { ...adult, siteId: otherSiteId };
    const movedThere: ProviderEvent = { type: 'AdultNamed', data: there };
    after(entered, opened, otherOpened, named).when({ type: 'NameAdult', data: there }).then(movedThere);
    after(entered, opened, otherOpened, named, movedThere).when(name).then(named);
  });

  it('leaves', () => after(entered, opened, named).when(leave).then(left));
  it('leaves once, however often', () => after(entered, opened, named, left).when(leave).thenNothing());
  it('may leave on another day than was said', () => {
    const sooner = { providerId, siteId, adultId, on: '2026-11-26' };
    after(entered, opened, named, left)
      .when({ type: 'LeaveAdult', data: sooner })
      .then({ type: 'AdultLeft', data: sooner });
  });
  it('does not leave without having been there', () =>
    after(entered, opened).when(leave).thenRefused('adult-not-named'));
  it('may come back', () => after(entered, opened, named, left).when(name).then(named));

  it('is not named anew after erasure', () => {
    const gone: ProviderEvent = {
      type: 'AdultNamed',
      data: { ...adult, name: erased, email: erased, telephone: erased },
    };
    after(entered, opened, gone).when(name).thenNothing();
  });
});

describe('what a site remembers', () => {
  const fold = (...events: readonly ProviderEvent[]) =>
    events.reduce((state, event) => provider.evolve(state, event), provider.initial)?.sites[siteId];

  it('is its contact, as long as that adult is there', () => {
    expect(fold(entered, opened, named)?.contactId).toBe(adultId);
    expect(fold(entered, opened, named, otherNamed)?.contactId).toBe(otherAdultId);
    expect(fold(entered, opened, named, left)?.contactId).toBeNull();
    expect(fold(entered, opened, named, otherNamed, left)?.contactId).toBe(otherAdultId);
  });
  // Procedure: S15.5
  it('is who is asked: its contact, and once that one has left whoever stands in', () => {
    const standsIn: ProviderEvent = {
      type: 'AdultNamed',
      data: { ...other, attendanceContact: false, attendanceStandIn: true },
    };
    const asked = (...events: readonly ProviderEvent[]) => {
      const site = fold(entered, opened, ...events);
      return site && askedAt(site);
    };
    expect(asked(named, standsIn)).toBe(adultId);
    expect(asked(named, standsIn, left)).toBe(otherAdultId);
    expect(asked(named, left)).toBeNull();
  });
  // Procedure: S15.6
  it('is who leads on safeguarding, as long as that adult is there', () => {
    const leads: ProviderEvent = { type: 'AdultNamed', data: { ...adult, safeguardingLead: true } };
    expect(fold(entered, opened, leads)?.leadId).toBe(adultId);
    expect(fold(entered, opened, leads, left)?.leadId).toBeNull();
  });
});
