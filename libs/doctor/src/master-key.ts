import { existsSync, statSync } from 'node:fs';
import type { Client } from 'pg';
import { loadMasterKey } from '#sealing';
import { broken, ok, type Finding } from './finding.js';

type Source = { readonly given: Buffer | undefined; readonly file: string };

/**
 * The master key: is it there, is it only ours to read, is it the one of this database? Without a connection the last
 * can't be told. @throws {MasterKeyRefused}
 */
export async function checkMasterKey({ given, file }: Source, service: Client | null): Promise<readonly Finding[]> {
  const name = 'master key';
  const known = service ? await checkValueOf(service) : undefined;
  if (given === undefined && !existsSync(file)) {
    if (known === null || !service) {
      return [
        ok(
          name,
          `There is none at ${file}. ${service ? 'Nothing is sealed yet: the first start makes it.' : 'The first start makes it.'}`,
        ),
      ];
    }
    return [
      broken(
        name,
        `${file} is missing, and what is personal in this database is sealed under it.`,
        `Put its backup back at ${file}, or set MASTER_KEY.`,
      ),
    ];
  }
  const { masterKey } = await loadMasterKey(given, file, false);
  const source = given ? 'MASTER_KEY is set' : `${file} is there, for its owner alone (${modeOf(file)})`;
  if (known === undefined) return [ok(name, `${source}. Whether it is the one of the database was not looked at.`)];
  if (known === null || known === masterKey.checkValue())
    return [ok(name, `${source}, and is the one of this database.`)];
  return [
    broken(
      name,
      `${source}, and is not the one that this database was sealed under.`,
      'Put the right one there: on another machine, copy it from the first.',
    ),
  ];
}

async function checkValueOf(service: Client): Promise<string | null> {
  const { rows } = await service.query<{ there: boolean }>(
    "SELECT to_regclass('keys.master_key') IS NOT NULL AS there",
  );
  if (!rows[0]?.there) return null;
  const found = await service.query<{ check_value: string }>('SELECT check_value FROM keys.master_key');
  return found.rows[0]?.check_value ?? null;
}

const modeOf = (file: string): string => `0${(statSync(file).mode & 0o777).toString(8)}`;
