import fc from 'fast-check';
import { erased } from '#event-sourcing';
import { given, ids } from '#testing';
import { provider, type ProviderCommand, type ProviderEvent } from './provider.js';
import { validityOn } from './findings.js';

const { providerId, siteId, otherSiteId, personId } = ids('providerId', 'siteId', 'otherSiteId', 'personId');
const line = { name: 'Quayside', address: '1 Quay, Northfield', telephone: '01632 960 300' };
const entered: ProviderEvent = { type: 'ProviderEntered', data: { providerId, name: 'Harbour Workshops' } };
const opened: ProviderEvent = { type: 'SiteOpened', data: { providerId, siteId, ...line } };

const lookedUp = { providerId, personId, on: '2026-11-16', source: 'The register of schools' };
const registration = { ...lookedUp, registered: 'not-registered', bearing: 'Two mornings a week only.' } as const;
const asASchool = {
  ...registration,
  registered: 'as-a-school',
  number: '100001',
  inspectorate: 'Ofsted',
} as const;
const notYet = { ...lookedUp, inspected: 'not-yet-inspected' } as const;
const report = {
  ...lookedUp,
  inspected: 'inspected',
  reportedOn: '2026-03-03',
  outcome: 'Meets the standards',
  link: 'https://reports.example/1',
  view: 'Strong on safeguarding.',
} as const;
const approval = { ...lookedUp, approved: 'approved', authority: 'Northfield', until: '2027-08-31' } as const;
const policy = {
  providerId,
  personId,
  on: '2026-11-16',
  policy: 'public-liability-insurance',
  from: '2026-01-01',
  until: '2026-12-31',
} as const;

const registered = (data: Extract<ProviderCommand, { type: 'RecordRegistration' }>['data']) => ({
  command: { type: 'RecordRegistration', data } as const,
  event: { type: 'RegistrationFound', data } as const,
});
const inspected = (data: Extract<ProviderCommand, { type: 'RecordInspection' }>['data']) => ({
  command: { type: 'RecordInspection', data } as const,
  event: { type: 'InspectionFound', data } as const,
});
const approved = (data: Extract<ProviderCommand, { type: 'RecordApproval' }>['data']) => ({
  command: { type: 'RecordApproval', data } as const,
  event: { type: 'ApprovalFound', data } as const,
});
const seen = (data: Extract<ProviderCommand, { type: 'RecordPolicy' }>['data']) => ({
  command: { type: 'RecordPolicy', data } as const,
  event: { type: 'PolicySeen', data } as const,
});
const all = [registered(asASchool), inspected(report), approved(approval), seen(policy)];

const after = given(provider);
const known = (...events: readonly ProviderEvent[]) => after(entered, opened, ...events);

describe('what is found about a provider', () => {
  it('is recorded, about the provider as a whole or about a site', () => {
    for (const { command, event } of all) {
      known().when(command).then(event);
      const atSite = { ...event, data: { ...event.data, siteId } } as ProviderEvent;
      known(event)
        .when({ ...command, data: { ...command.data, siteId } } as ProviderCommand)
        .then(atSite);
    }
  });
  it('is recorded once, however often, until something else is found', () => {
    for (const { command, event } of all) {
      known(event).when(command).thenNothing();
      const later = { ...event, data: { ...event.data, on: '2026-12-01' } } as ProviderEvent;
      known(event, later).when(command).then(event);
    }
  });
  it('needs the provider, and the site', () => {
    for (const { command } of all) {
      after().when(command).thenRefused('provider-not-entered');
      known()
        .when({ ...command, data: { ...command.data, siteId: otherSiteId } } as ProviderCommand)
        .thenRefused('site-not-opened');
    }
  });
  it('is not found anew after its words are erased', () =>
    known({ type: 'RegistrationFound', data: { ...registration, bearing: erased } })
      .when(registered(registration).command)
      .thenNothing());
});

describe('a registration', () => {
  // Procedure: S4.13, S13.7
  it('as a school has a number and an inspectorate', () => {
    const { number: _, ...without } = asASchool;
    known().when(registered(without).command).thenRefused('registration-needs-number');
    known()
      .when(registered({ ...registration, registered: 'as-a-school', number: '100001' }).command)
      .thenRefused('registration-needs-number');
  });
  it('may be missing, or not known', () => {
    for (const answer of ['not-registered', 'not-known'] as const) {
      const { command, event } = registered({ ...registration, registered: answer });
      known().when(command).then(event);
    }
  });
});

describe('an inspection', () => {
  // Procedure: S4.10
  it('has the day of its report, its outcome, and what the school makes of it', () => {
    for (const name of ['reportedOn', 'outcome', 'view']) {
      const without = Object.fromEntries(Object.entries(report).filter(([each]) => each !== name));
      known()
        .when({ type: 'RecordInspection', data: without } as ProviderCommand)
        .thenRefused('inspection-needs-report');
    }
  });
  // Procedure: S4.9
  it('may not have been yet, which is an answer', () =>
    known().when(inspected(notYet).command).then(inspected(notYet).event));
});

describe('an approval', () => {
  // Procedure: S5.1, S13.8
  it('is some local authority’s', () => {
    const { authority: _, ...without } = approval;
    known().when(approved(without).command).thenRefused('approval-needs-authority');
  });
  it('that is not there has a reason why the provider is used', () => {
    const without = { ...lookedUp, approved: 'not-approved' } as const;
    known().when(approved(without).command).thenRefused('no-reason-without-approval');
    const { command, event } = approved({ ...without, because: 'The only one near home.' });
    known().when(command).then(event);
  });
});

describe('an insurance or policy', () => {
  it('is one of its kind', () => {
    const motor = seen({ ...policy, policy: 'motor-insurance' });
    known(seen(policy).event).when(motor.command).then(motor.event);
    known(seen(policy).event, motor.event).when(seen(policy).command).thenNothing();
  });
  it('does not end before it begins', () =>
    known()
      .when(seen({ ...policy, until: '2025-12-31' }).command)
      .thenRefused('policy-ends-before-it-begins'));
});

describe('what holds until a day', () => {
  it('stands out thirty days before its last one, and is over after it', () => {
    expect(validityOn('2026-12-31', '2026-11-30')).toBe('holds');
    expect(validityOn('2026-12-31', '2026-12-01')).toBe('ends-soon');
    expect(validityOn('2026-12-31', '2026-12-31')).toBe('ends-soon');
    expect(validityOn('2026-12-31', '2027-01-01')).toBe('over');
    expect(validityOn(undefined, '2027-01-01')).toBe('holds');
  });
  it('never stands better on a later day', () => {
    const days = fc.date({ min: new Date('2026-01-01'), max: new Date('2028-12-31'), noInvalidDate: true });
    const order = ['holds', 'ends-soon', 'over'];
    fc.assert(
      fc.property(days, days, days, (until, a, b) => {
        const [day, first, second] = [until, ...[a, b].toSorted((x, y) => Number(x) - Number(y))].map((each) =>
          each.toISOString().slice(0, 10),
        );
        const [sooner, later] = [first, second].map((on) => order.indexOf(validityOn(day, on ?? '')));
        expect(sooner).toBeLessThanOrEqual(later ?? -1);
      }),
    );
  });
});
