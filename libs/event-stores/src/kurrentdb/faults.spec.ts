import { UnknownError, WrongExpectedVersionError } from '@kurrent/kurrentdb-client';
import { isRefusal, mayPass } from './faults.js';

const ofGrpc = (code: number, words: string) => Object.assign(new Error(words), { code });

describe('what KurrentDB or its client throws', () => {
  it.each([
    ['a server that is starting', new UnknownError(undefined, 'Could not recognize Server Is Not Ready')],
    ['a server that has too much to do', new UnknownError(undefined, 'Could not recognize Server Is Busy')],
    ['no leader', new UnknownError(undefined, 'Could not recognize No leader info available in response')],
    ['a cluster that was not found', new Error('Failed to discover after 10 attempts.')],
    ['an error of gRPC after the death of a server', ofGrpc(14, 'No connection established.')],
    ['a stream that was reset', ofGrpc(13, 'Received RST_STREAM with code 2')],
  ])('may pass when it is %s', (_, error) => expect(mayPass(error)).toBe(true));

  it.each([
    [
      'an append at another revision',
      new WrongExpectedVersionError(undefined as never, { streamName: 'note-1', current: 1n, expected: 0n }),
    ],
    ['a request that it can’t read', new UnknownError(undefined, 'Could not recognize Required field')],
    ['a mistake of ours', new TypeError('undefined is not a function')],
  ])('is final when it is %s', (_, error) => expect(mayPass(error)).toBe(false));

  it('is a refusal when our user is unknown or may not', () => {
    expect([7, 16].map((code) => isRefusal(ofGrpc(code, 'no')))).toEqual([true, true]);
    expect(isRefusal(ofGrpc(14, 'no'))).toBe(false);
  });
});
