import type { Message } from '#event-sourcing';
import { given, heard, ids, rowsOf } from '#testing';
import {
  FindingsOfProvider,
  FindingsOfProviderAnswers,
  FindingsOfProviders,
  FindingsOfProvidersAnswers,
  providerFindings,
  standsFor,
} from './provider-findings.js';

const { eventId, providerId, otherProviderId, siteId, personId } = ids(
  'eventId',
  'providerId',
  'otherProviderId',
  'siteId',
  'personId',
);
const lookedUp = { providerId, personId, on: '2026-11-16', source: 'The register of schools' };
const registration = {
  type: 'RegistrationFound' as const,
  data: {
    ...lookedUp,
    registered: 'as-a-school' as const,
    number: '100001',
    inspectorate: 'Ofsted',
    bearing: 'It may teach full time.',
  },
};
const inspection = {
  type: 'InspectionFound' as const,
  data: {
    ...lookedUp,
    siteId,
    inspected: 'inspected' as const,
    reportedOn: '2026-03-03',
    outcome: 'Good',
    link: 'https://reports.example/1',
    view: 'Fair.',
  },
};
const approval = {
  type: 'ApprovalFound' as const,
  data: { ...lookedUp, approved: 'approved' as const, authority: 'Northfield', until: '2027-08-31' },
};
const policy = {
  type: 'PolicySeen' as const,
  data: { providerId, personId, on: '2026-11-16', policy: 'motor-insurance' as const, until: '2026-12-31' },
};

describe('the row of a finding', () => {
  const of = (event: Message) => given(providerFindings)(heard({ ...event, id: eventId } as never));
  const { source, ...about } = { ...lookedUp, eventId };

  it('says what was found, by whom, when and where', () => {
    of(registration).then({
      ...about,
      source,
      kind: 'registration',
      answer: 'as-a-school',
      number: '100001',
      body: 'Ofsted',
      words: 'It may teach full time.',
    });
    of(inspection).then({
      ...about,
      source,
      siteId,
      kind: 'inspection',
      answer: 'inspected',
      from: '2026-03-03',
      outcome: 'Good',
      link: 'https://reports.example/1',
      words: 'Fair.',
    });
    of(approval).then({
      ...about,
      source,
      kind: 'approval',
      answer: 'approved',
      body: 'Northfield',
      until: '2027-08-31',
    });
    of(policy).then({ ...about, kind: 'policy', answer: 'motor-insurance', until: '2026-12-31' });
  });
});

describe('asking what was found', () => {
  const elsewhere = { ...approval, data: { ...approval.data, providerId: otherProviderId } };
  const history: Message[] = [registration, approval, elsewhere, policy];

  it('finds all of it, the latest first', async () => {
    const answers = new FindingsOfProviderAnswers(rowsOf(...history));
    const found = await answers.execute(new FindingsOfProvider({ providerId }));
    expect(found.map(({ kind }) => kind)).toEqual(['policy', 'approval', 'registration']);
  });
  it('finds that of several providers', async () => {
    const answers = new FindingsOfProvidersAnswers(rowsOf(...history));
    const found = await answers.execute(new FindingsOfProviders({ providerIds: [providerId, otherProviderId] }));
    expect(found).toHaveLength(4);
  });
  it('tells findings of the same thing by one key', () => {
    const row = { eventId, providerId, personId, on: '2026-11-16' };
    const motor = standsFor({ ...row, kind: 'policy', answer: 'motor-insurance' });
    expect(standsFor({ ...row, kind: 'policy', answer: 'motor-insurance', on: '2026-12-01' })).toBe(motor);
    expect(standsFor({ ...row, kind: 'policy', answer: 'complaints-policy' })).not.toBe(motor);
    expect(standsFor({ ...row, kind: 'policy', answer: 'motor-insurance', siteId })).not.toBe(motor);
    expect(standsFor({ ...row, kind: 'approval', answer: 'approved' })).toBe(
      standsFor({ ...row, kind: 'approval', answer: 'not-approved' }),
    );
  });
});
