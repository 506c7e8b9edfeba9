import { Injectable } from '@nestjs/common';
import { Clock } from '#event-sourcing';
import { followerName, Parked, PostgresRows, Progress } from '#followers';
import { ClockKeeping } from '#jobs';
import { allProjections, unwatched, watchedBy, type Unwatched } from '#read-models';

/** Asks what is known to be wrong, and so which pupils a fault of ours keeps out of sight. */
@Injectable()
export class Watch {
  private readonly current = new Set(allProjections.map(followerName));

  constructor(
    private readonly clock: Clock,
    private readonly keeping: ClockKeeping,
    private readonly progress: Progress,
    private readonly parked: Parked,
    private readonly rows: PostgresRows,
  ) {}

  async unwatched(): Promise<Unwatched> {
    const [health, lags, parked, broken] = await Promise.all([
      this.keeping.health(this.clock.now()),
      this.progress.lag(),
      this.parked.list(),
      Promise.all(watchedBy.map((projection) => this.brokenOf(projection))),
    ]);
    // A version of a read model that this program does not read may stand still for as long as it likes.
    const followers = lags.filter(({ kind, name }) => kind !== 'projector' || this.current.has(name));
    return unwatched({ clockLags: health.lags, followers, parked, broken: broken.flat() });
  }

  private async brokenOf(projection: (typeof watchedBy)[number]) {
    const rows = await this.rows.broken(projection);
    return rows.map(({ rowId }) => ({ projection: projection.name, rowId }));
  }
}
