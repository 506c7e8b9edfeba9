import { session, type Session } from '#domain';
import type { Day, Instant } from '#event-sourcing';

/** When a site is closed. Without a session it is the whole day; `since` is when we were told. */
export type SiteFacts = {
  readonly closures: readonly {
    readonly on: Day;
    readonly session?: Session | undefined;
    readonly since?: Instant | undefined;
  }[];
};

/** When a provider's site is closed. A closed site owes provision; its pupils don't vanish with it. */
export class SiteCalendar {
  private readonly closed = new Map<string, Instant | null>();

  constructor({ closures }: SiteFacts) {
    for (const { on, session: half, since } of closures) {
      for (const each of half ? [half] : session.options) {
        const key = `${on}.${each}`;
        const known = this.closed.get(key);
        // Told twice, it has been closed since we were told first.
        if (known === undefined || (known !== null && since !== undefined && since < known)) {
          this.closed.set(key, since ?? null);
        }
      }
    }
  }

  isClosed(on: Day, half: Session): boolean {
    return this.closed.has(`${on}.${half}`);
  }

  /** When we were told that it is closed; null where it isn't, or where that is not known. */
  closedSince(on: Day, half: Session): Instant | null {
    return this.closed.get(`${on}.${half}`) ?? null;
  }
}
