import { accountsMigrations } from '#accounts';
import type { Migrations } from '#database';
import { documentsMigrations } from '#documents';
import { dutiesMigrations } from '#duties';
import { eventsMigrations } from '#event-stores';
import { followersMigrations } from '#followers';
import { importingMigrations } from '#importing';
import { jobsMigrations } from '#jobs';
import { lettersMigrations } from '#letters';
import { sealingMigrations } from '#sealing';

/** What all libraries need in the database: the one list of it. */
export const allMigrations: readonly Migrations[] = [
  eventsMigrations,
  sealingMigrations,
  followersMigrations,
  jobsMigrations,
  dutiesMigrations,
  accountsMigrations,
  lettersMigrations,
  importingMigrations,
  documentsMigrations,
];
