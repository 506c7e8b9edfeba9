/** What becomes of a table in a backup, and why. */
export type Decision = { readonly backup: 'in it' | 'made again' | 'left out'; readonly because: string };

const inIt = (because: string): Decision => ({ backup: 'in it', because });
const madeAgain = (because: string): Decision => ({ backup: 'made again', because });
const leftOut = (because: string): Decision => ({ backup: 'left out', because });

/**
 * Every table that the migrations make, decided one by one; a test fails when one comes that nobody has decided about.
 * docs/backup.md shows this list.
 */
export const tables: Readonly<Record<string, Decision>> = {
  'events.event': inIt('The log: ids, positions and bytes as they are stored.'),
  'events.head': madeAgain('It says where the log ends.'),
  'events.moment': madeAgain('It is an index by time of a log that is kept in KurrentDB.'),
  'keys.key': inIt('Without its key, what is sealed can never be read. Wrapped by the master key; tombstones too.'),
  'keys.master_key': inIt('Only the value by which the master key is known. The key itself is kept apart.'),
  'keys.directory': madeAgain('Names lie open in it, so it must not lie in a file. It follows the events.'),
  'keys.upn': madeAgain('Numbers lie open in it, so it must not lie in a file. The directory makes it again.'),
  'accounts.account': inIt('Nobody could sign in. Addresses are digests, passwords are argon2id hashes.'),
  'accounts.session': leftOut('Everybody signs in again.'),
  'accounts.link': leftOut('Links by which people sign in last for minutes.'),
  'accounts.attempts': leftOut('They are counted for a quarter of an hour.'),
  'accounts.rate': leftOut('What was asked for too often lately is counted anew.'),
  'documents.document': inIt('Evidence that events name by its hash. Sealed; of a destroyed key nothing can be read.'),
  'followers.checkpoint': madeAgain('Followers begin anew, each reactor where the log says that it first began.'),
  'followers.log': madeAgain('The first start after a restore notes which log is followed.'),
  'followers.process_state': madeAgain('It is folded from the events.'),
  'followers.parked': madeAgain('What can’t be handled is parked again; answers of operators are events.'),
  'clock.wake': madeAgain('What is due follows from the events.'),
  'clock.swept': leftOut('The first sweep after a start looks at everything.'),
  'clock.worker': leftOut('It says which workers are alive.'),
  'clock.failed_job': leftOut('A fault of the old place. What failed is due still, and is tried again.'),
  'importing.staged': leftOut('Files between preview and import are gone within the hour; they are sent again.'),
  'mailbox.letter': leftOut('It is for trying Waymark out. That letters were handed over is in the log.'),
  'migrations.step': madeAgain('The version that restores makes its own tables.'),
  'migrations.granted': madeAgain('The version that restores grants anew.'),
};
