import { assertAcceptable, recorded, Unacceptable, type NewEvent } from './event-store.js';

const event: NewEvent = {
  id: '0190a000-0000-7000-8000-000000000001',
  type: 'VisitPlanned',
  data: '{"note":"after lunch"}',
  meta: '{"recordedAt":"","schema":1}',
};
const other = { ...event, id: '0190a000-0000-7000-8000-000000000002' };

const refusalOf = (stream: string, ...events: NewEvent[]) => {
  try {
    assertAcceptable(stream, events);
    return 'accepted';
  } catch (error) {
    if (error instanceof Unacceptable) return error.reason;
    throw error;
  }
};

describe('an append', () => {
  it('of well-formed events to a well-named stream is acceptable', () => {
    expect(refusalOf('visit-1', event, other)).toBe('accepted');
  });

  it.each(['visit', '-1', 'Visit-1', 'visit-', 'visit-a b', `visit-${'x'.repeat(200)}`, 'visit-é'])(
    'to a stream called %j is refused',
    (stream) => expect(refusalOf(stream, event)).toBe('name'),
  );

  it('of nothing is refused', () => expect(refusalOf('visit-1')).toBe('nothing-to-append'));

  it('of more events than a store takes at once is refused', () => {
    expect(refusalOf('visit-1', ...Array.from({ length: 501 }, () => event))).toBe('too-large');
  });

  it('of an event that is too large is refused', () => {
    expect(refusalOf('visit-1', { ...event, data: `"${'x'.repeat(512 * 1024)}"` })).toBe('too-large');
  });

  it('of a badly named type is refused', () => {
    expect(refusalOf('visit-1', { ...event, type: 'visit-planned' })).toBe('name');
    expect(refusalOf('visit-1', { ...event, type: `V${'x'.repeat(100)}` })).toBe('name');
  });

  it('of an event whose id is no UUID, or there twice, is refused', () => {
    expect(refusalOf('visit-1', { ...event, id: '1' })).toBe('id');
    expect(refusalOf('visit-1', { ...event, id: event.id.toUpperCase() })).toBe('id');
    expect(refusalOf('visit-1', event, event)).toBe('id');
  });

  it('of text that no database can keep is refused', () => {
    expect(refusalOf('visit-1', { ...event, data: '"\u0000"' })).toBe('not-canonical-text');
    expect(refusalOf('visit-1', { ...event, data: '"\\u0000"' })).toBe('not-canonical-text');
    expect(refusalOf('visit-1', { ...event, data: '"\ud800"' })).toBe('not-canonical-text');
    expect(refusalOf('visit-1', { ...event, meta: '{"schema":1}' })).toBe('not-canonical-text');
    const twice = '{"actor":{"recordedAt":""},"recordedAt":""}';
    expect(refusalOf('visit-1', { ...event, meta: twice })).toBe('not-canonical-text');
  });

  it('of text that speaks of U+0000 by name is acceptable', () => {
    expect(refusalOf('visit-1', { ...event, data: JSON.stringify('\\u0000') })).toBe('accepted');
  });
});

describe('the moment of recording', () => {
  it('is written where the meta leaves room for it, and nowhere else', () => {
    const meta = JSON.stringify({ actor: { id: '"recordedAt":""' }, recordedAt: '' });
    expect(JSON.parse(recorded(meta, '2026-11-23T09:00:00.000Z'))).toEqual({
      actor: { id: '"recordedAt":""' },
      recordedAt: '2026-11-23T09:00:00.000Z',
    });
  });
});
