import type { DocumentNamed } from '#domain';
import { documentBytesMax, DocumentMissing, DocumentNotKept, type Documents } from '#documents';
import { erased, newId } from '#event-sourcing';
import type { KeyName } from '#sealing';

export type DocumentStore = {
  readonly documents: Documents;
  /** Destroys the keys of a subject. */
  destroy(subjectId: string): Promise<void>;
};

const aPdf = (words: string) => Buffer.from(`%PDF-1.7\n${words}\n%%EOF\n`);
const named = ({ documentId, sealedHash }: DocumentNamed) => ({ documentId, sealedHash });

/** What every store of documents does. */
export function describeDocuments(name: string, open: () => Promise<DocumentStore>): void {
  describe(name, () => {
    let store: DocumentStore;
    beforeEach(async () => (store = await open()));
    const aSite = (): KeyName => ({ subjectId: newId(), kept: 'provider-file' });
    const keep = (about: KeyName, bytes: Buffer) => store.documents.keep(about, bytes);
    const refusal = (bytes: Buffer, about = aSite()) =>
      keep(about, bytes).catch((error: unknown) => (error instanceof DocumentNotKept ? error.because : error));

    it('gives back what was kept, and says what it is and how large', async () => {
      const bytes = aPdf('Safeguarding policy');
      const kept = await keep(aSite(), bytes);
      expect(kept).toMatchObject({ mediaType: 'application/pdf', bytes: bytes.length });
      expect(await store.documents.read(named(kept))).toEqual(bytes);
    });
    it('keeps the largest document', async () => {
      const bytes = Buffer.alloc(documentBytesMax, 'x');
      aPdf('').copy(bytes);
      const kept = await keep(aSite(), bytes);
      const read = await store.documents.read(named(kept));
      expect(read !== erased && read.equals(bytes)).toBe(true);
    });
    it('keeps a document about the same subject once, however often it is sent', async () => {
      const about = aSite();
      const kept = await keep(about, aPdf('Policy'));
      expect(await Promise.all([1, 2, 3].map(() => keep(about, aPdf('Policy'))))).toEqual([kept, kept, kept]);
      expect((await keep(about, aPdf('Another'))).documentId).not.toBe(kept.documentId);
    });
    it('does not tell from the id that two subjects have the same document', async () => {
      const [one, other] = [await keep(aSite(), aPdf('Policy')), await keep(aSite(), aPdf('Policy'))];
      expect(one.documentId).not.toBe(other.documentId);
      expect(one.sealedHash).not.toBe(other.sealedHash);
    });
    it('knows which are there', async () => {
      const { documentId } = await keep(aSite(), aPdf('Policy'));
      expect(await store.documents.has([documentId, newId()])).toEqual(new Set([documentId]));
      await expect(store.documents.read({ documentId: newId(), sealedHash: '' })).rejects.toThrow(DocumentMissing);
    });
    it('reads as erased when the key is destroyed, and keeps nothing more about that subject', async () => {
      const about = aSite();
      const kept = await keep(about, aPdf('Policy'));
      await store.destroy(about.subjectId);
      expect(await store.documents.read(named(kept))).toBe(erased);
      expect(await refusal(aPdf('Another'), about)).toBe('erased');
    });
    it('is never another than the one that is named', async () => {
      const about = aSite();
      const [one, other] = [await keep(about, aPdf('One')), await keep(about, aPdf('Other'))];
      const crossed = { documentId: one.documentId, sealedHash: other.sealedHash };
      await expect(store.documents.read(crossed)).rejects.toMatchObject({ name: 'DocumentDamaged' });
    });
    it('takes what it is by its first bytes, and nothing else', async () => {
      const [png, jpeg] = [Buffer.from('89504e470d0a1a0a0000', 'hex'), Buffer.from('ffd8ffe000104a464946', 'hex')];
      expect((await keep(aSite(), png)).mediaType).toBe('image/png');
      expect((await keep(aSite(), jpeg)).mediaType).toBe('image/jpeg');
      for (const other of [
        '<html><script>',
        'MZ\u0090',
        'PK\u0003\u0004',
        ' %PDF-1.7',
        '%PD',
        '%!PS-Adobe',
        '<svg/>',
      ]) {
        expect([other, await refusal(Buffer.from(other, 'latin1'))]).toEqual([other, 'other-type']);
      }
      expect(await refusal(Buffer.alloc(0))).toBe('empty');
      expect(await refusal(Buffer.alloc(documentBytesMax + 1, aPdf('')))).toBe('too-large');
    });
  });
}
