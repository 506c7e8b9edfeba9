/** What PostgreSQL or the operating system calls an error, such as `23505` or `ECONNREFUSED`. */
export function codeOf(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

const lostConnection = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
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
    return /connection (terminated|ended|is closed)|not queryable|timeout exceeded when trying/i.test(String(error));
  return lostConnection.has(code) || serverGoingOrComing.has(code) || code.startsWith('08');
}
