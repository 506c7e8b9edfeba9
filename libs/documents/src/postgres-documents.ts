import type { Pool } from 'pg';
import type { Id } from '#event-sourcing';
import type { KeyName, Keys } from '#sealing';
import { Documents, type SealedDocument } from './documents.js';

type Row = { readonly subject_id: Id; readonly kept: KeyName['kept']; readonly sealed: Buffer };

/** Documents in PostgreSQL, a row each: it is there whole or not at all, and goes into a backup with all the rest. */
export class PostgresDocuments extends Documents {
  constructor(
    private readonly pool: Pool,
    keys: Keys,
  ) {
    super(keys);
  }

  override async has(documentIds: readonly Id[]): Promise<ReadonlySet<Id>> {
    const { rows } = await this.pool.query<{ document_id: Id }>(
      'SELECT document_id FROM documents.document WHERE document_id = ANY ($1)',
      [documentIds],
    );
    return new Set(rows.map(({ document_id: documentId }) => documentId));
  }

  protected override async insert({ documentId, subjectId, kept, sealed }: SealedDocument): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `INSERT INTO documents.document (document_id, subject_id, kept, sealed) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING`,
      [documentId, subjectId, kept, sealed],
    );
    return rowCount === 1;
  }

  protected override async find(documentId: Id): Promise<SealedDocument | null> {
    const { rows } = await this.pool.query<Row>(
      'SELECT subject_id, kept, sealed FROM documents.document WHERE document_id = $1',
      [documentId],
    );
    const [found] = rows;
    return found ? { documentId, subjectId: found.subject_id, kept: found.kept, sealed: found.sealed } : null;
  }
}
