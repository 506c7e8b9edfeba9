import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Database } from '#database';
import { Settings } from '#installation';
import { Jobs } from '#jobs';
import { createLogger, withoutPersonalData, type Logger } from '#logging';
import { paths } from '../shell/paths.js';
import type { QueueBoard } from './queue-board.js';

/** Where the jobs are kept does not answer. */
export class QueuesAway extends Error {
  override readonly name = 'QueuesAway';
  constructor() {
    super('Where the jobs are kept does not answer.');
  }
}

const answersWithinMs = 3_000;

type Opened = { readonly jobs: Jobs; readonly board: QueueBoard };

/**
 * Looks at the queues and does none of their jobs. They are opened when somebody looks for the first time: a process that
 * serves pages has no other use for them.
 */
@Injectable()
export class QueueLooking implements OnModuleDestroy {
  private opening: Promise<Opened> | undefined;
  private readonly log: Logger;

  constructor(
    private readonly settings: Settings,
    private readonly database: Database,
  ) {
    this.log = createLogger('web', settings.config.logLevel);
  }

  /** The board, if the queues answer. @throws {QueuesAway} */
  async board(): Promise<QueueBoard> {
    this.opening ??= this.open();
    const { jobs, board } = await this.answered(this.opening);
    await this.answered(jobs.counts());
    return board;
  }

  async onModuleDestroy(): Promise<void> {
    const opened = this.opening && (await this.answered(this.opening).catch(() => null));
    if (opened) await this.answered(opened.jobs.close()).catch(() => undefined);
  }

  private async open(): Promise<Opened> {
    const { redisUrl } = this.settings.config;
    try {
      const jobs = await Jobs.open({
        pool: this.database.pool('web'),
        queues: redisUrl === undefined ? { postgresUrl: this.database.serviceUrl } : { redisUrl },
        log: this.log,
      });
      // What draws the board is loaded here, for those who look at it.
      const { QueueBoard } = await import('./queue-board.js');
      return { jobs, board: new QueueBoard(jobs, paths.operations.queues, (work) => this.answered(work)) };
    } catch (error) {
      this.opening = undefined; // The next who looks tries again.
      throw error;
    }
  }

  /** What a queue answers, in time: one that is away may keep whoever asks waiting for its return. */
  private async answered<T>(work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('It took too long.')), answersWithinMs);
    });
    try {
      return await Promise.race([work, tooLate]);
    } catch (error) {
      this.log.warn(withoutPersonalData(error), 'The queues could not be looked at.');
      throw new QueuesAway();
    } finally {
      clearTimeout(timer);
    }
  }
}
