import { pino, type DestinationStream, type Logger } from 'pino';

export type { Logger } from 'pino';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/**
 * The log: one line of JSON each, to standard output. It holds ids, never names: what a log has written can't be erased
 * with a key. The usual carriers of secrets are cut out, should anyone ever hand them over.
 */
export function createLogger(name: string, level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    name,
    level,
    base: { pid: process.pid },
    redact: {
      paths: [
        'req.headers.cookie',
        'req.headers.authorization',
        '*.password',
        '*.email',
        '*.token',
        'password',
        'email',
      ],
      remove: true,
    },
  };
  return destination ? pino(options, destination) : pino(options);
}
