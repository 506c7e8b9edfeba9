import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '#config';
import { checkDataDirectory } from './data-directory.js';
import { guarded } from './finding.js';
import { checkOperationsPort } from './neighbours.js';
import { checkEnvironment, checkNode } from './surroundings.js';
import { checkClocks } from './work.js';

const states = (findings: readonly { state: string }[]) => findings.map(({ state }) => state);

describe('a check', () => {
  it('finds what it throws, in a line, and keeps no other from being done', async () => {
    const inWords = (error: unknown) => (error instanceof Error ? (error.stack ?? '') : '');
    const [found] = await guarded('disk', inWords, () => Promise.reject(new Error('Gone')));
    expect(found).toMatchObject({ name: 'disk', state: 'broken', sentence: 'Error: Gone' });
  });

  it.each([
    ['18.20.4', 'broken'],
    ['20.18.0', 'broken'],
    ['20.19.0', 'ok'],
    ['24.1.0', 'ok'],
  ])('knows whether Node %s will do', (version, state) => {
    expect(checkNode(version).state).toBe(state);
  });

  it('names the variables that are wrong, without their values', () => {
    const { findings, config } = checkEnvironment({ MASTER_KEY: 'hush', PORT: '70000' });
    expect(config).toBeNull();
    expect(states(findings)).toEqual(['broken', 'broken']);
    expect(JSON.stringify(findings)).not.toMatch(/hush|70000/);
  });

  it.each([
    ['private', 'proxies are believed at this machine and private networks,'],
    ['none', 'no proxy is believed,'],
    ['private,203.0.113.7', 'proxies are believed at this machine and private networks, 203.0.113.7,'],
  ])('says which proxies are believed: %s', (given, words) => {
    const { findings } = checkEnvironment({ TRUSTED_PROXIES: given });
    expect(findings[0]?.sentence).toContain(words);
  });

  it('says that time is held, where it is', () => {
    const { findings } = checkEnvironment({ WAYMARK_CLOCK_FILE: '/clock.json' });
    expect(states(findings)).toEqual(['ok', 'warning']);
  });

  it.each([
    [10 * 1024 ** 3, 'ok', '10.0 GB'],
    [500 * 1024 ** 2, 'warning', '500 MB'],
    [10 * 1024 ** 2, 'broken', '10 MB'],
  ])('says how much room there is: %d bytes are %s', (free, state, words) => {
    const folder = mkdtempSync(join(tmpdir(), 'waymark-doctor-'));
    const [found] = checkDataDirectory(folder, () => free);
    rmSync(folder, { recursive: true });
    expect(found).toMatchObject({ state, sentence: expect.stringContaining(words) });
  });

  it.each([
    [{}, []],
    [{ OPERATIONS_PORT: '0' }, ['ok']],
    [{ OPERATIONS_PORT: '0', OPERATIONS_HOST: '::1' }, ['ok']],
    [{ OPERATIONS_PORT: '0', OPERATIONS_HOST: '0.0.0.0' }, ['ok', 'warning']],
  ])('warns where others than this machine may read the metrics: %j', async (env, expected) => {
    expect(states(await checkOperationsPort(readConfig(env)))).toEqual(expected);
  });

  it('tells clocks apart that are more than five seconds apart', async () => {
    const at = Date.parse('2026-11-23T09:00:00Z');
    const service = { query: () => Promise.resolve({ rows: [{ ms: at }] }) };
    expect(states(await checkClocks(service, () => at + 5_000))).toEqual(['ok']);
    expect(await checkClocks(service, () => at + 3_600_000)).toEqual([
      expect.objectContaining({ state: 'broken', sentence: expect.stringContaining('3600 s apart') }),
    ]);
  });
});
