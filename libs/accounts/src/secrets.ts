import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { MasterKey } from '#sealing';

/** A cookie or link that nobody can guess: 32 random bytes, as they fit into an address. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** What is kept of a secret; null for text that was never one, so that it never reaches the database. */
export const digestOf = (secret: string): Buffer | null =>
  /^[A-Za-z0-9_-]{43}$/.test(secret) ? createHash('sha256').update(secret).digest() : null;

/** What is kept of text that can be guessed: without the key, not even a guess can be checked against it. */
export const keyedDigest = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** The key under which addresses are kept. */
export const emailKeyOf = (masterKey: MasterKey): Buffer => masterKey.derive('accounts-email');

/** The digest of an email address, however it was typed. */
export const emailDigest = (key: Buffer, email: string): Buffer =>
  keyedDigest(key, email.trim().normalize('NFC').toLowerCase());
