import type { Id } from '#event-sourcing';
import { allKinds, type Change, type ChangeCounts, type ImportError, type Keep, type Preview } from '#importing';
import type { OfSchool } from '../shell/context.js';
import { errorsOf, type FormErrors } from '../shell/forms.js';
import { paths, urlOf } from '../shell/paths.js';
import { capital, count, listInWords } from '../shell/words.js';
import { followsFrom } from './afterwards.js';
import { rowsMax } from './files.page.js';

/** What of the checked files is looked at: the beginning of each, or one from page to page. */
export type Looked = {
  /** The place of the file among those that were sent. */
  readonly file: number | null;
  /** From 1. */
  readonly page: number;
  readonly calendar: string | undefined;
  /** Whether a calendar was asked for, be one chosen or not. */
  readonly asked: boolean;
};

const beginning = 20;
const ofPage = 100;

const small = (value: unknown): number | null =>
  typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : null;

/** What an address asks to see; what makes no sense is passed over. */
export function lookedAt(query: Readonly<Record<string, unknown>>): Looked {
  const { file, page, calendar, asked } = query;
  return {
    file: small(file),
    page: Math.max(1, small(page) ?? 1),
    calendar: calendarNamed(calendar),
    asked: asked !== undefined,
  };
}

/** A calendar that was chosen; an empty choice is none. */
export const calendarNamed = (sent: unknown): string | undefined =>
  typeof sent === 'string' && sent !== '' && sent.length <= 200 ? sent : undefined;

/** Which changes and errors the page shows. */
export const shownOf = ({ file, page }: Looked, names: readonly string[]): Keep =>
  file === null
    ? (_, nth) => nth < beginning
    : (name, nth) => name === names[file] && nth >= (page - 1) * ofPage && nth < page * ofPage;

export type Checked = {
  readonly here: OfSchool;
  readonly stagedId: Id;
  readonly preview: Preview;
  /** The files that were sent, in their order. */
  readonly names: readonly string[];
  readonly looked: Looked;
};

/** What files would change, or all that is wrong with them: folded by file, and page by page where there is much. */
export function checkedPage(checked: Checked) {
  const { preview, stagedId, looked, names } = checked;
  const { schoolId } = checked.here.school;
  const { errorCount, counts, files, rows } = preview;
  const hasErrors = errorCount > 0;
  const toChoose = hasErrors && errorCount === preview.errors.filter(({ choices }) => choices !== undefined).length;
  const tooMany = !hasErrors && rows > rowsMax;
  const nothing = all(counts) === 0;
  const state = { toChoose, hasErrors, tooMany, nothing };
  const one = looked.file === null ? null : (names[looked.file] ?? null);
  const sections = tooMany || toChoose ? [] : sectionsOf(checked).filter(({ name }) => one === null || name === one);
  const kinds = allKinds.filter(({ title }) => files.some(({ kind }) => kind === title)).map(({ name }) => name);
  const address = { schoolId, stagedId };
  return {
    title: titleOf(state),
    back:
      one === null
        ? { href: urlOf(paths.import.files, { schoolId }), text: 'Choose other files' }
        : { href: urlOf(paths.import.checked, address, { calendar: looked.calendar }), text: 'All files' },
    errors: toChoose ? (looked.asked ? noneChosen : null) : hasErrors ? summaryOf(sections) : null,
    lead: leadOf(preview, state),
    files: [
      ...files.map((each) => ({
        name: each.name,
        rows: `${count(each.rows, 'row')} of ${each.kind}`,
        says: hasErrors ? wrongWords(each.errorCount, toChoose) : capital(changeWords(each.counts)),
      })),
      ...names
        .filter((name) => !files.some((each) => each.name === name))
        .map((name) => ({ name, rows: 'Not recognised', says: '' })),
    ],
    calendar: calendarQuestion(checked),
    sections,
    // What is not much is seen at once.
    open: one !== null || sections.reduce((sum, { shown }) => sum + shown, 0) <= beginning,
    follows: hasErrors || tooMany || nothing ? [] : followsFrom(kinds),
    action: hasErrors || tooMany || nothing || one !== null ? null : urlOf(paths.import.checked, address),
    chosen: looked.calendar ?? '',
  };
}

const noneChosen = errorsOf({ calendar: { text: 'Choose which calendar the school keeps' } });

const summaryOf = (sections: ReturnType<typeof sectionsOf>): FormErrors => ({
  summary: sections.map(({ id, name, says }) => ({ text: `${name}: ${says}`, href: `#${id}` })),
  of: {},
});

type State = Readonly<Record<'toChoose' | 'hasErrors' | 'tooMany' | 'nothing', boolean>>;

function titleOf({ toChoose, hasErrors, tooMany, nothing }: State): string {
  if (toChoose) return 'Choose a calendar';
  if (hasErrors) return 'Nothing can be imported yet';
  if (tooMany) return 'These files are too long for a page';
  return nothing ? 'There is nothing to import' : 'Check what will change';
}

