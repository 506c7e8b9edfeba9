import fc from 'fast-check';
import { newId } from '#event-sourcing';
import {
  conditionsOf,
  howWords,
  listAsked,
  listHref,
  needsWords,
  showWords,
  sortWords,
  type ListAsked,
} from './list-asked.js';

const schoolId = newId();
const [site, provider] = [newId(), newId()];
const keysOf = <T extends object>(words: T) => fc.constantFrom(...(Object.keys(words) as (keyof T)[]));
const asked: fc.Arbitrary<ListAsked> = fc.record({
  show: keysOf(showWords),
  needs: keysOf(needsWords),
  at: fc.constantFrom('', site, provider),
  how: keysOf(howWords),
  on: fc.constantFrom('', '2026-11-03'),
  sort: keysOf(sortWords),
  part: fc.integer({ min: 1, max: 999_999 }),
});

describe('what the list of placements is asked for', () => {
  it('is all in its address', () => {
    fc.assert(
      fc.property(asked, (each) => {
        const { searchParams } = new URL(listHref(schoolId, each), 'https://waymark.example');
        expect(listAsked(Object.fromEntries(searchParams))).toEqual(each);
      }),
    );
  });
  it('is the plain list where it makes no sense', () => {
    const plain = { show: '', needs: '', at: '', how: '', on: '', sort: '', part: 1 };
    expect(listAsked(undefined)).toEqual(plain);
    expect(
      listAsked({
        show: 'constructor',
        needs: ['gaps'],
        at: 'x',
        how: 'toString',
        on: '2026-02-30',
        sort: 'toString',
        page: '0',
      }),
    ).toEqual(plain);
  });
  it('is a site or a provider by its id, and four weeks from today', () => {
    const today = '2026-11-16';
    const plain = { ...listAsked({}), needs: 'ending' } as const;
    expect(conditionsOf({ ...plain, at: site }, new Set([site]), today)).toEqual({
      siteId: site,
      stages: ['started'],
      lastFrom: '2026-11-16',
      lastUntil: '2026-12-14',
    });
    expect(conditionsOf({ ...plain, at: provider }, new Set([site]), today)).toMatchObject({ providerId: provider });
    // Of a past day, whatever has become of it since.
    expect(conditionsOf({ ...plain, on: '2026-10-01', how: 'online' }, new Set(), today)).toEqual({
      ranOn: '2026-10-01',
      deliveries: ['online-supervised', 'online-at-home'],
    });
    expect(conditionsOf({ ...plain, how: 'dual-registered' }, new Set(), today)).toMatchObject({
      routes: ['dual-registered'],
    });
    // What has ended does not end soon.
    expect(conditionsOf({ ...plain, show: 'ended' }, new Set(), today)).toMatchObject({ stages: [] });
  });
});
