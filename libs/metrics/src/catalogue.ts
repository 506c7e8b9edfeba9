/**
 * Every metric of Waymark, once: its name as Prometheus has it, what it means, and its labels. A label tells few things
 * apart and never people, schools or sites: what is counted over a whole installation singles nobody out.
 */

export type Metric = {
  readonly kind: 'counter' | 'histogram' | 'gauge';
  readonly help: string;
  readonly labels: readonly string[];
  /** Upper bounds, of a histogram. */
  readonly buckets?: readonly number[];
};

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;
const longSeconds = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300] as const;
const sizes = [1, 2, 4, 8, 16, 32, 64, 128, 256] as const;

/** Counted where things happen, by this process since it started. Of several processes, add them up. */
const counted = {
  waymark_appends_total: {
    kind: 'counter',
    help: 'Appends to the log that this process asked for and that were stored.',
    labels: [],
  },
  waymark_append_conflicts_total: {
    kind: 'counter',
    help: 'Appends that found that somebody else had been first; the command is then decided again.',
    labels: [],
  },
  waymark_append_failures_total: {
    kind: 'counter',
    help: 'Appends that failed in another way, such as a database that was away: whoever asked was told.',
    labels: [],
  },
  waymark_events_appended_total: {
    kind: 'counter',
    help: 'Events that this process stored, by type, such as DutyRaised, DutyMissed, LetterAccepted or LetterRefused.',
    labels: ['type'],
  },
  waymark_append_duration_seconds: {
    kind: 'histogram',
    help: 'Time from an append being asked for to its answer, waiting for its turn included.',
    labels: [],
    buckets: seconds,
  },
  waymark_append_group_size: {
    kind: 'histogram',
    help: 'How many appends went to the database in one call. Larger groups mean more writers, and no harm.',
    labels: [],
    buckets: sizes,
  },
  waymark_follower_events_total: {
    kind: 'counter',
    help: 'Events that a follower of this process has applied or passed over.',
    labels: ['follower'],
  },
  waymark_jobs_done_total: {
    kind: 'counter',
    help: 'Jobs that this process worked on, by name and outcome: done, failed, or stopped because the process was.',
    labels: ['job', 'outcome'],
  },
  waymark_job_duration_seconds: {
    kind: 'histogram',
    help: 'Time that a job took, by name.',
    labels: ['job'],
    buckets: longSeconds,
  },
  waymark_http_requests_total: {
    kind: 'counter',
    help: 'Requests that the pages answered, by method, pattern of the address and class of the status. Health and files are left out.',
    labels: ['method', 'route', 'status'],
  },
  waymark_http_request_duration_seconds: {
    kind: 'histogram',
    help: 'Time to answer a request, by method and pattern of the address.',
    labels: ['method', 'route'],
    buckets: seconds,
  },
} as const satisfies Record<string, Metric>;

