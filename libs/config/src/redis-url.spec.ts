import { redisInWords, redisPlace } from './redis-url.js';

describe('a REDIS_URL', () => {
  it('names one Redis', () => {
    expect(redisPlace('redis://queue')).toEqual({ kind: 'single', address: { host: 'queue', port: 6379 }, db: 0 });
    expect(redisPlace('redis://waymark:p%40ss:word@[::1]:6380/3')).toEqual({
      kind: 'single',
      address: { host: '::1', port: 6380 },
      username: 'waymark',
      password: 'p@ss:word',
      db: 3,
    });
    expect(redisPlace('redis://:secret@queue/')).toMatchObject({ password: 'secret', db: 0 });
  });

  it('names an encrypted connection, and by what its certificate is checked', () => {
    expect(redisPlace('rediss://queue')).toMatchObject({ tls: {} });
    expect(redisPlace('rediss://queue?ssl_ca_certs=/etc/ca.pem')).toMatchObject({ tls: { caFile: '/etc/ca.pem' } });
    const ours = 'rediss+cluster://queue?ssl_certfile=/etc/us.pem&ssl_keyfile=/etc/us.key';
    expect(redisPlace(ours)).toMatchObject({ tls: { certFile: '/etc/us.pem', keyFile: '/etc/us.key' } });
  });

  it('names sentinels and what they call the master', () => {
    expect(redisPlace('redis+sentinel://waymark:secret@one,two:26380/mymaster/1?sentinel_password=other')).toEqual({
      kind: 'sentinel',
      sentinels: [
        { host: 'one', port: 26379 },
        { host: 'two', port: 26380 },
      ],
      master: 'mymaster',
      db: 1,
      username: 'waymark',
      password: 'secret',
      sentinelLogin: { password: 'other' },
    });
    expect(redisPlace('rediss+sentinel://one/mymaster')).toMatchObject({ tls: {}, db: 0, sentinelLogin: {} });
  });

  it('names nodes of a cluster', () => {
    expect(redisPlace('redis+cluster://one:7000,two:7001')).toEqual({
      kind: 'cluster',
      nodes: [
        { host: 'one', port: 7000 },
        { host: 'two', port: 7001 },
      ],
    });
  });

  it.each([
    ['http://queue', 'must be a URL like redis://user:password@host:6379; percent-encode'],
    ['redis://waymark:p/w@queue', 'must be a URL like redis://user:password@host:6379; percent-encode'],
    ['redis://', 'must name each host like host:6379'],
    ['redis://queue:66000', 'must name each host like host:6379'],
    ['redis://queue:port', 'must name each host like host:6379'],
    ['redis://one,two', 'must begin with redis+sentinel:// or redis+cluster://'],
    ['redis://queue/main', 'must end in the number of a database'],
    ['redis://queue/0/1', 'must be a URL like'],
    ['redis://:100%@queue', 'must have every % that is no encoding written as %25'],
    ['redis+sentinel://one,two', 'must name the master'],
    ['redis+sentinel://one,two/mymaster/0/1', 'must name the master'],
    ['redis+cluster://one/0', 'must have no path where it names a cluster'],
    ['redis://queue?ssl_ca_certs=/etc/ca.pem', 'must begin with rediss where it has ssl_ca_certs'],
    ['rediss://queue?ssl_certfile=/etc/us.pem', 'must have ssl_certfile and ssl_keyfile both'],
    ['redis://queue?sentinel_password=x', 'must begin with redis+sentinel where it has sentinel_password'],
    ['redis://queue?ssl_cert_reqs=none', 'must have no other parameters than Waymark knows: this form has none'],
    ['rediss://queue?tls=no', 'this form knows ssl_ca_certs, ssl_certfile, ssl_keyfile'],
  ])('is not %s', (url, sentence) => {
    expect(() => redisPlace(url)).toThrow(sentence);
  });

  it('is told in words without its login', () => {
    const told = (url: string) => redisInWords(redisPlace(url));
    expect(told('rediss://waymark:secret@queue/1')).toBe('Redis at queue:6379');
    expect(told('redis+sentinel://:secret@one,[::1]/mymaster')).toBe(
      'the Redis that the sentinels at one:26379, [::1]:26379 call mymaster',
    );
    expect(told('redis+cluster://:secret@one,two:7000')).toBe('the Redis cluster at one:6379, two:7000');
  });
});
