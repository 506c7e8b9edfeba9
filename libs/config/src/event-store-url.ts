import { z } from 'zod';

const example = 'kurrentdb://user:password@host:2113?tls=true, with further hosts after commas';
const shape = /^(?:kurrentdb|esdb)(?:\+discover)?:\/\/(?:([^:@/?]+):([^@/?]+)@)?([^@/?]+)\/?(?:\?(.*))?$/;
const host = /^(?:[\w.-]+)(?::\d{1,5})?$/;
const truth = ['true', 'false'];

/** What the client can be told in the address, and which values there are; null for any. */
const options: Readonly<Record<string, readonly string[] | RegExp>> = {
  tls: truth,
  tlsVerifyCert: truth,
  tlsCAFile: /./,
  userCertFile: /./,
  userKeyFile: /./,
  connectionName: /./,
  defaultDeadline: /^\d+$/,
  discoveryInterval: /^\d+$/,
  gossipTimeout: /^\d+$/,
  maxDiscoverAttempts: /^\d+$/,
  keepAliveInterval: /^-?\d+$/,
  keepAliveTimeout: /^-?\d+$/,
  // Waymark reads what it has just written, and has to be told when an append was refused.
  nodePreference: ['leader'],
  throwOnAppendFailure: ['true'],
};

/**
 * Where KurrentDB or EventStoreDB is: one host, several, or a name under which a cluster is found. What is wrong is said
 * without repeating any of it.
 */
export const eventStoreUrl = z.string().superRefine((text, context) => {
  const fault = faultOf(text);
  if (fault !== null) context.addIssue({ code: 'custom', message: fault });
});

function faultOf(text: string): string | null {
  const [matched, user, password, hosts = '', query = ''] = shape.exec(text) ?? [];
  if (matched === undefined || !hosts.split(',').every((each) => host.test(each)))
    return `must be a URL like ${example}`;
  if (![user, password].every((part = '') => isEncoded(part))) {
    return 'has a user or password that can’t be decoded: what is special in it is percent-encoded (% is %25)';
  }
  const given = new Map<string, string>();
  for (const pair of query === '' ? [] : query.split('&')) {
    const [name = '', ...value] = pair.split('=');
    given.set(name, value.join('='));
  }
  for (const [name, value] of given) {
    const allowed = Object.hasOwn(options, name) ? options[name] : undefined;
    if (!allowed) return `has an option that the client does not know; it knows ${Object.keys(options).join(', ')}`;
    if (allowed instanceof RegExp ? !allowed.test(value) : !allowed.includes(value)) {
      return `has a value of ${name} that can’t be${allowed instanceof RegExp ? '' : `: it may be ${allowed.join(' or ')}`}`;
    }
  }
  if (user !== undefined && given.get('tls') === 'false') {
    return 'has a password and tls=false, and then the client leaves the password out: take one of the two away';
  }
  return null;
}

function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
