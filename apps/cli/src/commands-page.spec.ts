import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { commandsPage, rewritesTheCommands } from './commands-page.js';

const page = new URL('../../../docs/commands.md', import.meta.url);

/** As it lies in the repository, where every page is formatted alike. */
const asKept = async (text: string) => format(text, { ...(await resolveConfig(page)), parser: 'markdown' });

describe('docs/commands.md', () => {
  it('says what the commands are now', async () => {
    const now = await asKept(commandsPage());
    if (process.env['UPDATE_DOCS']) await writeFile(page, now);
    const kept = await readFile(page, 'utf8').catch(() => '');
    if (kept !== now) throw new Error(`docs/commands.md is stale. This writes it anew: ${rewritesTheCommands}`);
  });
});
