import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { openBytes, sealBytes } from './box.js';

/** The master key, or the place where it is kept, is not what it has to be. The sentence says what to do. */
export class MasterKeyRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MasterKeyRefused';
  }
}

export const masterKeyBytes = 32;

/** The one secret under which all others are kept. Nothing is sealed with it directly: each purpose has a key derived from it. */
export class MasterKey {
  private readonly wrapping: KeyObject;

  private constructor(private readonly secret: KeyObject) {
    this.wrapping = createSecretKey(this.derive('wrapping of keys'));
  }

  /** @throws {MasterKeyRefused} when it is not 32 bytes long. */
  static of(bytes: Buffer): MasterKey {
    if (bytes.length !== masterKeyBytes) {
      throw new MasterKeyRefused(`A master key is ${masterKeyBytes} bytes long, and this one is ${bytes.length}.`);
    }
    return new MasterKey(createSecretKey(bytes));
  }

  /** A secret for one purpose: the same each time, and of no use for finding the master key or another purpose's secret. */
  derive(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.secret, '', `waymark: ${purpose}`, 32));
  }

  /** What the database keeps, to know this key again: it tells nothing about it. */
  checkValue(): string {
    return this.derive('check value').toString('base64');
  }

  /** A key as it may be stored, for this place alone. */
  wrap(key: KeyObject, place: string): Buffer {
    return sealBytes(this.wrapping, key.export(), place);
  }

  unwrap(wrapped: Buffer, place: string): KeyObject {
    return createSecretKey(openBytes(this.wrapping, wrapped, place));
  }
}
