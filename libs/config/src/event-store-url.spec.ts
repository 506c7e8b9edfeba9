import { BadConfig, readConfig } from './config.js';

const faultOf = (url: string): string | undefined => {
  try {
    readConfig({ EVENT_STORE_URL: url });
    return undefined;
  } catch (error) {
    return error instanceof BadConfig ? error.faults.get('EVENT_STORE_URL') : String(error);
  }
};

describe('the address of KurrentDB', () => {
  it.each([
    'kurrentdb://localhost:2113?tls=false',
    'kurrentdb://user:pa%40ss@db.example:2113?tls=true&tlsCAFile=/etc/ca.crt',
    'kurrentdb://user:secret@one:2113,two:2113,three?tlsVerifyCert=false',
    'kurrentdb+discover://user:secret@cluster.example/?nodePreference=leader&maxDiscoverAttempts=5',
    'esdb://localhost?tls=false&throwOnAppendFailure=true',
    'esdb+discover://cluster.example',
  ])('may be %s', (url) => expect(faultOf(url)).toBeUndefined());

  it.each(['http://db:2113', 'kurrentdb://', 'kurrentdb://user@db', 'kurrentdb://db:port', 'kurrentdb://one,,two'])(
    'is no address when it is %s',
    (url) => expect(faultOf(url)).toMatch(/^must be a URL like kurrentdb:\/\/user:password@host:2113/),
  );

  it('asks the leader, and is told when an append is refused', () => {
    expect(faultOf('kurrentdb://db?nodePreference=follower')).toBe(
      'has a value of nodePreference that can’t be: it may be leader',
    );
    expect(faultOf('kurrentdb://db?throwOnAppendFailure=false')).toMatch(/throwOnAppendFailure/);
  });

  it('has a password in which what is special is encoded', () => {
    expect(faultOf('kurrentdb://user:50%off@db')).toMatch(/percent-encoded/);
  });

  it('has no password that would be left out', () => {
    expect(faultOf('kurrentdb://user:hunter2@db?tls=false')).toMatch(/^has a password and tls=false/);
  });

  it('is never repeated in what is said about it', () => {
    for (const url of [
      'kurrentdb://me:hunter2@db?hunter2=1',
      'postgres://me:hunter2@db',
      'kurrentdb://me:hunter2@db?tls=hunter2',
    ]) {
      expect(faultOf(url)).toBeDefined();
      expect(faultOf(url)).not.toContain('hunter2');
    }
  });
});
