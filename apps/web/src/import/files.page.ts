import { allKinds } from '#importing';
import type { OfSchool } from '../shell/context.js';
import { Fields } from '../shell/fields.js';
import type { FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Notice } from '../shell/saved.js';
import { capital } from '../shell/words.js';
import type { Imported } from './afterwards.js';

/** What is done while a browser waits: more than this is for the command line. */
export const rowsMax = 5_000;
export const filesMax = 12;
export const megabytesMax = 5;

export const isHead = ({ roles }: OfSchool): boolean => roles.includes('headteacher');

export type FilesShown = {
  readonly body?: unknown;
  readonly errors?: FormErrors | null;
  readonly saved?: Notice | null;
  /** What came of an import that has just been carried out. */
  readonly imported?: Imported | null;
};

/** The form for files, with what Waymark knows to read. */
export function filesPage(here: OfSchool, { body, errors = null, saved = null, imported = null }: FilesShown = {}) {
  const fields = new Fields(body, errors);
  const due = {
    name: 'gapsDueOn',
    label: 'By when is everything to be there that running placements lack?',
    hint: 'Only for a file of running placements. You can set it later, too.',
  };
  return {
    title: 'Import files',
    errors,
    saved,
    imported,
    action: urlOf(paths.import.files, { schoolId: here.school.schoolId }),
    hint: `Up to ${filesMax} CSV files of ${megabytesMax} MB each, ${rowsMax.toLocaleString('en-GB')} rows in all. From Excel: save as “CSV UTF-8”.`,
    filesError: errors?.of['files']?.text ?? null,
    fields: isHead(here) ? [fields.day(due)] : [],
    kinds: allKinds.map(({ title, columns }) => ({
      title: capital(title),
      columns: Object.values(columns).map(({ heading, says, needed }) => ({
        heading,
        says: needed === 'no' ? `${says} (may be left out)` : says,
      })),
    })),
  };
}
