import { session, type Session } from '#domain';
import type { Day, Instant } from '#event-sourcing';

/** When a site is closed. Without a session it is the whole day; `since` is when we were told. */
export type SiteFacts = {
  readonly closures: readonly {
    readonly on: Day;
    readonly session?: Session | undefined;
    readonly since?: Instant | undefined;
  }[];
  /** The last day of a site that is closed for good, and when we were told. */
  readonly givenUp?: { readonly on: Day; readonly since: Instant } | null | undefined;
};

/** When a provider's site is closed. A closed site owes provision; its pupils don't vanish with it. */
export class SiteCalendar {
  private readonly closed = new Map<string, Instant | null>();
  private readonly givenUp: SiteFacts['givenUp'];

  constructor({ closures, givenUp }: SiteFacts) {
    this.givenUp = givenUp;
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
    return this.closed.has(`${on}.${half}`) || this.isGivenUp(on);
  }

  /** When we were told that it is closed; null where it isn't, or where that is not known. Told twice, it is the first time. */
  closedSince(on: Day, half: Session): Instant | null {
    const since = this.closed.get(`${on}.${half}`) ?? null;
    if (!this.givenUp || !this.isGivenUp(on)) return since;
    if (!this.closed.has(`${on}.${half}`)) return this.givenUp.since;
    return since !== null && this.givenUp.since < since ? this.givenUp.since : since;
  }

  private isGivenUp(on: Day): boolean {
    return this.givenUp !== undefined && this.givenUp !== null && on > this.givenUp.on;
  }
}
