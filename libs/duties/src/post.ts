import { letter, letterIdOf, type Letter, type LetterCommand, type LetterKind, type PupilSession } from '#domain';
import { Refusal, type Id, type Instant, type Journal, type Message, type Meta } from '#event-sourcing';

/** The door at which commands are sent. */
export interface Sends {
  send(command: Message, meta: Meta): Promise<unknown>;
}

/** What the letters of one step that go together have in common. */
export type Occasion = {
  readonly kind: LetterKind;
  /** Such as `attendance-check-<site>-<day>-am-request` or `placement-gap-<school>-<day>-remind`. */
  readonly name: string;
  readonly step: string;
  /** A site's session, or the day on which somebody is told of several matters at once. */
  readonly about: Pick<PupilSession, 'siteId' | 'on' | 'session'> | Pick<PupilSession, 'on'>;
};

/** A duty as a letter names it. */
export type Carried = Pick<PupilSession, 'placementId' | 'subjectId' | 'schoolId'> & { readonly dutyId: Id };
export type Recipient = { readonly id: Id; readonly kind: 'person' | 'adult' };

const dutiesMax = 500;
/** Copies of one occasion: there is one for each time at which pupils are expected, and one more for each half-done run. */
const copiesMax = 60;

/**
 * Composes letters, one for each recipient and occasion. What a run before this one composed is found again: duties that
 * it carries are told of by it, and only the others go into a further copy.
 */
export class Post {
  constructor(
    private readonly journal: Journal,
    private readonly sends: Sends,
    private readonly meta: Meta,
    private readonly now: Instant,
  ) {}

  /**
   * The letter for each duty, by the duty's id; `compose` says whether what is not yet in one goes into a new one. A letter
   * that will reach nobody any more is null: the recipient can't be told by it.
   */
  async letters(
    occasion: Occasion,
    recipient: Recipient,
    duties: readonly Carried[],
    compose: boolean,
  ): Promise<ReadonlyMap<Id, Id | null>> {
    const found = new Map<Id, Id | null>();
    let left = duties;
    for (let copy = 1; left.length > 0; copy += 1) {
      if (copy > copiesMax)
        throw new Error(`There are more than ${copiesMax} letters for the occasion ${occasion.name}.`);
      const letterId = letterIdOf(recipient.id, occasion.name, copy);
      let state = await this.journal.state(letter, letterId);
      if (!state) {
        if (!compose) return found;
        await this.compose(letterId, occasion, recipient, left.slice(0, dutiesMax));
        state = await this.journal.state(letter, letterId);
      }
      const carried = carriedBy(state);
      for (const { dutyId } of left)
        if (carried.has(dutyId)) found.set(dutyId, state?.status === 'refused' ? null : letterId);
      left = left.filter(({ dutyId }) => !found.has(dutyId));
    }
    return found;
  }

  private async compose(
    letterId: Id,
    occasion: Occasion,
    recipient: Recipient,
    duties: readonly Carried[],
  ): Promise<void> {
    const { kind, name, step, about } = occasion;
    const command: LetterCommand = {
      type: 'ComposeLetter',
      data: {
        letterId,
        kind,
        recipientId: recipient.id,
        recipientKind: recipient.kind,
        occasion: name,
        ...about,
        step,
        duties: duties.map(({ dutyId, placementId, subjectId, schoolId }) => ({
          dutyId,
          placementId,
          subjectId,
          schoolId,
        })),
        composedAt: this.now,
      },
    };
    try {
      await this.sends.send(command, this.meta);
    } catch (error) {
      // Another worker composed this copy a moment ago, about other duties: ours go into the next.
      if (!(error instanceof Refusal && error.reason === 'letter-already-composed')) throw error;
    }
  }
}

/** The duties of a letter that went or may go; one that was called off tells nobody anything. */
const carriedBy = (state: Letter): ReadonlySet<Id> =>
  new Set(state && state.status !== 'called-off' ? state.composed.duties.map(({ dutyId }) => dutyId) : []);
