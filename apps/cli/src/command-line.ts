import { waymarkVersion } from '#config';
import { Line } from './line.js';
import { peopleCommands } from './people-commands.js';
import { procedureCommands } from './procedure-commands.js';
import { recordsCommands } from './records-commands.js';
import { servingCommands } from './serving-commands.js';
import { upkeepCommands } from './upkeep-commands.js';

/** Every command with its arguments and options. What a command does is loaded when it is given, so help is quick. */
export function commandLine(): Line {
  const waymark = new Line('waymark')
    .description('The system of record for pupils whom a school educates off-site.')
    .version(waymarkVersion(), '--version', 'say which version this is')
    .helpCommand('help [command]', 'say what a command does')
    .note(
      'The environment says where everything is: WAYMARK_DATA names the folder of the data, ./data unless set. waymark start --help lists the variables.',
    )
    .note(
      'A command ends with 0 when it is done, with 1 when it did not work or has found a difference, with 2 when it was used wrongly, and with 130 when Ctrl-C ended it in order: then it has completed what it had begun, and says how to go on. A second Ctrl-C ends it at once.',
    )
    .example('start', 'serve everything from ./data, and begin there if nothing is there')
    .example('help rebuild', 'say what rebuild does');
  servingCommands(waymark);
  peopleCommands(waymark);
  recordsCommands(waymark);
  procedureCommands(waymark);
  upkeepCommands(waymark);
  return waymark;
}
