import { same, type Day, type Id } from '#event-sourcing';
import { placements, type PlacementRow } from '#read-models';
import { column, type ImportError, type Values } from '../columns.js';
import { kind, type Change } from '../kind.js';
import { cellError, isWanted, siteKey, type Known } from '../known.js';
import { aDay, aWeek, line, words } from '../values.js';
import { pupilWanted, whichPupil } from './contacts.js';

const placementColumns = {
  ...whichPupil,
  provider: column({
    heading: 'Provider',
    also: ['Provider name'],
    says: 'The provider by name.',
    needed: 'value',
    read: line(160),
  }),
  site: column({ heading: 'Site', also: ['Site name'], says: 'The site by name.', needed: 'value', read: line(160) }),
  purpose: column({
    heading: 'Purpose',
    also: ['Reason', 'Purpose of placement'],
    says: 'What the placement is for.',
    needed: 'value',
    read: words,
  }),
  startedOn: column({
    heading: 'Started on',
    also: ['Start date', 'Start', 'Started'],
    says: 'The first day at the provider: today or before.',
    needed: 'value',
    read: aDay,
  }),
  plannedEndOn: column({
    heading: 'Planned end',
    also: ['Planned end date', 'End date', 'Review or end date'],
    says: 'The last day that is planned, where there is one.',
    needed: 'no',
    read: aDay,
  }),
  week: column({
    heading: 'Week',
    also: ['Slots', 'Timetable', 'Sessions'],
    says: 'The slots of the school week spent there: Mon am 09:30-12:00; Tue pm 13:00-15:00.',
    needed: 'value',
    read: aWeek,
  }),
  signedBy: column({
    heading: 'Agreement signed by',
    also: ['Signed by'],
    says: 'Who signed the agreement, where there is one.',
    needed: 'no',
    read: line(160),
  }),
  signedOn: column({
    heading: 'Agreement signed on',
    also: ['Signed on'],
    says: 'The day on which it was signed.',
    needed: 'no',
    read: aDay,
  }),
};

type PlacementValues = Values<typeof placementColumns>;

/** Placements that run already: each is watched from the import on, and what it lacks is owed by the head's date. */
export const placementsKind = kind({
  name: 'placements',
  title: 'running placements',
  columns: placementColumns,
  planner: (file, known, said) => {
    const seen = new Map<string, number>();
    return {
      rows: async (batch) => {
        const changes: Change[] = [];
        const errors: ImportError[] = [];
        const asked = batch.flatMap((row) => {
          const school = known.schoolOf(row.values.school, said);
          if (!isWanted(school)) return [{ row, school }];
          errors.push(cellError(file, row.line, 'School', row.values.school ?? '', school.wanted));
          return [];
        });
        const found = await known.pupils.find(
          asked.map(({ row, school }) => ({ ...row.values, schoolId: school.schoolId })),
        );
        const there = await known.deps.rows.findAmong(
          placements,
          'subjectId',
          found.flatMap((each) => (typeof each === 'object' && !each.isNew ? [each.subjectId] : [])),
        );
        asked.forEach(({ row: { line: at, values }, school }, index) => {
          const pupil = found[index] ?? 'none';
          if (typeof pupil === 'string') {
            errors.push(cellError(file, at, 'Pupil UPN', values.upn ?? '', pupilWanted[pupil]));
            return;
          }
          const wrongs = wrongIn(file, at, values, known);
          const site = known.provider(values.provider ?? '')?.sites.get(siteKey(values.site ?? ''));
          const provider = known.provider(values.provider ?? '');
          if (!provider)
            wrongs.push(cellError(file, at, 'Provider', values.provider ?? '', 'a provider that is entered, by name'));
          else if (!site)
            wrongs.push(cellError(file, at, 'Site', values.site ?? '', 'a site of this provider, by name'));
          const head = said.gapsDueOn === undefined ? null : known.headOf(school, said);
          if (head && isWanted(head)) wrongs.push(cellError(file, at, 'School', school.name, head.wanted));
          errors.push(...wrongs);
          if (wrongs.length > 0 || !provider || !site) return;
          const key = `${pupil.subjectId} ${site.siteId} ${values.startedOn ?? ''}`;
          const before = seen.get(key);
          if (before !== undefined) {
            errors.push(
              cellError(
                file,
                at,
                'Started on',
                values.startedOn ?? '',
                `each placement once: line ${before} is the same`,
              ),
            );
            return;
          }
          seen.set(key, at);
          const current = there.find(
            (each) =>
              each.subjectId === pupil.subjectId &&
              each.siteId === site.siteId &&
              (each.startedOn ?? each.startOn) === values.startedOn,
          );
          const placementId = current?.placementId ?? known.placementIds.get(key) ?? known.newId();
          known.placementIds.set(key, placementId);
          const about = { placementId, subjectId: pupil.subjectId, schoolId: school.schoolId };
          const due =
            head && !isWanted(head) && said.gapsDueOn !== undefined
              ? { personId: head.personId, dueOn: said.gapsDueOn }
              : null;
          const where = { providerId: provider.providerId, siteId: site.siteId };
          const outcome = current
            ? planKnown(file, at, values, current, due, known)
            : planNew(file, at, values, { about, where, due }, known);
          if ('wanted' in outcome) errors.push(outcome);
          else if (outcome.commands.length > 0) changes.push({ ...outcome, key: pupil.subjectId });
        });
        return { changes, errors };
      },
    };
  },
});

