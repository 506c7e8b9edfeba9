import { duty, isLetterSettled, letter, placement, type Letter, type LetterCommand } from '#domain';
import { bySystem, transact, type Clock, type Id, type Instant, type Journal } from '#event-sourcing';
import type { Logger } from '#logging';
import { correlated, correlationNow, inSpan } from '#tracing';
import { goesAgainAt } from './back-off.js';
import { LetterLockLost, type LetterLocks } from './letter-locks.js';
import type { LetterWriter, Unwritable } from './letter-writer.js';
import type { Delivery, Mail, Notifier } from './notifier.js';
import { isStillMissing, isWanted } from './still-wanted.js';

/** What came of handing over: `nothing-to-do` when it was settled before, `elsewhere` when another worker is at it. */
export type HandedOver =
  'accepted' | 'refused' | 'goes-again' | 'called-off' | 'nothing-to-do' | 'not-yet' | 'elsewhere' | 'no-letter-leaves';

export type HandOverParts = {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly notifier: Notifier;
  readonly writer: LetterWriter;
  readonly locks: LetterLocks;
  readonly log: Logger;
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
    try {
      const outcome = await this.parts.locks.holding(letterId, (lost) =>
        this.underLock(letterId, AbortSignal.any([signal, lost])),
      );
      return outcome ?? 'elsewhere';
    } catch (error) {
      if (error instanceof LetterLockLost) return 'elsewhere';
      throw error;
    }
  }

  private async underLock(letterId: Id, signal: AbortSignal): Promise<HandedOver> {
    // Read under the lock: whoever had it before us has stored what came of it.
    const { state: found, began } = await this.parts.journal.story(letter, letterId);
    if (!found || !began || isLetterSettled(found)) return 'nothing-to-do';
    // A sweep may bring it back an hour later: all that becomes of a letter has the id under which it was composed.
    return correlated(began.correlationId, async () => {
      const { kind } = found.composed;
      const attributes = { 'waymark.letter_id': letterId, 'waymark.letter_kind': kind };
      const outcome = await inSpan('hand over letter', { attributes }, async (span) => {
        const came = await this.carryThrough(found, signal);
        span.setAttribute('waymark.outcome', came);
        return came;
      });
      this.parts.log.info({ letterId, kind, attempt: found.attempts + 1, outcome }, 'A letter was seen to.');
      return outcome;
    });
  }

  private async carryThrough(found: Open, signal: AbortSignal): Promise<HandedOver> {
    const now = this.parts.clock.now();
    if (found.status === 'deferred' && (found.refusal?.againAt ?? now) > now) return 'not-yet';
    // One that has begun may be there already, and goes again as it was.
    const mayHaveLeft = found.status === 'begun';
    if (!mayHaveLeft && !(await this.isStillWanted(found))) return this.callOff(found, now);
    const attempt = found.attempts + 1;
    const written = await this.parts.writer.write(found.composed, { mayHaveLeft });
    if (!isMail(written) && written.nothingLeft) return this.callOff(found, now);
    signal.throwIfAborted();
    const begin = { type: 'BeginHandingOver', data: { ...aboutOf(found), attempt, begunAt: now } } as const;
    // Whoever stood still since the lock was taken may find that another process has begun, or ended, this attempt.
    if (!(await this.carryOut(found, begin))) return 'elsewhere';
    return this.settle(found, attempt, await this.deliver(written, signal));
  }

  private async callOff(found: Open, now: Instant): Promise<HandedOver> {
    await this.carryOut(found, { type: 'CallOffLetter', data: { ...aboutOf(found), calledOffAt: now } });
    return 'called-off';
  }

  private async deliver(written: Mail | Unwritable, signal: AbortSignal): Promise<Delivery> {
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
    const states = await Promise.all(
      duties.map(async ({ dutyId, placementId }) => {
        const owed = await this.parts.journal.state(duty, dutyId);
        if (owed?.raised.kind !== 'placement-gap') return [owed];
        return isStillMissing(owed, await this.parts.journal.state(placement, placementId)) ? [owed] : [];
      }),
    );
    return isWanted(kind, states.flat());
  }

  /** Whether something was decided; nothing is where somebody has said it already. */
  private async carryOut({ composed: { letterId } }: Open, command: LetterCommand): Promise<boolean> {
    const meta = bySystem('hand-over-letter', correlationNow() ?? letterId);
    return (await transact(this.parts.journal, letter, letterId, command, meta)).events.length > 0;
  }
}

const aboutOf = ({ composed: { letterId, kind, recipientId } }: Open) => ({ letterId, kind, recipientId });

const isMail = (written: Mail | Unwritable): written is Mail => 'messageId' in written;

/** A mail server may reply with any bytes; an event holds neither U+0000 nor half of a pair. */
const storable = (reply: string): string => reply.replaceAll('\u0000', '').slice(0, 1_000).toWellFormed();
