import type { ClientBase } from 'pg';
import { z } from 'zod';
import { readInPages } from '#database';

/** Documents go through a backup in parts of this many bytes, so that nobody holds more of them at once. */
const partBytes = 256 * 1024;
const partsAtOnce = 16;

/** A part of a document as a backup has it: document, subject, class, when it was kept, which part of how many, base64. */
export const storedPart = z.tuple([
  z.uuid(),
  z.uuid(),
  z.string(),
  z.iso.datetime({ precision: 6 }),
  z.int().min(1),
  z.int().min(1),
  z.string(),
]);
export type StoredPart = z.output<typeof storedPart>;

/** Whether there is a place for documents: a database that an earlier version left has none. */
export async function documentsThere(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(
    "SELECT to_regclass('documents.document') IS NOT NULL AS there",
  );
  return rows[0]?.there === true;
}

/** All documents in parts, as they are stored, by their ids: within a transaction. */
export function storedParts(client: ClientBase): AsyncGenerator<StoredPart[]> {
  return readInPages<StoredPart>(
    client,
    `SELECT document_id, subject_id, kept, to_char(kept_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            part, parts, encode(substring(sealed FROM (part - 1) * ${partBytes} + 1 FOR ${partBytes}), 'base64')
     FROM (SELECT *, greatest(1, ceil(length(sealed) / ${partBytes}.0))::int AS parts FROM documents.document) AS document,
          generate_series(1, parts) AS part
     ORDER BY document_id, part`,
    // PostgreSQL breaks base64 into lines, as MIME does.
    ([documentId, subjectId, kept, keptAt, part, parts, base64]) => [
      documentId,
      subjectId,
      kept,
      keptAt,
      part,
      parts,
      base64.replaceAll('\n', ''),
    ],
    partsAtOnce,
  );
}

/** Stores documents as they were stored elsewhere, each when its last part has come: within a transaction. */
export class DocumentLoading {
  private waiting: StoredPart[] = [];

  constructor(private readonly client: ClientBase) {}

  /** @throws when the parts don't follow each other. */
  async add(parts: readonly StoredPart[]): Promise<void> {
    for (const part of parts) await this.take(part);
  }

  /** @throws when a part is missing at the end. */
  end(): void {
    const [first] = this.waiting;
    if (first) throw new Error(`Document ${first[0]} ends before its last part.`);
  }

  private async take(part: StoredPart): Promise<void> {
    const [documentId, subjectId, kept, keptAt, number, parts] = part;
    const [first = part] = this.waiting;
    this.waiting.push(part);
    if (first[0] !== documentId || number !== this.waiting.length || parts !== first[5]) {
      throw new Error(`The parts of document ${documentId} don't follow each other.`);
    }
    if (number < parts) return;
    const sealed = Buffer.concat(this.waiting.map((each) => Buffer.from(each[6], 'base64')));
    this.waiting = [];
    await this.client.query({
      name: 'load document',
      text: 'INSERT INTO documents.document (document_id, subject_id, kept, kept_at, sealed) VALUES ($1, $2, $3, $4, $5)',
      values: [documentId, subjectId, kept, keptAt, sealed],
    });
  }
}
