import { z } from 'zod';
import type { MessageDefinition } from '#event-sourcing';
import { allEvents, eventsByCategory } from './events.js';

type Category = keyof typeof eventsByCategory;

/** What each kind of stream is one for, and what it tells. */
const streams: Readonly<Record<Category, { readonly oneFor: string; readonly tells: string }>> = {
  school: { oneFor: 'each school', tells: 'Its calendar and session times, and who holds which role.' },
  person: { oneFor: 'each user of Waymark', tells: 'Who they are, when they are away, when they leave.' },
  pupil: { oneFor: 'each pupil', tells: 'Identity, statuses, whom to ring, and who plays a part.' },
  provider: {
    oneFor: 'each provider',
    tells: 'Its sites, their closures, the adults who work there, and what schools found about it.',
  },
  placement: { oneFor: 'each placement', tells: 'From the proposal to the end, with its evidence and its weeks.' },
  oversight: {
    oneFor: 'each placement',
    tells:
      'What the school does to see that it is still right: liaison, welfare checks and visits, and what came of each.',
  },
  incident: {
    oneFor: 'each thing that happened to a pupil at a provider',
    tells: 'When the school was told of it and by whom, who saw it there, and what they decided.',
  },
  complaint: {
    oneFor: 'each complaint about a placement or a provider',
    tells: 'Who brought it, how and about what, each step with its day, and how it was closed.',
  },
  weekplan: {
    oneFor: 'each pupil',
    tells: 'What becomes of each session of the school week that no placement takes, and why some of it is leave.',
  },
  check: {
    oneFor: 'each site, row of the checklist and round',
    tells: 'Whether the row is met before a pupil is admitted.',
  },
  assurance: {
    oneFor: 'each school and site',
    tells: 'What a provider was asked to confirm in writing, round by round, and what it answered.',
  },
  evaluation: {
    oneFor: 'each school, site, instrument and day',
    tells: 'What a school found there row by row, and what is to be done because of it, by whom and by when.',
  },
  attendance: {
    oneFor: 'each placement, day and session',
    tells: 'What the provider said of the pupil; nobody is assumed present.',
  },
  whereabouts: {
    oneFor: 'each pupil, day and session',
    tells: 'A search for a pupil, and the school’s own word that ends it.',
  },
  duty: {
    oneFor: 'each kind of duty and the fact or matter that would meet it',
    tells: 'What is owed by when, whom it was told, and how it ended.',
  },
  letter: { oneFor: 'each recipient and occasion', tells: 'How a letter was composed and handed over.' },
  trust: { oneFor: 'the installation', tells: 'What the trust is called, and who owns its procedure.' },
  operations: { oneFor: 'the installation', tells: 'What operators and the system did to it.' },
};

/** The command that writes the page anew; the page names it, and so does the test that finds it stale. */
export const rewritesThePage = 'UPDATE_DOCS=1 npm run jest -- --selectProjects unit libs/domain/src/catalogue-page';

/** The text of docs/events.md: every event that this version knows, with its fields and what it means. */
export function cataloguePage(): string {
  const sections = Object.entries(eventsByCategory).map(([category, { shapes }]) =>
    section(category as Category, Object.keys(shapes)),
  );
  return [
    '# Events',
    '',
    'Every fact in Waymark is one of these events, for good. The page is generated from their schemas; a test fails when it is',
    `stale, and this writes it anew: \`${rewritesThePage}\``,
    '',
    'A field that is **sealed** is about a person. It is stored under the key of the subject that the column names, for one',
    'retention class, and reads as erased once that key is destroyed. Every other field is stored in the open. A day is civil and',
    'has no time zone; an instant is UTC with milliseconds. Besides its fields each event has a meta: when it was recorded, who',
    'acted, what caused it, and by which way it came.',
    '',
    ...sections,
  ].join('\n');
}

function section(category: Category, types: readonly string[]): string {
  const { oneFor, tells } = streams[category];
  return [`## \`${category}\`: one for ${oneFor}`, '', tells, '', ...types.map(chapter)].join('\n');
}

function chapter(type: string): string {
  const definition = allEvents.get(type);
  const meaning = definition?.schema.description;
  if (!definition || !meaning) throw new Error(`${type} does not say what it means: describe its schema.`);
  return [`### \`${type}\``, '', meaning, '', fieldTable(definition)].join('\n');
}

function fieldTable({ schema, personal, sealed }: MessageDefinition): string {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, {
    unrepresentable: 'any',
    // A time without seconds has no format in JSON Schema, and here it has a word.
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema instanceof z.ZodISOTime) jsonSchema.format = 'time';
    },
  });
  const rows = Object.entries(properties).map(([name, field]) => {
    const kind = `${kindOf(field)}${required.includes(name) ? '' : ', if any'}`;
    const key = personal.includes(name) && sealed ? `key of \`${sealed.subject}\`, ${sealed.kept}` : '';
    return `| \`${name}\` | ${kind} | ${key} |`;
  });
  return ['| field | is | sealed |', '| --- | --- | --- |', ...rows, ''].join('\n');
}

type JsonSchema = z.core.JSONSchema._JSONSchema;

const formats: Readonly<Record<string, string>> = {
  uuid: 'id',
  date: 'day',
  'date-time': 'instant',
  time: 'time of day',
  email: 'email address',
};

/** What a field holds, in a word or two. */
function kindOf(schema: JsonSchema): string {
  if (typeof schema === 'boolean') return 'anything';
  // A personal field is a value or what is read once it has been erased: the value is what it holds.
  const value = schema.anyOf?.[0];
  if (value !== undefined) return kindOf(value);
  if (schema.enum) return listed(schema.enum.map((each) => `\`${String(each)}\``));
  if (schema.format !== undefined) return formats[schema.format] ?? 'text';
  if (schema.type === 'array') {
    const items = schema.items;
    return items === undefined || Array.isArray(items) ? 'list' : `list: ${kindOf(items)}`;
  }
  if (schema.type === 'object') {
    const parts = Object.entries(schema.properties ?? {});
    return parts.map(([name, part]) => `\`${name}\` ${kindOf(part)}`).join('; ');
  }
  if (schema.type === 'integer') return 'number';
  return schema.type === 'boolean' ? 'yes or no' : 'text';
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