function wrongIn(file: string, at: number, values: PlacementValues, known: Known): ImportError[] {
  const errors: ImportError[] = [];
  const { startedOn, plannedEndOn, signedBy, signedOn } = values;
  if (startedOn !== undefined && startedOn > known.today) {
    errors.push(
      cellError(
        file,
        at,
        'Started on',
        startedOn,
        'a day that has come: propose a placement that begins later on its page',
      ),
    );
  }
  if (startedOn !== undefined && plannedEndOn !== undefined && plannedEndOn < startedOn) {
    errors.push(cellError(file, at, 'Planned end', plannedEndOn, `a day that is not before ${startedOn}`));
  }
  if ((signedBy === undefined) !== (signedOn === undefined)) {
    errors.push(cellError(file, at, 'Agreement signed on', signedOn ?? '', 'who signed and on which day, or neither'));
  }
  return errors;
}

type New = Omit<Change, 'key'>;
/** By when what is missing is to be there, and whose date it is. */
type Due = { readonly personId: Id; readonly dueOn: Day } | null;
type About = { readonly placementId: Id; readonly subjectId: Id; readonly schoolId: Id };

function planNew(
  file: string,
  at: number,
  { provider, site, purpose, startedOn, plannedEndOn, week, signedBy, signedOn }: PlacementValues,
  {
    about,
    where,
    due,
  }: { readonly about: About; readonly where: { readonly providerId: Id; readonly siteId: Id }; readonly due: Due },
  known: Known,
): New | ImportError {
  const edition = known.deps.editions.inForceOn(startedOn ?? known.today) ?? known.deps.editions.inForceOn(known.today);
  if (!edition)
    return cellError(file, at, 'Started on', startedOn ?? '', 'an edition of the procedure that is in force');
  const procedure = { id: edition.id, edition: edition.edition };
  const proposal = { ...about, ...where, purpose, startOn: startedOn, slots: week, procedure };
  return {
    file,
    line: at,
    how: 'new',
    thing: `a placement at ${provider ?? ''}, ${site ?? ''}, since ${startedOn ?? ''}`,
    details: [due === null ? 'What it lacks is owed; no date is set yet' : `What it lacks is owed by ${due.dueOn}`],
    commands: [
      { type: 'ProposePlacement', data: plannedEndOn === undefined ? proposal : { ...proposal, plannedEndOn } },
      ...(signedBy === undefined ? [] : [{ type: 'AgreePlacement', data: { ...about, agreedOn: signedOn, signedBy } }]),
      { type: 'FindPlacementStarted', data: { ...about, startedOn, required: [] } },
      ...gapsDue(about, due, known),
    ],
    unless: 'no-gaps',
  };
}

function planKnown(
  file: string,
  at: number,
  { purpose, plannedEndOn, week, signedBy, signedOn, startedOn }: PlacementValues,
  there: PlacementRow,
  due: Due,
  known: Known,
): New | ImportError {
  const { placementId, subjectId, schoolId } = there;
  const about = { placementId, subjectId, schoolId };
  if (there.stage === 'ended')
    return cellError(file, at, 'Started on', startedOn ?? '', 'a placement that runs: this one has ended in Waymark');
  if (there.purpose !== purpose)
    return cellError(file, at, 'Purpose', purpose ?? '', 'the purpose as it was proposed, which does not change');
  if (there.plannedEndOn !== plannedEndOn) {
    return cellError(
      file,
      at,
      'Planned end',
      plannedEndOn ?? '',
      `the planned end as it was proposed (${there.plannedEndOn ?? 'none'})`,
    );
  }
  // One that was broken off between the proposal and the start goes on.
  const started =
    there.stage === 'started' ? [] : [{ type: 'FindPlacementStarted', data: { ...about, startedOn, required: [] } }];
  // A signature that was taken back does not come back with an older file.
  const isTakenBack = there.withdrawnOn !== undefined && (signedOn ?? '') <= there.withdrawnOn;
  const agreed =
    signedBy === undefined || there.agreedOn !== undefined || isTakenBack
      ? []
      : [{ type: 'AgreePlacement', data: { ...about, agreedOn: signedOn, signedBy } }];
  const lacks = started.length > 0 || there.missing.length > 0;
  const dated = lacks && there.gapsDueOn === undefined ? gapsDue(about, due, known) : [];
  const now = there.weeks.findLast(({ from }) => from <= known.today) ?? there.weeks[0];
  const isSame = now && same(inOrder(now.slots), inOrder(week ?? []));
  const planned = isSame ? [] : [{ type: 'PlanWeek', data: { ...about, from: known.today, slots: week } }];
  return {
    file,
    line: at,
    how: 'changed',
    thing: `the placement since ${startedOn ?? ''}`,
    details: [
      ...(agreed.length > 0 ? [`agreement: none → signed on ${signedOn ?? ''}`] : []),
      ...(isSame ? [] : [`another week from ${known.today}`]),
      ...(dated.length > 0 && due ? [`what it lacks is owed by ${due.dueOn}`] : []),
    ],
    commands: [...agreed, ...started, ...planned, ...dated],
    unless: 'no-gaps',
  };
}

const gapsDue = (about: About, due: Due, known: Known) =>
  due === null ? [] : [{ type: 'SetGapsDue', data: { ...about, ...due, setOn: known.today } }];

const inOrder = <T extends { readonly weekday: number; readonly session: string }>(slots: readonly T[]): T[] =>
  slots.toSorted((a, b) => a.weekday - b.weekday || (a.session < b.session ? -1 : 1));
