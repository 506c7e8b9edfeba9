/** What PostgreSQL or the operating system calls an error, such as `23505` or `ECONNREFUSED`. */
export function codeOf(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

const lostConnection = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
const serverGoingOrComing = new Set(['57P01', '57P02', '57P03', '57P05', '53300']);

/**
 * Whether an error says that the connection, and not the statement, failed: what was asked may have been done or not,
 * and asking again on another connection may succeed.
 */
export function isConnectionLost(error: unknown): boolean {
  const code = codeOf(error);
  if (code === undefined)
    return /connection (terminated|ended|is closed)|not queryable|timeout exceeded when trying|query read timeout/i.test(
      String(error),
    );
  // A socket that is gone, as against a file.
  if (code === 'ENOENT') return syscallOf(error) === 'connect';
  return lostConnection.has(code) || serverGoingOrComing.has(code) || code.startsWith('08');
}

const syscallOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'syscall' in error ? error.syscall : undefined;

/** What PostgreSQL says when it has no room: the disk, the memory, or its files can't be written. */
const noRoom = new Set(['53100', '53200', '58030']);
/** The server can only be read at the moment: it stands by for another one. */
const readOnly = '25006';

/** Somebody else was in the way: a lock that was waited for too long, a deadlock, a statement that took too long. */
const inTheWay = new Set(['55P03', '40001', '40P01', '57014']);

/** Whether the database, and not the question, is why something could not be done: it may be possible in a while. */
export function isDatabaseAway(error: unknown): boolean {
  const code = codeOf(error) ?? '';
  return isConnectionLost(error) || noRoom.has(code) || code === readOnly || inTheWay.has(code);
}
