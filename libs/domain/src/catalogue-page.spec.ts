import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { cataloguePage, rewritesThePage } from './catalogue-page.js';
import { allEvents } from './events.js';

const page = new URL('../../../docs/events.md', import.meta.url);

/** As it lies in the repository, where every page is formatted alike. */
const asKept = async (text: string) => format(text, { ...(await resolveConfig(page)), parser: 'markdown' });

describe('docs/events.md', () => {
  it('says what the events are now', async () => {
    const now = await asKept(cataloguePage());
    if (process.env['UPDATE_DOCS']) await writeFile(page, now);
    const kept = await readFile(page, 'utf8').catch(() => '');
    if (kept !== now) throw new Error(`docs/events.md is stale. This writes it anew: ${rewritesThePage}`);
  });

  it('says of each event what it means', () => {
    const text = cataloguePage();
    for (const { type, schema } of allEvents.values()) {
      expect(text).toContain(`### \`${type}\`\n\n${schema.description ?? 'nothing'}`);
      expect(schema.description).toMatch(/^[A-Z].*\.$/);
    }
  });
});

describe('a described event', () => {
  const of = (type: string) => {
    const definition = allEvents.get(type);
    if (!definition) throw new Error(`${type} is in no catalogue.`);
    return definition;
  };

  it('keeps the marks of what is personal', () => {
    expect(of('ProviderAnswered').personal).toEqual(['answer', 'words']);
    expect(of('AnswerChanged').personal).toEqual(['answer', 'words', 'before']);
    expect(of('LetterRefused').personal).toEqual(['reply']);
  });

  it('keeps the subject whose key seals it, also where that is not the stream’s', () => {
    expect(of('StatusNoted').sealed).toEqual({ subject: 'subjectId', kept: 'pupil-file' });
    expect(of('ContactNamed').sealed).toEqual({ subject: 'contactId', kept: 'pupil-file' });
    expect(of('AdultNamed').sealed).toEqual({ subject: 'adultId', kept: 'provider-file' });
  });

  it('shows both on its page', () => {
    expect(cataloguePage()).toContain('| `name` | text | key of `contactId`, pupil-file |');
    expect(cataloguePage()).toContain('| `answer` | `present`, `late` or `absent` | key of `subjectId`, pupil-file |');
    expect(cataloguePage()).toContain('| `words` | text, if any | key of `subjectId`, pupil-file |');
    expect(cataloguePage()).toContain('| `answeredAt` | instant |  |');
  });
});
