import type { Id } from '#event-sourcing';
import { Documents, type SealedDocument } from './documents.js';

/** Documents in memory, for tests and for trying things. */
export class MemoryDocuments extends Documents {
  private readonly documents = new Map<Id, SealedDocument>();

  override async has(documentIds: readonly Id[]): Promise<ReadonlySet<Id>> {
    return new Set(documentIds.filter((each) => this.documents.has(each)));
  }

  protected override async insert(document: SealedDocument): Promise<boolean> {
    if (this.documents.has(document.documentId)) return false;
    this.documents.set(document.documentId, document);
    return true;
  }

  protected override async find(documentId: Id): Promise<SealedDocument | null> {
    return this.documents.get(documentId) ?? null;
  }
}
