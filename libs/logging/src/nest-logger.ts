import type { LoggerService } from '@nestjs/common';
import { withoutPersonalData } from './failure.js';
import type { Logger } from './logger.js';

type Level = 'info' | 'error' | 'warn' | 'debug' | 'trace' | 'fatal';

/** What Nest itself has to say, in our log. Its last argument is the class that speaks. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  // Each route and module that Nest announces at start is of no use to an operator.
  log(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  private write(level: Level, message: unknown, rest: readonly unknown[]): void {
    const last = rest.at(-1);
    const context = typeof last === 'string' && !last.includes('\n') ? { context: last } : {};
    const stack = rest.find((each): each is string => typeof each === 'string' && each.includes('\n'));
    if (message instanceof Error)
      this.logger[level]({ ...context, ...withoutPersonalData(message) }, 'An error that nobody caught.');
    else this.logger[level](stack === undefined ? context : { ...context, stack }, asText(message));
  }
}

const asText = (message: unknown): string => (typeof message === 'string' ? message : (JSON.stringify(message) ?? ''));
