import { duty, isLetterSettled, letter, type Letter, type LetterCommand } from '#domain';
import { bySystem, transact, type Clock, type Id, type Journal } from '#event-sourcing';
import { goesAgainAt } from './back-off.js';
import type { LetterLocks } from './letter-locks.js';
import type { LetterWriter } from './letter-writer.js';
import type { Delivery, Mail, Notifier } from './notifier.js';
import { isWanted } from './still-wanted.js';

/** What came of handing over: `nothing-to-do` when it was settled before, `elsewhere` when another worker is at it. */
export type HandedOver =
  'accepted' | 'refused' | 'goes-again' | 'called-off' | 'nothing-to-do' | 'not-yet' | 'elsewhere' | 'no-letter-leaves';

export type HandOverParts = {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly notifier: Notifier;
  readonly writer: LetterWriter;
  readonly locks: LetterLocks;
};

type Open = NonNullable<Letter>;

/**
 * Hands letters over to a mail server, each to be accepted once.
 *
 * That it begins is stored before the mail server is spoken to, and what came of it afterwards. A process that dies in
 * between leaves a letter that has begun and has no outcome: it goes again with the same Message-ID, so that only a crash
 * between the server's acceptance and our record of it can make a second copy.
 */
export class HandOver {
  constructor(private readonly parts: HandOverParts) {}

  async handOver(letterId: Id, signal: AbortSignal): Promise<HandedOver> {
    if (!this.parts.notifier.leaves) return 'no-letter-leaves';
    const outcome = await this.parts.locks.holding(letterId, () => this.underLock(letterId, signal));
    return outcome ?? 'elsewhere';
  }

  private async underLock(letterId: Id, signal: AbortSignal): Promise<HandedOver> {
    // Read under the lock: whoever had it before us has stored what came of it.
    const found = await this.parts.journal.state(letter, letterId);
    if (!found || isLetterSettled(found)) return 'nothing-to-do';
    const now = this.parts.clock.now();
    if (found.status === 'deferred' && (found.refusal?.againAt ?? now) > now) return 'not-yet';
    if (found.status !== 'begun' && !(await this.isStillWanted(found))) {
      await this.carryOut(found, { type: 'CallOffLetter', data: { ...aboutOf(found), calledOffAt: now } });
      return 'called-off';
    }
    const attempt = found.attempts + 1;
    const written = await this.parts.writer.write(found.composed);
    await this.carryOut(found, { type: 'BeginHandingOver', data: { ...aboutOf(found), attempt, begunAt: now } });
    return this.settle(found, attempt, await this.deliver(written, signal));
  }

  private async deliver(written: Awaited<ReturnType<LetterWriter['write']>>, signal: AbortSignal): Promise<Delivery> {
    return isMail(written) ? this.parts.notifier.deliver(written, signal) : { accepted: false, ...written };
  }

  private async settle(found: Open, attempt: number, delivery: Delivery): Promise<HandedOver> {
    const now = this.parts.clock.now();
    if (delivery.accepted) {
      await this.carryOut(found, { type: 'AcceptLetter', data: { ...aboutOf(found), acceptedAt: now } });
      return 'accepted';
    }
    const againAt = delivery.permanent ? null : goesAgainAt(attempt, found.composed.composedAt, now);
    const refusal = { ...aboutOf(found), refusedAt: now, permanent: againAt === null, reply: storable(delivery.reply) };
    const data = againAt === null ? refusal : { ...refusal, againAt };
    await this.carryOut(found, { type: 'RefuseLetter', data });
    return againAt === null ? 'refused' : 'goes-again';
  }

  /** A letter that carries no duties was asked for by somebody. */
  private async isStillWanted({ composed: { kind, duties } }: Open): Promise<boolean> {
    if (duties.length === 0) return true;
    const states = await Promise.all(duties.map(({ dutyId }) => this.parts.journal.state(duty, dutyId)));
    return isWanted(kind, states);
  }

  private async carryOut({ composed: { letterId } }: Open, command: LetterCommand): Promise<void> {
    await transact(this.parts.journal, letter, letterId, command, bySystem('hand-over-letter', letterId));
  }
}

const aboutOf = ({ composed: { letterId, kind, recipientId } }: Open) => ({ letterId, kind, recipientId });

const isMail = (written: Mail | { permanent: boolean; reply: string }): written is Mail => 'messageId' in written;

/** A mail server may reply with any bytes; an event holds neither U+0000 nor half of a pair. */
const storable = (reply: string): string => reply.replaceAll('\u0000', '').slice(0, 1_000).toWellFormed();
