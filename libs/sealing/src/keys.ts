import type { KeyObject } from 'node:crypto';
import type { Id, Retention } from '#event-sourcing';

/** A key belongs to a subject and to how long what it seals may be kept. */
export type KeyName = { readonly subjectId: Id; readonly kept: Retention };

/** The keys that were asked for, by `keyId`; null where a key has been destroyed. */
export type KeyRing = ReadonlyMap<string, KeyObject | null>;

export const keyId = ({ subjectId, kept }: KeyName): string => `${kept}/${subjectId}`;

/** The classes, each named so that a new one can't be forgotten here. */
const classes: Record<Retention, true> = {
  'pupil-file': true,
  'staff-file': true,
  'provider-file': true,
  contact: true,
};
export const retentions = Object.keys(classes) as Retention[];

/** A key that was never made, though something is sealed under it: the keys were lost or belong to another installation. */
export class KeyMissing extends Error {
  constructor(name: KeyName) {
    super(`The key of subject ${name.subjectId} (${name.kept}) is missing: restore the keys that go with this data.`);
    this.name = 'KeyMissing';
  }
}

/**
 * Where the subjects' keys come from. A destroyed key stays destroyed: it is never made again.
 *
 * Keys are asked for in batches. None is held for longer than a few seconds, so a destroyed key is gone everywhere by then
 * at the latest.
 */
export abstract class Keys {
  /** Keys to seal under, made at first use. */
  abstract toSeal(names: Iterable<KeyName>): Promise<KeyRing>;
  /** Keys to open with. @throws {KeyMissing} */
  abstract toOpen(names: Iterable<KeyName>): Promise<KeyRing>;
}
