import { attendedMark, type Delivery, type Route } from '#domain';

/** How a placement comes about, as it stands on pages. */
export const routeWords: Readonly<Record<Route, string>> = {
  agreed: 'Agreed with the parents',
  directed: 'Directed by the school',
  suspension: 'From the sixth day of a suspension',
  'local-authority': 'Arranged by the local authority',
  'dual-registered': 'On the roll of both schools',
  'within-trust': 'At another school of the trust',
};

const routeHints: Readonly<Record<Route, string>> = {
  agreed: 'With their signature on the agreement',
  directed: 'Without their consent, with a written notice beforehand',
  suspension: 'With a written notice of where the pupil is taught',
  'local-authority': 'With its written confirmation',
  'dual-registered': 'With the other school’s written confirmation, and the parents’ signature',
  'within-trust': 'With its written confirmation, and the parents’ signature',
};

export const deliveryWords: Readonly<Record<Delivery, string>> = {
  'in-person': 'At the provider’s site',
  'online-supervised': 'Online, with somebody who supervises at a place',
  'online-at-home': 'Online at home',
};

export const routeOptions = optionsOf(routeWords, routeHints);
export const deliveryOptions = optionsOf(deliveryWords, {
  'online-at-home': 'The register has no code by which this counts as attending',
});

function optionsOf<T extends string>(words: Readonly<Record<T, string>>, hints: Partial<Readonly<Record<T, string>>>) {
  return (Object.entries(words) as [T, string][]).map(([value, text]) => {
    const hint = hints[value];
    return hint === undefined ? { value, text } : { value, text, hint };
  });
}

/**
 * What the register says of a session that the pupil attends. Code B is for what somebody supervises whom the school has
 * authorised, so that without an assured adult at the site a person decides each time.
 */
// Procedure: S6.9, S8.5
export function markWords(route: Route, delivery: Delivery, assured: readonly unknown[] | null = null): string {
  const { code, certainty } = attendedMark(route, delivery);
  const said =
    code === null ? 'An absence, with the code of its reason: online at home is no attendance' : `Code ${code}`;
  if (code === 'B' && assured?.length === 0) {
    return 'Code B by a person’s decision alone: no adult at the site is assured yet';
  }
  return certainty === 'seen' ? said : `${said}. Known from accounts of the guidance: check it before you rely on it`;
}
