import { existsSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { completed, copied, program, type Binaries } from './binaries.js';

describe("PostgreSQL's programs, as npm brings them", () => {
  let folder: string;
  let source: Binaries;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'waymark-binaries-'));
    const native = join(folder, 'package', 'native');
    for (const part of ['bin', 'lib']) mkdirSync(join(native, part), { recursive: true });
    source = { folder: join(folder, 'package'), version: '18.4.0', major: '18' };
    for (const name of ['initdb', 'pg_ctl', 'postgres'] as const)
      writeFileSync(program(source, name), '', { mode: 0o644 });
    writeFileSync(join(native, 'lib', 'libpq.so.5.18'), 'the library');
    const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }];
    writeFileSync(join(native, 'pg-symlinks.json'), JSON.stringify(links));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const link = (of: Binaries): string => readlinkSync(join(of.folder, 'native', 'lib', 'libpq.so.5'));

  it('get the links that an install script would have made, and may be run', () => {
    completed(source);
    expect(link(source)).toBe('libpq.so.5.18');
    expect(statSync(program(source, 'postgres')).mode & 0o111).toBe(0o111);
    expect(completed(source)).toBe(source);
  });

  it('are copied once for each version, complete', () => {
    const copy = copied(source, join(folder, 'copies'));
    expect(link(copy)).toBe('libpq.so.5.18');
    rmSync(source.folder, { recursive: true });
    expect(copied(source, join(folder, 'copies'))).toEqual(copy);
  });

  it('leave no half of a copy behind when copying fails', () => {
    rmSync(join(source.folder, 'native', 'bin', 'initdb'));
    expect(() => copied(source, join(folder, 'copies'))).toThrow('ENOENT');
    expect(existsSync(join(folder, 'copies', 'postgresql-18.4.0'))).toBe(false);
  });
});
