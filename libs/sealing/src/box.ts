import { createCipheriv, createDecipheriv, randomFillSync, type KeyObject } from 'node:crypto';

/**
 * A box holds text that only its key opens, and only at the place it was made for: AES-256-GCM with that place as
 * associated data. It is base64 of a version, a random nonce, the sealed text and the tag.
 */
const version = 1;
const nonceBytes = 12;
const tagBytes = 16;
const headBytes = 1 + nonceBytes;

/** What is stored in place of a box once there is no key to seal with. It reads as erased. */
export const emptyBox = '';

/** A box that does not open with its own key at its own place: somebody changed or moved it. */
export class BoxTampered extends Error {
  constructor(place: string) {
    super(`What is sealed at ${place} does not open with its key: it was changed, or belongs elsewhere.`);
    this.name = 'BoxTampered';
  }
}

/** Random bytes cost a system call each time they are asked for, so they are drawn for many boxes at once and used once. */
const drawn = Buffer.alloc(nonceBytes * 512);
let used = drawn.length;

function nonce(): Buffer {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  used += nonceBytes;
  return drawn.subarray(used - nonceBytes, used);
}

export function sealBytes(key: KeyObject, bytes: Buffer, place: string): Buffer {
  const box = Buffer.allocUnsafe(headBytes + bytes.length + tagBytes);
  box[0] = version;
  const iv = nonce();
  iv.copy(box, 1);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(Buffer.from(place));
  cipher.update(bytes).copy(box, headBytes);
  cipher.final();
  cipher.getAuthTag().copy(box, headBytes + bytes.length);
  return box;
}

/** @throws {BoxTampered} */
export function openBytes(key: KeyObject, box: Buffer, place: string): Buffer {
  if (box.length < headBytes + tagBytes || box[0] !== version) throw new BoxTampered(place);
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(1, headBytes), { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(box.subarray(box.length - tagBytes));
  try {
    const bytes = decipher.update(box.subarray(headBytes, box.length - tagBytes));
    decipher.final();
    return bytes;
  } catch {
    throw new BoxTampered(place);
  }
}

/** The length of a sealed text shows. Rounded up, it does not tell "absent" from "present". */
const roundedTo = 64;

/** Seals JSON text; blanks at its end, which JSON ignores, hide its length. */
export function sealText(key: KeyObject, json: string, place: string): string {
  const length = Buffer.byteLength(json);
  const bytes = Buffer.alloc(Math.ceil(length / roundedTo) * roundedTo, ' ');
  bytes.write(json);
  return sealBytes(key, bytes, place).toString('base64');
}

/** The JSON text of a box, with the blanks that follow it. @throws {BoxTampered} */
export const openText = (key: KeyObject, box: string, place: string): string =>
  openBytes(key, Buffer.from(box, 'base64'), place).toString();
