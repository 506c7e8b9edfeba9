import { followerName, tableOf, type Parked, type Progress } from '#followers';
import type { Pool } from 'pg';
import type { AnyProjection } from '#event-sourcing';
import type { Sample } from '#metrics';

/** How far each follower is. A version of a read model that this program does not read may stand still as long as it likes. */
export async function aboutFollowers(
  progress: Pick<Progress, 'lag'>,
  projections: readonly AnyProjection[],
): Promise<Sample[]> {
  const current = new Set(projections.map(followerName));
  const lags = (await progress.lag()).filter(({ kind, name }) => kind !== 'projector' || current.has(name));
  return lags.flatMap(({ name: follower, events, seconds, beatSecondsAgo, stopped }): Sample[] => [
    { name: 'waymark_follower_lag_events', labels: { follower }, value: Number(events) },
    { name: 'waymark_follower_lag_seconds', labels: { follower }, value: seconds },
    { name: 'waymark_follower_heartbeat_age_seconds', labels: { follower }, value: beatSecondsAgo },
    { name: 'waymark_follower_stopped', labels: { follower }, value: stopped === null ? 0 : 1 },
  ]);
}

/** How many entries are parked, by reactor. Each reactor is told of, so that 0 is seen as such. */
export async function aboutParked(parked: Pick<Parked, 'list'>, reactors: readonly string[]): Promise<Sample[]> {
  const entries = await parked.list();
  const names = new Set([...reactors, ...entries.map(({ reactor }) => reactor)]);
  return [...names].flatMap((reactor): Sample[] => {
    const own = entries.filter((entry) => entry.reactor === reactor);
    const waiting = own.reduce((sum, entry) => sum + entry.waiting, 0);
    return [
      { name: 'waymark_parked_entries', labels: { reactor }, value: own.length },
      { name: 'waymark_parked_waiting_events', labels: { reactor }, value: waiting },
    ];
  });
}

/** How many rows are broken, by read model. It looks through all of them, so it is not for every moment. */
export async function aboutBrokenRows(
  pool: Pick<Pool, 'query'>,
  projections: readonly AnyProjection[],
): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const projection of projections) {
    const { rows } = await pool.query<{ broken: number }>(
      `SELECT count(*)::int AS broken FROM ${tableOf(projection).sql} WHERE broken AND until IS NULL`,
    );
    const labels = { read_model: projection.name };
    samples.push({ name: 'waymark_broken_rows', labels, value: rows[0]?.broken ?? 0 });
  }
  return samples;
}