function leadOf({ errorCount, counts, rows }: Preview, { toChoose, tooMany, nothing }: State): string {
  if (toChoose) return 'A file of term dates holds several calendars. Nothing was written.';
  if (errorCount > 0) {
    return `${count(errorCount, 'thing is', 'things are')} wrong. Mend ${errorCount === 1 ? 'it' : 'them'} in the file, save it, and send it again. Nothing was written.`;
  }
  if (tooMany) {
    return `They have ${inDigits(rows)} rows, and a page imports up to ${inDigits(rowsMax)}. Whoever runs Waymark can import them with: waymark import`;
  }
  if (nothing) return 'Everything in these files is in Waymark already.';
  return `${capital(changeWords(counts))}. Nothing is written until you say so.`;
}

function sectionsOf(checked: Checked) {
  const { preview, names } = checked;
  const hasErrors = preview.errorCount > 0;
  // In the order in which they are imported, those that are not recognised last.
  const order = [...new Set([...preview.files.map(({ name }) => name), ...names])];
  return order.flatMap((name) => {
    const index = names.indexOf(name);
    const file = preview.files.find((each) => each.name === name);
    const wrong = preview.errors.filter((each) => each.file === name);
    const changes = hasErrors ? [] : preview.changes.filter((each) => each.file === name);
    // A file that is of no known kind has its errors alone.
    const total = hasErrors ? (file?.errorCount ?? wrong.length) : all(file?.counts);
    if (total === 0) return [];
    const says = hasErrors ? wrongWords(total) : changeWords(file?.counts ?? none);
    return [
      {
        id: `file-${index}`,
        name,
        says,
        shown: wrong.length + changes.length,
        about: wrong.filter(isOfFile).map(({ wanted }) => `${name} ${wanted}`),
        wrong: wrong.filter((each) => !isOfFile(each)).map(wrongRow),
        changes: changes.map(changeRow),
        pages: pagesOf(checked, index, total),
      },
    ];
  });
}

/** The way to the rest of a file, and from page to page of it. */
function pagesOf({ here, stagedId, looked }: Checked, file: number, total: number) {
  const to = (page: number) => {
    const asked = { file: String(file), page: String(page), calendar: looked.calendar };
    return urlOf(paths.import.checked, { schoolId: here.school.schoolId, stagedId }, asked);
  };
  const last = Math.ceil(total / ofPage);
  if (looked.file === null)
    return { seeAll: total > beginning ? { href: to(1), text: `See all ${inDigits(total)}` } : null };
  const { page } = looked;
  return {
    seeAll: null,
    says: last > 1 ? `Page ${page} of ${last}` : '',
    previous: page > 1 ? { href: to(page - 1), text: 'Previous' } : null,
    next: page < last ? { href: to(page + 1), text: 'Next' } : null,
  };
}

/** Where a file holds several calendars, which is the school’s has to be chosen. */
function calendarQuestion({ here, stagedId, preview, looked }: Checked) {
  const names = preview.errors.flatMap(({ choices = [] }) => choices);
  if (names.length === 0 && looked.calendar === undefined) return null;
  return {
    action: urlOf(paths.import.checked, { schoolId: here.school.schoolId, stagedId }),
    chosen: looked.calendar ?? '',
    school: here.school.name,
    options: names.map((name, index) => ({ id: index === 0 ? 'calendar' : `calendar-${index}`, name })),
  };
}

const none: ChangeCounts = { new: 0, changed: 0, removed: 0 };
const all = ({ new: added, changed, removed }: ChangeCounts = none): number => added + changed + removed;

const changeWords = (counts: ChangeCounts): string =>
  all(counts) === 0
    ? 'nothing new'
    : listInWords(
        (['new', 'changed', 'removed'] as const)
          .filter((how) => counts[how] > 0)
          .map((how) => `${inDigits(counts[how])} ${how}`),
      );
const wrongWords = (n: number, toChoose = false): string =>
  n === 0 ? 'Nothing wrong' : toChoose ? 'Choose a calendar first' : count(n, 'thing wrong', 'things wrong');
const inDigits = (n: number): string => n.toLocaleString('en-GB');

/** What is wrong with a file as a whole is a sentence that begins with its name. */
const isOfFile = ({ line, column }: ImportError): boolean => line === undefined && column === undefined;

const wrongRow = ({ line, column, value, wanted }: ImportError) => ({
  where: [line === undefined ? [] : `Line ${line}`, column ?? []].flat().join(', '),
  value: value ?? '',
  wanted,
});
const colours = { new: 'green', changed: 'blue', removed: 'red' } as const;
const changeRow = ({ how, thing, details, line }: Change) => ({
  how: capital(how),
  colour: colours[how],
  thing,
  details,
  where: `Line ${line}`,
});
