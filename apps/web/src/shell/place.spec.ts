import fc from 'fast-check';
import { placeOf } from './place.js';

describe('where a request comes from', () => {
  it('is an address of IPv4, however it is written', () => {
    for (const ip of ['203.0.113.9', '::ffff:203.0.113.9', '::FFFF:cb00:7109']) {
      expect(placeOf({ ip })).toBe('203.0.113.9');
    }
    expect(placeOf({ ip: '203.0.113.10' })).not.toBe(placeOf({ ip: '203.0.113.9' }));
  });

  it('is a network of IPv6, because whoever has one address of it has them all', () => {
    expect(placeOf({ ip: '2001:db8:0:7::1' })).toBe('2001:db8:0:7::/64');
    expect(placeOf({ ip: '2001:0DB8::7:ffff:ffff:ffff:ffff' })).toBe('2001:db8:0:7::/64');
    expect(placeOf({ ip: '2001:db8:0:8::1' })).toBe('2001:db8:0:8::/64');
    expect(placeOf({ ip: 'fe80::1%eth0' })).toBe('fe80:0:0:0::/64');
    expect(placeOf({ ip: '::1' })).toBe('0:0:0:0::/64');
  });

  it('is the same for all addresses of a network, and another for the next', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 0xffff }), { minLength: 12, maxLength: 12 }), (numbers) => {
        const groups = numbers.map((each) => each.toString(16));
        const [network, one, other] = [groups.slice(0, 4), groups.slice(4, 8), groups.slice(8)];
        const [next = 0] = numbers.slice(3);
        const beside = [...network.slice(0, 3), (next ^ 1).toString(16)];
        const at = (parts: string[]) => placeOf({ ip: parts.join(':') });
        expect(at([...network, ...one])).toBe(at([...network, ...other]));
        expect(at([...beside, ...one])).not.toBe(at([...network, ...one]));
      }),
    ));

  it('is nowhere when nothing is known', () => expect(placeOf({ ip: undefined })).toBe('nowhere'));
});
