import { readdirSync, readFileSync } from 'node:fs';
import { Refusal } from '#event-sourcing';
import { no, refusals, sentenceOf } from './refusals.js';

describe('a refusal of the domain', () => {
  it('has a reason, details, and a sentence for a person', () => {
    expect(() => no('evidence-missing', ['site-visited'])).toThrow(new Refusal('evidence-missing', ['site-visited']));
    expect(sentenceOf('evidence-missing')).toBe('The placement can’t start while evidence is missing.');
    expect(sentenceOf('toString')).toBeNull();
  });

  it('is given by some rule, or by a gate before one: none is only a sentence', () => {
    const rules = ['.', '../../commands/src/'].flatMap((folder) => {
      const here = new URL(folder, import.meta.url);
      const files = readdirSync(here, { recursive: true, encoding: 'utf8' });
      const code = files.filter((file) => file.endsWith('.ts') && !/\.spec\.ts$|refusals\.ts$/.test(file));
      return code.map((file) => readFileSync(new URL(file, here), 'utf8'));
    });
    const text = rules.join('\n');
    for (const reason of Object.keys(refusals)) expect(text).toContain(`no('${reason}'`);
  });
});
