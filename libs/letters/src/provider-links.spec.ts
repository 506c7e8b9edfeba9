import fc from 'fast-check';
import { idFrom } from '#event-sourcing';
import { SchoolCalendar } from '#procedure';
import {
  endOfLink,
  lastDayOfAssuranceLink,
  lastDayOfBriefingLink,
  lastDayOfLink,
  lastDayOfSigningLink,
  ProviderLinks,
} from './provider-links.js';

const links = new ProviderLinks(Buffer.alloc(32, 7), 'https://ap.trust.example');
const endsAt = '2026-11-25T00:00:00.000Z';
const link = { siteId: idFrom('site'), on: '2026-11-23', recipientId: idFrom('adult'), endsAt };
const before = '2026-11-24T23:59:59.999Z';

describe("a provider's link", () => {
  it('opens what it was made for', () => {
    expect(links.read(links.tokenOf(link), before)).toEqual({ state: 'good', link });
    expect(links.urlOf(link)).toBe(`https://ap.trust.example/p/${links.tokenOf(link)}`);
  });

  it('needs no escaping in an address, and little room in an email', () => {
    expect(links.tokenOf(link)).toMatch(/^[\w.-]+$/);
    expect(links.urlOf(link).length).toBeLessThan(300);
  });

  it('runs out at its end, and is still known as ours', () => {
    expect(links.read(links.tokenOf(link), endsAt)).toEqual({ state: 'run-out', link });
  });

  it('is of no use when any of it was changed', () => {
    const token = links.tokenOf(link);
    const anyChange = fc.tuple(fc.nat(token.length - 1), fc.constantFrom(...'ABCabc019-_.'.split('')));
    fc.assert(
      fc.property(anyChange, ([at, sign]) => {
        const changed = token.slice(0, at) + sign + token.slice(at + 1);
        // The last sign of a base64 text has bits that say nothing.
        const sameBytes = at === token.length - 1 && links.read(changed, before) !== null;
        return changed === token || links.read(changed, before) === null || sameBytes;
      }),
    );
  });

  it('is of no use under another key', () => {
    const others = new ProviderLinks(Buffer.alloc(32, 8), 'https://ap.trust.example');
    expect(links.read(others.tokenOf(link), before)).toBeNull();
  });

  // Procedure: S16.5
  it('opens what its holder was asked to sign, for two weeks, and no other page takes it', () => {
    const signing = { placementId: idFrom('placement'), asking: 2, recipientId: idFrom('contact'), endsAt };
    const token = links.signingTokenOf(signing);
    expect(links.readSigning(token, before)).toEqual({ state: 'good', link: signing });
    expect(links.readSigning(token, endsAt)).toEqual({ state: 'run-out', link: signing });
    for (const other of [
      links.read(token, before),
      links.readAssurance(token, before),
      links.readBriefing(token, before),
    ])
      expect(other).toBeNull();
    const briefing = { placementId: idFrom('placement'), recipientId: idFrom('contact'), endsAt };
    for (const other of [links.tokenOf(link), links.briefingTokenOf(briefing)])
      expect(links.readSigning(other, before)).toBeNull();
    expect(links.signingUrlOf(signing)).toBe(`https://ap.trust.example/p/${token}/agreement`);
    expect(links.signingUrlOf(signing).length).toBeLessThan(320);
    expect(lastDayOfSigningLink('2026-11-16')).toBe('2026-11-30');
  });

  it('opens the page that it was made for, and no other', () => {
    const asking = { assuranceId: idFrom('assurance'), round: 2, recipientId: idFrom('adult'), endsAt };
    const token = links.assuranceTokenOf(asking);
    expect(links.readAssurance(token, before)).toEqual({ state: 'good', link: asking });
    expect(links.readAssurance(token, endsAt)).toEqual({ state: 'run-out', link: asking });
    expect(links.read(token, before)).toBeNull();
    expect(links.readAssurance(links.tokenOf(link), before)).toBeNull();
    expect(links.assuranceUrlOf(asking)).toBe(`https://ap.trust.example/p/${token}/assurance`);
    expect(links.assuranceUrlOf(asking).length).toBeLessThan(320);
  });

  // Procedure: S13.9
  it('leads to what must be known of a pupil, and neither page takes another’s link', () => {
    const reading = { placementId: idFrom('placement'), recipientId: idFrom('adult'), endsAt };
    const token = links.briefingTokenOf(reading);
    expect(links.readBriefing(token, before)).toEqual({ state: 'good', link: reading });
    expect(links.readBriefing(token, endsAt)).toEqual({ state: 'run-out', link: reading });
    expect([links.read(token, before), links.readAssurance(token, before)]).toEqual([null, null]);
    const asking = links.assuranceTokenOf({
      assuranceId: idFrom('assurance'),
      round: 1,
      recipientId: idFrom('adult'),
      endsAt,
    });
    expect([links.readBriefing(links.tokenOf(link), before), links.readBriefing(asking, before)]).toEqual([null, null]);
    expect(links.briefingUrlOf(reading)).toBe(`https://ap.trust.example/p/${token}/briefing`);
  });

  it('is nothing when it is something else', () => {
    fc.assert(fc.property(fc.string(), (text) => links.read(text, before) === null));
    expect(links.read(`${links.tokenOf(link)}.more`, before)).toBeNull();
  });
});

describe('the end of a link', () => {
  const times = { from: '2026-09-01', am: { start: '08:50', end: '12:00' }, pm: { start: '13:00', end: '15:10' } };
  const school = (daysOff: readonly string[] = [], to = '2026-12-18') =>
    new SchoolCalendar({
      sessionTimes: [times],
      terms: [{ from: '2026-09-02', to }],
      daysOff: daysOff.map((on) => ({ on })),
    });

  it('is the next school day', () => expect(lastDayOfLink('2026-11-23', [school()])).toBe('2026-11-24'));
  it('is after the weekend', () => expect(lastDayOfLink('2026-11-27', [school()])).toBe('2026-11-30'));
  it('is after an INSET day', () => expect(lastDayOfLink('2026-11-27', [school(['2026-11-30'])])).toBe('2026-12-01'));
  it('is that of the school which meets last', () => {
    expect(lastDayOfLink('2026-11-27', [school(), school(['2026-11-30'])])).toBe('2026-12-01');
    expect(lastDayOfLink('2026-11-27', [school(['2026-11-30']), school()])).toBe('2026-12-01');
  });
  it('is a week later where no later term is set', () => {
    expect(lastDayOfLink('2026-12-18', [school()])).toBe('2026-12-25');
    expect(lastDayOfLink('2026-11-23', [])).toBe('2026-11-30');
  });
  it('leaves time to give written assurance late', () => {
    expect(lastDayOfAssuranceLink('2026-11-16', '2026-11-30')).toBe('2026-12-14');
    expect(lastDayOfAssuranceLink('2026-12-10', '2026-11-30')).toBe('2026-12-24');
  });
  it('leaves a week to read what must be known of a pupil', () =>
    expect(lastDayOfBriefingLink('2026-11-16')).toBe('2026-11-23'));
  it('is the end of that day in London, in winter and in summer', () => {
    expect(endOfLink('2026-11-24')).toBe('2026-11-25T00:00:00.000Z');
    expect(endOfLink('2026-06-24')).toBe('2026-06-24T23:00:00.000Z');
  });
});
