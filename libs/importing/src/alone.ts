import type { Pool } from 'pg';
import { sentenceOf } from '#domain';

/** Somebody else imports at this moment, in whichever process. */
export class ImportUnderWay extends Error {
  override readonly name = 'ImportUnderWay';
  constructor() {
    super('Another import is under way. Wait until it has ended, then check the files again.');
  }
}

/** Somebody has changed what the files were compared with, between the check and the writing. */
export class ImportOvertaken extends Error {
  override readonly name = 'ImportOvertaken';
  constructor() {
    super(
      'What the files were compared with has changed meanwhile. Check them again: what is imported already stays so.',
    );
  }
}

/** A rule said no to a row that was right when the files were checked: somebody has been quicker. */
export class ImportRefused extends Error {
  override readonly name = 'ImportRefused';
  constructor(file: string, line: number, reason: string) {
    super(
      `${file}, line ${line}: ${sentenceOf(reason) ?? reason} What is imported already stays so; import the same files again to go on.`,
    );
  }
}

/** Does something while nobody else imports: two that compare with what is there would enter the same pupil twice. */
export async function alone<T>(pool: Pool, work: () => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // Unheard, an error of a connection that is out of the pool would end the process.
  const onBroken = (error: Error) => (broken = error);
  client.on('error', onBroken);
  try {
    const { rows } = await client.query<{ locked: boolean }>(
      `SELECT pg_try_advisory_lock(hashtextextended('waymark import', 0)) AS locked`,
    );
    if (!rows[0]?.locked) throw new ImportUnderWay();
    try {
      return await work();
    } finally {
      // A connection that is gone has let go already.
      if (!broken) await client.query(`SELECT pg_advisory_unlock(hashtextextended('waymark import', 0))`);
    }
  } finally {
    if (!broken) client.off('error', onBroken);
    client.release(broken);
  }
}
