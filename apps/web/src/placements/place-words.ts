import type { SiteRow } from '#read-models';

/** A site is often called by its address; it is not said twice. */
export const addressOf = ({ name, address }: Pick<SiteRow, 'name' | 'address'>): string =>
  address.startsWith(name) ? address : `${name}, ${address}`;
