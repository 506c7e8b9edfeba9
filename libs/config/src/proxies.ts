import { isIP } from 'node:net';
import { z } from 'zod';

/** Networks that are never on the internet: what stands there is ours. The names are those that Express knows. */
const ours = ['loopback', 'linklocal', 'uniquelocal'] as const;

/**
 * Who may say, by `X-Forwarded-For`, for whom a request is made: addresses and networks, with commas between them;
 * `private` stands for this machine and all private networks, and `none` for nobody.
 */
export const proxies = z
  .string()
  .default('private')
  .transform((text) => text.split(',').map((each) => each.trim()))
  .refine((all) => all.every((each) => each === 'private' || isNetwork(each)) || isNone(all), {
    error: 'must be private, none, or addresses and networks like 203.0.113.7, 2001:db8::/32',
  })
  .transform((all): readonly string[] =>
    isNone(all) ? [] : all.flatMap((each) => (each === 'private' ? ours : each)),
  );

/** What is configured, in words for whoever looks after the installation. */
export function proxiesInWords(trusted: readonly string[]): string {
  if (trusted.length === 0) return 'no proxy is believed';
  const others = trusted.filter((each) => !ours.some((name) => name === each));
  const names = [...(others.length < trusted.length ? ['this machine and private networks'] : []), ...others];
  return `proxies are believed at ${names.join(', ')}`;
}

const isNone = (all: readonly string[]): boolean => all.length === 1 && all[0] === 'none';

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0 || address.includes('%')) return false;
  // To believe everybody is to believe nobody: whoever asks would choose from where.
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) > 0 && Number(bits) <= (version === 4 ? 32 : 128))
  );
}
