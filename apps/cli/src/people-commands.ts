import { inFrame, type FrameOptions } from './frame.js';
import type { Line } from './line.js';
import type { NewUser } from './user.js';

/** Commands about the people who may sign in. */
export function peopleCommands(waymark: Line): void {
  waymark.commandsGroup('People:');
  const user = waymark
    .command('user')
    .description('see, add, sign in and sign out the people who may sign in')
    .example('user list', 'show everybody')
    .example(
      "user add --name 'Ada Marsh' --email ada@northgate.example --school 'Northgate Academy' --role headteacher",
      'add somebody',
    );

  user
    .command('list')
    .description('show everybody, with their roles')
    .option('--json', asJson)
    .example('user list', 'show everybody')
    .action(async (options: FrameOptions) =>
      inFrame(options, async (frame) => (await import('./user.js')).listUsers(frame)),
    );

  user
    .command('add')
    .description('add somebody, or give somebody who is known by the address further roles')
    .requiredOption('--name <name>', 'their name')
    .requiredOption('--email <address>', 'the address that they sign in with')
    .requiredOption('--school <school>', 'the school’s name, its URN or its id')
    .requiredOption('--role <roles...>', 'one or more roles, such as attendance-lead')
    .option('--json', asJson)
    .example(
      "user add --name 'Ada Marsh' --email ada@northgate.example --school 'Northgate Academy' --role headteacher",
      'add somebody',
    )
    .action(async (options: NewUser & FrameOptions) =>
      inFrame(options, async (frame) => (await import('./user.js')).addUser(options, frame)),
    );

  user
    .command('link')
    .description('print a link that signs somebody in once, within a quarter of an hour')
    .argument('<email>', 'their address')
    .option('--json', asJson)
    .note('Whoever has the link comes in as them. It stands on standard output and is kept nowhere.')
    .example('user link ada@northgate.example', 'a link to hand over')
    .action(async (email: string, options: FrameOptions) =>
      inFrame(options, async (frame) => (await import('./user.js')).linkUser(email, frame)),
    );

  user
    .command('first-run')
    .description('print the link by which somebody enters the first school and themselves')
    .option('--json', asJson)
    .note(
      'For an installation that web and worker serve; start prints it by itself. It works while nobody can sign in.',
    )
    .example('user first-run', 'begin where nobody can sign in yet')
    .action(async (options: FrameOptions) =>
      inFrame(options, async (frame) => (await import('./first-run.js')).printFirstRunLink(frame)),
    );

  user
    .command('operator')
    .description('let somebody look after this installation')
    .argument('<email>', 'their address')
    .option('--remove', 'take it from them instead; never from the last one')
    .option('--json', asJson)
    .example('user operator ada@northgate.example', 'let Ada Marsh look after this installation')
    .action(async (email: string, options: { remove?: boolean } & FrameOptions) =>
      inFrame(options, async (frame) => (await import('./user.js')).operatorUser(email, options, frame)),
    );

  user
    .command('sign-out')
    .description('sign somebody out everywhere, and take back the links by which they could come in')
    .argument('<email>', 'their address')
    .option('--json', asJson)
    .example('user sign-out ada@northgate.example', 'after a telephone was lost')
    .action(async (email: string, options: FrameOptions) =>
      inFrame(options, async (frame) => (await import('./user.js')).signOutUser(email, frame)),
    );
}

const asJson = 'print the result as one JSON document, and nothing else on standard output';
