import { isIPv6 } from 'node:net';
import type { Request } from 'express';

/**
 * Where a request comes from, as far as we can tell, for counting. Of IPv6 it is the network: whoever has one address has
 * all of its /64, and could ask from another each time.
 */
export function placeOf({ ip = '' }: Pick<Request, 'ip'>): string {
  const [address = ''] = ip.split('%');
  if (!isIPv6(address)) return ip === '' ? 'nowhere' : ip;
  const groups = groupsOf(address);
  const [high = 0, low = 0] = groups.slice(6);
  // IPv4 as a socket that listens to both writes it.
  const isIPv4 = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isIPv4) return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** The eight groups of an address, however it is written. */
function groupsOf(address: string): number[] {
  const { hostname } = new URL(`http://[${address}]`);
  const [head = '', tail] = hostname.slice(1, -1).split('::');
  const read = (part: string) => (part === '' ? [] : part.split(':').map((group) => parseInt(group, 16)));
  if (tail === undefined) return read(head);
  const [left, right] = [read(head), read(tail)];
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => 0), ...right];
}