/** Read when they are asked for. All but the first two are of the whole installation: of several processes, take one. */
const read = {
  waymark_build_info: { kind: 'gauge', help: 'Always 1; the version is in the labels.', labels: ['version', 'node'] },
  waymark_up: {
    kind: 'gauge',
    help: 'Whether this process reaches a part: 1 when it does. Parts are database and, in workers, jobs.',
    labels: ['part'],
  },
  waymark_database_clock_offset_seconds: {
    kind: 'gauge',
    help: 'How far the clock of the database is ahead of that of this machine; negative when it is behind.',
    labels: [],
  },
  waymark_log_head: {
    kind: 'gauge',
    help: 'Position of the newest event in the log, which in PostgreSQL is how many events there are.',
    labels: [],
  },
  waymark_follower_lag_events: {
    kind: 'gauge',
    help: 'How far a follower is behind the log, in positions.',
    labels: ['follower'],
  },
  waymark_follower_lag_seconds: {
    kind: 'gauge',
    help: 'How long ago the first event that a follower has not heard was recorded; 0 when it has heard all.',
    labels: ['follower'],
  },
  waymark_follower_heartbeat_age_seconds: {
    kind: 'gauge',
    help: 'How long ago some process last said that it is at work on a follower.',
    labels: ['follower'],
  },
  waymark_follower_stopped: {
    kind: 'gauge',
    help: 'Whether a follower stands still because of an error: 1 when it does.',
    labels: ['follower'],
  },
  waymark_parked_entries: {
    kind: 'gauge',
    help: 'Events that a reactor could not handle, and that wait for an operator’s answer.',
    labels: ['reactor'],
  },
  waymark_parked_waiting_events: {
    kind: 'gauge',
    help: 'Events that wait behind a parked entry, because they are of the same instance.',
    labels: ['reactor'],
  },
  waymark_broken_rows: {
    kind: 'gauge',
    help: 'Rows of a read model that could not be made from their events. Looked for once a minute.',
    labels: ['read_model'],
  },
  waymark_duties: {
    kind: 'gauge',
    help:
      'Duties of today’s sessions, of searches that are open, and of matters of placements, by kind and state: not-due, ' +
      'overdue (somebody has taken it), overdue-untaken, met, missed, shown-done-on-time, withdrawn.',
    labels: ['kind', 'state'],
  },
  waymark_letters: {
    kind: 'gauge',
    help:
      'Letters of today, and earlier ones that are not settled, by kind and state: waiting, to-go-again, not-sent (no mail ' +
      'server is set), accepted, refused (for good), called-off.',
    labels: ['kind', 'state'],
  },
  waymark_letter_oldest_waiting_seconds: {
    kind: 'gauge',
    help: 'How long ago the oldest letter that is not settled was composed; 0 when there is none.',
    labels: [],
  },
  waymark_jobs: {
    kind: 'gauge',
    help: 'Jobs by queue and state: waiting, active, or scheduled, which are the timetable’s. Workers tell it.',
    labels: ['queue', 'state'],
  },
  waymark_failed_jobs: { kind: 'gauge', help: 'Jobs that failed within the last hour, by name.', labels: ['job'] },
  waymark_sweep_lag_seconds: {
    kind: 'gauge',
    help: 'For how long a sweep has found nothing that is due; infinite when it never ran. Beyond 300 the board says that nobody is watched.',
    labels: ['sweep'],
  },
  waymark_workers: {
    kind: 'gauge',
    help: 'Workers that gave a sign of life within the last minute or so.',
    labels: [],
  },
  waymark_session_oldest_unconfirmed_seconds: {
    kind: 'gauge',
    help: 'For how long the answer to the oldest of today’s sessions has been overdue, where nobody has said anything about the pupil; 0 when there is none.',
    labels: [],
  },
  waymark_pupils_not_accounted_for: {
    kind: 'gauge',
    help: 'Pupils who are being looked for, over all schools: nobody has said yet where they are.',
    labels: [],
  },
  waymark_editions_in_force: {
    kind: 'gauge',
    help: 'Whether an edition of the procedure is in force today: 1 when one is.',
    labels: [],
  },
} as const satisfies Record<string, Metric>;

export const catalogue = { ...counted, ...read };

type Catalogue = typeof catalogue;
export type MetricName = keyof Catalogue;
type NamesOf<K extends Metric['kind']> = {
  [N in MetricName]: Catalogue[N]['kind'] extends K ? N : never;
}[MetricName];
export type CounterName = NamesOf<'counter'>;
export type HistogramName = NamesOf<'histogram'>;
export type GaugeName = NamesOf<'gauge'>;

/** The labels that a metric takes, each with its value. */
export type LabelsOf<N extends MetricName> = Readonly<Record<Catalogue[N]['labels'][number], string>>;

/** What a gauge shows at a moment. */
export type Sample<N extends GaugeName = GaugeName> = N extends GaugeName
  ? { readonly name: N; readonly labels: LabelsOf<N>; readonly value: number }
  : never;
