import { pino, type DestinationStream, type Logger } from 'pino';
import { correlationNow, traceNow } from '#tracing';
import { inWords } from './in-words.js';

export type { Logger } from 'pino';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/**
 * The log: one line of JSON each, to standard output; where that is a terminal, the same in words. It holds ids, never names: what a log has written can't be erased
 * with a key. What is logged while something is done under a correlation id has that id. The usual carriers of secrets are cut out, should anyone ever hand them over.
 */
export function createLogger(name: string, level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    name,
    level,
    base: { pid: process.pid },
    mixin: whatItBelongsTo,
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
  const to = destination ?? (process.stdout.isTTY ? people : undefined);
  return to ? pino(options, to) : pino(options);
}

function whatItBelongsTo(): object {
  const [correlationId, traceId] = [correlationNow(), traceNow()];
  return { ...(correlationId === undefined ? {} : { correlationId }), ...(traceId === undefined ? {} : { traceId }) };
}

const people: DestinationStream = { write: (line) => void process.stdout.write(`${inWords(line)}\n`) };
