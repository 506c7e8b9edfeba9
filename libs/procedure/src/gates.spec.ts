import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readEdition } from './editions.js';
import { missingFor, requiredFor } from './gates.js';
import type { Edition } from './running.js';
import { shippedProcedures } from './shipped.js';

const startOn = '2026-11-23';
const evidence = (pairs: Record<string, string>) => new Map(Object.entries(pairs));

describe('the gate of the start', () => {
  let edition: Edition;
  beforeAll(async () => {
    edition = readEdition(await readFile(join(shippedProcedures(), 'off-site-education.2025-01.yaml'), 'utf8'));
  });

  it('opens when everything is there', () => {
    const gathered = evidence({ 'pre-admission-checks': '2026-11-12', 'agreement-signed': '2026-11-20' });
    expect(missingFor(edition, 'start', { evidence: gathered, startOn })).toEqual([]);
  });

  it('names all that is missing at once, in words', () => {
    expect(missingFor(edition, 'start', { evidence: evidence({}), startOn })).toEqual([
      {
        evidence: 'pre-admission-checks',
        words: 'every check before admission met, or not applicable with a reason',
      },
      { evidence: 'agreement-signed', words: 'the signed agreement' },
    ]);
  });

  it('takes what is signed on the morning itself for too late', () => {
    const gathered = evidence({ 'pre-admission-checks': '2026-11-12', 'agreement-signed': startOn });
    expect(missingFor(edition, 'start', { evidence: gathered, startOn })).toEqual([
      { evidence: 'agreement-signed', words: 'the signed agreement, before 2026-11-23: it is of 2026-11-23' },
    ]);
  });

  it('asks on what is known of the pupil, and on what is not known as well', () => {
    const careful: Edition = {
      ...edition,
      gates: new Map([
        [
          'start',
          [
            {
              when: 'looked-after' as const,
              require: [{ evidence: 'virtual-school-consulted' as const }],
              otherwise: [{ evidence: 'site-visited' as const }],
            },
          ],
        ],
      ]),
    };
    const asked = (value?: 'yes' | 'no' | 'unknown') =>
      requiredFor(careful, 'start', value && new Map([['looked-after' as const, value]])).map(
        ({ evidence }) => evidence,
      );
    expect(asked('yes')).toEqual(['virtual-school-consulted']);
    expect(asked('unknown')).toEqual(['virtual-school-consulted']);
    expect(asked()).toEqual(['virtual-school-consulted']);
    expect(asked('no')).toEqual(['site-visited']);
  });

  it('is open where an edition has none', () => {
    expect(missingFor(edition, 'agreement', { evidence: evidence({}), startOn })).toEqual([]);
  });
});
