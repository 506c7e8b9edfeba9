import { createHash, createHmac, hkdfSync, type KeyObject } from 'node:crypto';
import type { DocumentNamed } from '#domain';
import { erased, idFrom, type Erased, type Id } from '#event-sourcing';
import { BoxTampered, keyId, openBytes, sealBytes, type KeyName, type Keys } from '#sealing';
import { mediaTypeOf } from './media-types.js';

/** What one document may weigh: what it is sealed and opened in is memory. */
export const documentBytesMax = 10 * 1024 * 1024;

/** Why a document is not kept. */
export type NotKept = 'empty' | 'too-large' | 'other-type' | 'erased';

export class DocumentNotKept extends Error {
  override readonly name = 'DocumentNotKept';
  constructor(readonly because: NotKept) {
    super(`A document is not kept: ${because}.`);
  }
}

/** An event names a document that is not there. */
export class DocumentMissing extends Error {
  override readonly name = 'DocumentMissing';
  constructor(documentId: Id) {
    super(`Document ${documentId} is missing: restore it from a backup.`);
  }
}

/** A document is not the one that the event names. Nothing of it is shown. */
export class DocumentDamaged extends Error {
  override readonly name = 'DocumentDamaged';
  constructor(documentId: Id, options?: ErrorOptions) {
    super(`Document ${documentId} is not as it was kept: restore it from a backup.`, options);
  }
}

/** A document as it lies in a store. */
export type SealedDocument = KeyName & { readonly documentId: Id; readonly sealed: Buffer };

/**
 * Documents lie beside the log, sealed as its events are: under the key of the subject that they are about, each for its own
 * id, and destroyed with that key. They are never opened but to be given back, and nothing looks into them beyond the first bytes.
 *
 * A document is kept before the event that names it is stored, so that no event names one that is not there. One that
 * no event came to name is harmless: nobody can ask for it.
 *
 * Its id is made from its bytes under the subject's key. The same document about the same subject is kept once, however often it
 * is sent, and whoever lacks the key can't tell from an id what was kept.
 */
export abstract class Documents {
  constructor(private readonly keys: Keys) {}

  /** Keeps a document, for good. @throws {DocumentNotKept} @throws {DocumentDamaged} when it was kept before and is not itself any more. */
  async keep(about: KeyName, bytes: Buffer): Promise<DocumentNamed> {
    if (bytes.length === 0) throw new DocumentNotKept('empty');
    if (bytes.length > documentBytesMax) throw new DocumentNotKept('too-large');
    const mediaType = mediaTypeOf(bytes);
    if (mediaType === null) throw new DocumentNotKept('other-type');
    const key = (await this.keys.toSeal([about])).get(keyId(about));
    if (!key) throw new DocumentNotKept('erased');
    const documentId = idUnder(key, bytes);
    const sealed = sealBytes(key, bytes, placeOf(documentId));
    const { subjectId, kept } = about;
    const named = { documentId, mediaType, bytes: bytes.length };
    if (await this.insert({ documentId, subjectId, kept, sealed })) return { ...named, sealedHash: hashOf(sealed) };
    const before = await this.find(documentId);
    if (!before) throw new DocumentMissing(documentId);
    if (!opened(key, before).equals(bytes)) throw new DocumentDamaged(documentId);
    return { ...named, sealedHash: hashOf(before.sealed) };
  }

  /**
   * The bytes that an event names, or `erased` where their key has been destroyed.
   *
   * @throws {DocumentMissing} @throws {DocumentDamaged} when they are not those that were kept.
   */
  async read({ documentId, sealedHash }: Pick<DocumentNamed, 'documentId' | 'sealedHash'>): Promise<Buffer | Erased> {
    const found = await this.find(documentId);
    if (!found) throw new DocumentMissing(documentId);
    if (hashOf(found.sealed) !== sealedHash) throw new DocumentDamaged(documentId);
    const key = (await this.keys.toOpen([found])).get(keyId(found));
    return key ? opened(key, found) : erased;
  }

  /** Those of some documents that are there, without a look at their bytes. */
  abstract has(documentIds: readonly Id[]): Promise<ReadonlySet<Id>>;

  /** Whether it was not there before. */
  protected abstract insert(document: SealedDocument): Promise<boolean>;
  protected abstract find(documentId: Id): Promise<SealedDocument | null>;
}

/** The hash that events hold: of what is stored, so that anybody may check it, with no key. */
const hashOf = (sealed: Buffer): string => createHash('sha256').update(sealed).digest('hex');

const placeOf = (documentId: Id): string => `document ${documentId}`;

function idUnder(key: KeyObject, bytes: Buffer): Id {
  const secret = Buffer.from(hkdfSync('sha256', key, '', 'ids of documents', 32));
  return idFrom('document', createHmac('sha256', secret).update(bytes).digest('hex'));
}

function opened(key: KeyObject, { documentId, sealed }: SealedDocument): Buffer {
  try {
    return openBytes(key, sealed, placeOf(documentId));
  } catch (error) {
    throw error instanceof BoxTampered ? new DocumentDamaged(documentId, { cause: error }) : error;
  }
}
