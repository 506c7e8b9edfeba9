import { z } from 'zod';
import { StreamMoved } from '#event-sourcing';
import { withoutPersonalData } from './failure.js';

describe('what is kept of an error', () => {
  it('is the sentence, where it is ours and holds ids only', () => {
    const { errorClass, message } = withoutPersonalData(new StreamMoved('duty-1', 2n, 3n));
    expect([errorClass, message]).toEqual(['StreamMoved', 'Stream duty-1 is at revision 3, not 2.']);
  });

  it('is where bad input was wrong, and not what it was', () => {
    const { error } = z.object({ email: z.email() }).safeParse({ email: 'Amira Okafor' });
    expect(withoutPersonalData(error)).toEqual({ errorClass: 'ZodError', message: 'email: invalid_format' });
  });

  it('is the code and the place of any other error, never its words', () => {
    const error = Object.assign(new Error('No mailbox for amira@home.example\n  at once'), { code: 'EENVELOPE' });
    const { message } = withoutPersonalData(error);
    expect(message).toMatch(/^EENVELOPE at .*failure\.spec/);
    expect(message).not.toMatch(/amira|at once/);
  });

  it('is that of each, where several went wrong', () => {
    const both = new AggregateError([new StreamMoved('duty-1', 2n, 3n), new RangeError('Amira')], 'Amira and others');
    const { message } = withoutPersonalData(both);
    expect(message).toMatch(/^StreamMoved: Stream duty-1 is at revision 3, not 2\. RangeError: at /);
    expect(message).not.toContain('Amira');
  });

  it('is short', () => {
    expect(withoutPersonalData(new StreamMoved('x'.repeat(5_000), 0n, 1n)).message).toHaveLength(500);
  });

  it('is something even of what is no error', () => {
    expect(withoutPersonalData('Amira')).toEqual({
      errorClass: 'string',
      message: expect.not.stringContaining('Amira'),
    });
    expect(withoutPersonalData(Object.assign(new Error('Amira'), { stack: '' })).message).toBe('no more is known');
  });
});
