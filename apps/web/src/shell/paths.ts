/** Every address of the pages, once. Addresses hold ids and days, never a name. */
export const paths = {
  home: '/',
  schools: '/schools',
  signIn: {
    form: '/sign-in',
    once: '/sign-in/:token',
    as: '/sign-in-as',
    out: '/sign-out',
  },
  firstRun: '/first-run/:token',
  today: {
    board: '/schools/:schoolId/today',
    take: '/schools/:schoolId/today/take/:placementId/:on/:session',
    place: '/schools/:schoolId/today/place/:placementId/:on/:session',
    ring: '/schools/:schoolId/today/ring/:siteId',
    call: '/schools/:schoolId/today/call/:siteId',
  },
  placements: {
    list: '/schools/:schoolId/placements',
    show: '/schools/:schoolId/placements/:placementId',
    agree: '/schools/:schoolId/placements/:placementId/agree',
    evidence: '/schools/:schoolId/placements/:placementId/evidence',
    checks: '/schools/:schoolId/placements/:placementId/checks',
    check: '/schools/:schoolId/placements/:placementId/checks/:row',
    start: '/schools/:schoolId/placements/:placementId/start',
    end: '/schools/:schoolId/placements/:placementId/end',
  },
  pupils: '/schools/:schoolId/pupils',
  letters: '/schools/:schoolId/letters',
  provider: {
    link: '/p/:token',
    fresh: '/p/:token/fresh',
  },
  mailbox: {
    list: '/mailbox',
    letter: '/mailbox/:mailId',
    html: '/mailbox/:mailId/html',
  },
  demoClock: '/demo/clock',
  accessibility: '/accessibility',
  health: {
    live: '/health/live',
    ready: '/health/ready',
  },
} as const;

type ParamsOf<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? { [K in Name]: string } & ParamsOf<Rest>
  : P extends `${string}:${infer Name}`
    ? { [K in Name]: string }
    : unknown;

/** The address of a page, its parts filled in; what is undefined in the query is left out. */
export function urlOf<P extends string>(
  pattern: P,
  params: ParamsOf<P>,
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const values = params as Readonly<Record<string, string>>;
  const path = pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
  const asked = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return asked.length === 0 ? path : `${path}?${asked.join('&')}`;
}
