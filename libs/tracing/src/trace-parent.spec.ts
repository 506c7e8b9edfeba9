import { readTraceParent, traceParentOf } from './index.js';

const text = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const span = {
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  spanId: '00f067aa0ba902b7',
  traceFlags: 1,
};

describe('a traceparent', () => {
  it('is read and written as W3C has it', () => {
    expect(readTraceParent(text)).toEqual({ ...span, isRemote: true });
    expect(traceParentOf(span)).toBe(text);
  });

  it.each([
    '',
    'Amara Blake',
    text.toUpperCase(),
    `${text}-more`,
    text.replace('00-', 'ff-'),
    text.replace(/4\w+-/, ''),
  ])('that is not well-formed is none: %s', (other) => expect(readTraceParent(other)).toBeUndefined());
  it('of nothing but zeros is none', () => expect(readTraceParent(text.replace(/[1-9a-f]/g, '0'))).toBeUndefined());
  it('is not carried on where nobody records the trace', () => {
    expect(traceParentOf({ ...span, traceFlags: 0 })).toBeUndefined();
    expect(traceParentOf(undefined)).toBeUndefined();
  });
});
