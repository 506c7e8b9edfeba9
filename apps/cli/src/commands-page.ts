import type { Argument, Option } from 'commander';
import { commandLine } from './command-line.js';
import type { Line, Term } from './line.js';

/** What writes docs/commands.md anew. */
export const rewritesTheCommands =
  'UPDATE_DOCS=1 npm run jest -- --selectProjects unit --testPathPatterns commands-page';

/** The page of all commands, from their definitions. */
export function commandsPage(): string {
  const waymark = commandLine();
  const head = [
    '# Commands',
    '',
    'In a clone they are given as `npm run -s waymark -- …`; where the package is installed, or after `npm link`, as `waymark …` from any folder.',
    '',
    `This page is made from the definitions of the commands. \`${rewritesTheCommands}\` writes it anew.`,
    '',
    ...waymark.notes.flatMap((note) => [note, '']),
  ];
  return `${[...head, ...waymark.commands.flatMap((each) => section(each as Line, 2))].join('\n').trimEnd()}\n`;
}

function section(line: Line, level: number): string[] {
  const terms = [...line.registeredArguments.map(argumentTerm), ...line.options.map(optionTerm)];
  return [
    `${'#'.repeat(level)} \`${line.fullName()}\``,
    '',
    sentence(line.description()),
    '',
    ...fenced([`${line.fullName()} ${line.usage()}`]),
    ...table(['', ''], terms),
    ...line.notes.flatMap((note) => [note, '']),
    ...table(['Variable', ''], line.variables),
    ...fenced(line.examples.map(({ term, does }) => `${term}    # ${does}`)),
    ...line.commands.flatMap((each) => section(each as Line, level + 1)),
  ];
}

const argumentTerm = (argument: Argument): Term => {
  const { required, variadic, description } = argument;
  const shown = `${argument.name()}${variadic ? '...' : ''}`;
  return { term: required ? `<${shown}>` : `[${shown}]`, does: description };
};
const optionTerm = ({ flags, description }: Option): Term => ({ term: flags, does: description });

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
const fenced = (lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['```', ...lines, '```', '']);
const table = ([first, second]: readonly [string, string], terms: readonly Term[]): string[] =>
  terms.length === 0
    ? []
    : [`| ${first} | ${second} |`, '| --- | --- |', ...terms.map(({ term, does }) => `| \`${term}\` | ${does} |`), ''];
