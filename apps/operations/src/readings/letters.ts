import type { Pool } from 'pg';
import { letterKind } from '#domain';
import type { Instant } from '#event-sourcing';
import { tableOf } from '#followers';
import type { Sample } from '#metrics';
import { londonDay } from '#procedure';
import { letters } from '#read-models';

const states = ['waiting', 'to-go-again', 'not-sent', 'accepted', 'refused', 'called-off'] as const;

const lettersByState = `
  SELECT open ->> 'kind' AS kind, open ->> 'state' AS state, count(*)::int AS letters, min(open ->> 'composedAt') AS oldest
  FROM ${tableOf(letters).sql}
  WHERE until IS NULL AND open IS NOT NULL
    AND (open ->> 'state' IN ('composed', 'handing-over', 'to-go-again') OR open ->> 'on' = $1)
  GROUP BY 1, 2`;

type Counted = { kind: string; state: string; letters: number; oldest: Instant };

/** What has become of letters. `leave` says whether any can leave at all. */
export async function aboutLetters(
  pool: Pick<Pool, 'query'>,
  now: Instant,
  { leave }: { readonly leave: boolean },
): Promise<Sample[]> {
  const { rows } = await pool.query<Counted>(lettersByState, [londonDay(now)]);
  const counted = new Map<string, number>();
  let waitingSince = now;
  for (const { kind, state, letters: many, oldest } of rows) {
    const unsettled = ['composed', 'handing-over', 'to-go-again'].includes(state);
    if (unsettled && oldest < waitingSince) waitingSince = oldest;
    const waiting = state === 'to-go-again' ? state : 'waiting';
    const name = `${kind} ${unsettled ? (leave ? waiting : 'not-sent') : state}`;
    counted.set(name, (counted.get(name) ?? 0) + many);
  }
  const seconds = (Date.parse(now) - Date.parse(waitingSince)) / 1_000;
  return [
    ...letterKind.options.flatMap((kind) =>
      states.map((state): Sample => ({
        name: 'waymark_letters',
        labels: { kind, state },
        value: counted.get(`${kind} ${state}`) ?? 0,
      })),
    ),
    { name: 'waymark_letter_oldest_waiting_seconds', labels: {}, value: seconds },
  ];
}
