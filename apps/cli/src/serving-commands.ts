import type { Line } from './line.js';

/** Commands that serve until they are told to stop. */
export function servingCommands(waymark: Line): void {
  waymark.commandsGroup('Serving:');

  heedsTheEnvironment(
    waymark
      .command('start')
      .description('serve the pages and do the work in one process')
      .note(
        'Without DATABASE_URL it runs a PostgreSQL of its own in WAYMARK_DATA. The first time, it prints a link to enter ' +
          'the first school and yourself. It never holds example data. Ctrl-C stops it in order, a second one at once.',
      )
      .example('start', 'begin or go on in ./data')
      .example('start > waymark.log', 'the same, with what it says in a file'),
  ).action(async () => (await import('./start.js')).start());

  waymark
    .command('web')
    .description('serve the pages alone')
    .note(together)
    .example('web', 'serve the pages at PORT')
    .action(async () => (await import('./web.js')).web());

  waymark
    .command('worker')
    .description('do alone what happens without a request: the clock, letters, what follows from events')
    .note(together)
    .example('worker', 'do the work beside whatever serves the pages')
    .action(async () => (await import('./worker.js')).worker());

  waymark
    .command('demo')
    .description('show Waymark with an example trust, on the morning of a school day')
    .option('--once', 'live through one school week instead, compare it with the table worked out by hand, and end')
    .note(
      'It lives in the folder demo of WAYMARK_DATA, with a database of its own, and begins anew each time. It serves at ' +
        'PORT, or the next free one, on this machine alone. Of the environment it heeds WAYMARK_DATA, PORT and LOG_LEVEL; ' +
        'DATABASE_URL, REDIS_URL and SMTP_URL are left alone, so that no made-up pupil gets among real ones.',
    )
    .example('demo', 'look around in a made-up trust')
    .example('demo --once', 'prove a whole week, letter by letter; it takes minutes')
    .action(async ({ once = false }: { once?: boolean }) => {
      if (once) await (await import('./demo/once.js')).demoOnce();
      else await (await import('./demo/demo.js')).demo();
    });
}

const together =
  'With DATABASE_URL, as many web and worker processes as you like work together on one database; on the embedded one, ' +
  'one of each. It heeds the same environment as start. On a terminal it says in words what it does; elsewhere it writes a ' +
  'log of JSON lines. Ctrl-C, SIGTERM and the end of its terminal stop it in order, a second one at once.';

function heedsTheEnvironment(command: Line): Line {
  return command
    .variable('WAYMARK_DATA', 'the folder of everything that must be backed up; ./data')
    .variable('DATABASE_URL', 'a PostgreSQL 15 or newer of your own, by a direct connection')
    .variable('DATABASE_OWNER_URL', 'the login that migrates and owns the tables there')
    .variable('EVENT_STORE_URL', 'the log in KurrentDB or EventStoreDB instead of PostgreSQL')
    .variable('REDIS_URL', 'jobs on Redis instead of PostgreSQL')
    .variable('SMTP_URL', 'the mail server; without it letters are kept in a mailbox page, in production not sent')
    .variable('MAIL_FROM', 'the address that letters come from')
    .variable('PUBLIC_URL', 'what links in letters begin with; needed in production')
    .variable('HOST', 'where the pages are served; 127.0.0.1')
    .variable('PORT', '3000')
    .variable('OPERATIONS_PORT', 'serves /health/live, /health/ready and /metrics, never to the public; none')
    .variable('OPERATIONS_HOST', 'where it does; 127.0.0.1')
    .variable('DRAIN_SECONDS', 'how long pages are served on after a signal, while /health/ready says no; 0')
    .variable('TRUSTED_PROXIES', 'which proxies are believed about who asks; private networks')
    .variable('NODE_ENV', 'production refuses what is for trying out')
    .variable('MASTER_KEY', 'wraps all keys of personal data; without it one is made and kept beside the data')
    .variable('WAYMARK_PROCEDURES', 'the folder of the procedure’s editions; those that come with Waymark')
    .variable('LOG_LEVEL', 'fatal, error, warn, info, debug, trace or silent')
    .note('Secrets may be given as files: DATABASE_URL_FILE, SMTP_URL_FILE, MASTER_KEY_FILE and so on.');
}
