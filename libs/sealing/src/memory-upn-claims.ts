import type { Id } from '#event-sourcing';
import { freshForMs, UpnClaims, type UpnClaim } from './upn-claims.js';

/** Claims for tests: in memory, with the behaviour of the real ones, but that no pupil's key is known to be destroyed. */
export class MemoryUpnClaims extends UpnClaims {
  private readonly claims = new Map<string, { subjectId: Id; atMs: number }>();

  constructor(private readonly nowMs: () => number = Date.now) {
    super();
  }

  override claim(upn: string, subjectId: Id): Promise<UpnClaim | null> {
    const there = this.claims.get(upn);
    if (there && there.subjectId !== subjectId) return Promise.resolve(this.shown(there));
    this.claims.set(upn, { subjectId, atMs: this.nowMs() });
    return Promise.resolve(null);
  }

  override takeOver(upn: string, from: UpnClaim, subjectId: Id): Promise<boolean> {
    const there = this.claims.get(upn);
    if (there?.subjectId !== from.subjectId || String(there.atMs) !== from.claimedAt) return Promise.resolve(false);
    this.claims.set(upn, { subjectId, atMs: this.nowMs() });
    return Promise.resolve(true);
  }

  private shown({ subjectId, atMs }: { subjectId: Id; atMs: number }): UpnClaim {
    return { subjectId, isFresh: this.nowMs() - atMs < freshForMs, claimedAt: String(atMs) };
  }
}
