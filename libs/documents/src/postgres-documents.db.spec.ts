import pg from 'pg';
import { newId, type Id } from '#event-sourcing';
import { MasterKey, PostgresKeys, sealingMigrations, type KeyName } from '#sealing';
import { describeDocuments } from '../../../test/contracts/documents.contract.js';
import { freshDatabase, type FreshDatabase } from '../../../test/support/index.js';
import { documentsMigrations } from './migrations.js';
import { PostgresDocuments } from './postgres-documents.js';

describe('PostgreSQL', () => {
  let fresh: FreshDatabase;
  let owner: pg.Client;
  beforeAll(async () => {
    fresh = await freshDatabase({ migrations: [sealingMigrations, documentsMigrations] });
    owner = new pg.Client(fresh.ownerUrl);
    await owner.connect();
  }, 60_000);
  afterAll(async () => {
    await owner.end();
    await fresh.drop();
  });

  const pool = () => fresh.database.pool('documents');
  const newKeys = () => new PostgresKeys(pool(), MasterKey.of(Buffer.alloc(32, 7)));
  const newDocuments = () => new PostgresDocuments(pool(), newKeys());
  const aPdf = (words: string) => Buffer.from(`%PDF-1.7\n${words}`);
  const aSite = (): KeyName => ({ subjectId: newId(), kept: 'provider-file' });

  describeDocuments('has documents, and', async () => {
    const keys = newKeys();
    const destroy = async (subjectId: Id) => {
      await pool().query('UPDATE keys.key SET wrapped = NULL, destroyed_at = now() WHERE subject_id = $1', [subjectId]);
      keys.evict(subjectId);
    };
    return { documents: new PostgresDocuments(pool(), keys), destroy };
  });

  /** What only somebody with the owner's login, or with the disk, could do. */
  async function tamper(documentId: Id, sealed: string): Promise<void> {
    await owner.query('BEGIN');
    await owner.query('ALTER TABLE documents.document DISABLE TRIGGER never_changed');
    await owner.query(`UPDATE documents.document SET sealed = ${sealed} WHERE document_id = $1`, [documentId]);
    await owner.query('ALTER TABLE documents.document ENABLE ALWAYS TRIGGER never_changed');
    await owner.query('COMMIT');
  }

  it('shows nothing of a document that was tampered with, and does not take it for kept', async () => {
    const about = aSite();
    const kept = await newDocuments().keep(about, aPdf('Policy'));
    await tamper(kept.documentId, 'set_byte(sealed, 20, get_byte(sealed, 20) # 1)');
    await expect(newDocuments().read(kept)).rejects.toMatchObject({ name: 'DocumentDamaged' });
    await expect(newDocuments().keep(about, aPdf('Policy'))).rejects.toMatchObject({ name: 'DocumentDamaged' });
  });
  it('opens no document in another one’s place, though its hash were right', async () => {
    const about = aSite();
    const [one, other] = [
      await newDocuments().keep(about, aPdf('One')),
      await newDocuments().keep(about, aPdf('Other')),
    ];
    await tamper(one.documentId, `(SELECT sealed FROM documents.document WHERE document_id = '${other.documentId}')`);
    const { documentId } = one;
    await expect(newDocuments().read({ documentId, sealedHash: other.sealedHash })).rejects.toMatchObject({
      name: 'DocumentDamaged',
    });
  });
  it('lets the service change and remove none, and the owner change none', async () => {
    await newDocuments().keep(aSite(), aPdf('Policy'));
    for (const sql of ['UPDATE documents.document SET kept_at = now()', 'DELETE FROM documents.document']) {
      await expect(pool().query(sql)).rejects.toThrow(/permission denied/);
    }
    for (const sql of ['UPDATE documents.document SET kept_at = now()', 'TRUNCATE documents.document']) {
      await expect(owner.query(sql)).rejects.toThrow(/never changed/);
    }
  });
  it('keeps nothing of a document when the database breaks off', async () => {
    const about = aSite();
    await newDocuments().keep(about, aPdf('Policy'));
    const count = async () => (await owner.query('SELECT FROM documents.document')).rowCount;
    const before = await count();
    await owner.query('ALTER TABLE documents.document ADD CONSTRAINT full_disk CHECK (length(sealed) < 100) NOT VALID');
    try {
      await expect(newDocuments().keep(about, aPdf('x'.repeat(200)))).rejects.toThrow(/full_disk/);
    } finally {
      await owner.query('ALTER TABLE documents.document DROP CONSTRAINT full_disk');
    }
    expect(await count()).toBe(before);
  });
  it('holds nothing of a document in the open', async () => {
    const { documentId } = await newDocuments().keep(aSite(), aPdf('A word that nobody may find'));
    const { rows } = await owner.query<{ sealed: Buffer }>(
      'SELECT sealed FROM documents.document WHERE document_id = $1',
      [documentId],
    );
    expect(rows[0]?.sealed.includes('nobody may find')).toBe(false);
    expect(rows[0]?.sealed.includes('%PDF')).toBe(false);
  });
});
