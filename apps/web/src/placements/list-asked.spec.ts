import fc from 'fast-check';
import { newId } from '#event-sourcing';
import { conditionsOf, listAsked, listHref, needsWords, showWords, sortWords, type ListAsked } from './list-asked.js';

const schoolId = newId();
const [site, provider] = [newId(), newId()];
const keysOf = <T extends object>(words: T) => fc.constantFrom(...(Object.keys(words) as (keyof T)[]));
const asked: fc.Arbitrary<ListAsked> = fc.record({
  show: keysOf(showWords),
  needs: keysOf(needsWords),
  at: fc.constantFrom('', site, provider),
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
    const plain = { show: '', needs: '', at: '', sort: '', part: 1 };
    expect(listAsked(undefined)).toEqual(plain);
    expect(listAsked({ show: 'constructor', needs: ['gaps'], at: 'x', sort: 'toString', page: '0' })).toEqual(plain);
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
    // What has ended does not end soon.
    expect(conditionsOf({ ...plain, show: 'ended' }, new Set(), today)).toMatchObject({ stages: [] });
  });
});
