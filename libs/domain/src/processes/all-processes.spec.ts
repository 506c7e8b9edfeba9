import { readdirSync } from 'node:fs';
import { allEvents } from '../events.js';
import { allProcesses } from './all-processes.js';

const files = readdirSync(new URL('.', import.meta.url));

describe('the processes', () => {
  it('are all there, each named as its file', () => {
    const names = files.filter((file) => file.endsWith('.ts') && !/all-processes|\.spec\.ts$/.test(file));
    expect(allProcesses.map(({ name }) => `${name}.ts`).sort()).toEqual(names.sort());
  });

  it('hear events that are in the catalogue', () => {
    for (const { hears } of allProcesses) {
      for (const { shapes } of hears) for (const type of Object.keys(shapes)) expect(allEvents.has(type)).toBe(true);
    }
  });

  it('remember what JSON can hold, because it lies beside their checkpoint', () => {
    for (const { initial } of allProcesses) expect(JSON.parse(JSON.stringify(initial))).toEqual(initial);
  });
});
