import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileClock, setFileClock } from './file-clock.js';

describe('a clock in a file', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'clock-'));
    file = join(folder, 'clock.json');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('stands still until the file says otherwise', () => {
    setFileClock(file, { held: '2026-11-23T08:50:00.000Z' });
    const clock = new FileClock(file);
    expect(clock.now()).toBe('2026-11-23T08:50:00.000Z');
    setFileClock(file, { held: '2026-11-23T09:20:00.000Z' });
    expect(clock.now()).toBe('2026-11-23T09:20:00.000Z');
  });

  it('runs from an instant', () => {
    setFileClock(file, { runningFrom: '2026-11-23T08:50:00.000Z', since: Date.now() - 90_000 });
    expect(new FileClock(file).now()).toMatch(/^2026-11-23T08:51:3/);
  });

  it('keeps the time while somebody writes half a file', () => {
    setFileClock(file, { held: '2026-11-23T08:50:00.000Z' });
    const clock = new FileClock(file);
    writeFileSync(file, '{"held":"20');
    expect(clock.now()).toBe('2026-11-23T08:50:00.000Z');
  });

  it('is refused when the file is missing, or says what is no time', () => {
    expect(() => new FileClock(file)).toThrow('ENOENT');
    writeFileSync(file, '{"held":"nine o’clock"}');
    expect(() => new FileClock(file)).toThrow(/invalid/i);
  });
});
