import type { DutyKind } from '#domain';
import { canonical } from '#event-sourcing';
import type { DutyRules, Rung } from './duty-rules.js';
import {
  days,
  dutyWords,
  gateWords,
  minutes,
  wordsOfCitation,
  wordsOfReviewRules,
  wordsOfCondition,
  wordsOfDay,
  wordsOfItem,
  wordsOfRequirement,
  wordsOfRung,
  wordsOfWeeks,
} from './edition-words.js';
import type { Edition, GateRule } from './running.js';
import { gateName, type GateName } from './vocabulary.js';
import type {
  AgreementForm,
  AssuranceItem,
  Citation,
  Instrument,
  InstrumentRow,
  PreAdmissionCheck,
  Requirement,
} from './written.js';

/** One thing that is otherwise in another edition, in a sentence. */
export type Change = {
  readonly about:
    'edition' | 'citation' | 'check' | 'assurance' | 'agreement' | 'direction-review' | 'instrument' | 'gate' | 'duty';
  readonly kind: 'new' | 'gone' | 'changed';
  /** The id of the citation, check, item of the assurance, instrument, gate or duty; of the edition itself, the word that changes. */
  readonly id: string;
  readonly sentence: string;
};

/** What changes from one edition to another. Whatever is not the same is named, and between the same nothing is. */
export function changes(from: Edition, to: Edition): readonly Change[] {
  return [
    ...ofEdition(from, to),
    ...ofCitations(from.citations, to.citations),
    ...ofChecks(from, to),
    ...ofAssurance(from, to),
    ...ofAgreement(from.agreement, to.agreement),
    ...ofDirectionReview(from, to),
    ...ofInstruments(from, to),
    ...gateName.options.flatMap((gate) => ofGate(gate, from.gates.get(gate) ?? [], to.gates.get(gate) ?? [])),
    ...(Object.keys(dutyWords) as DutyKind[]).flatMap((kind) => ofDuty(kind, from.duties[kind], to.duties[kind])),
  ];
}

const isSame = (a: unknown, b: unknown): boolean => canonical({ it: a }) === canonical({ it: b });

function ofEdition(from: Edition, to: Edition): Change[] {
  const changed = (id: string, sentence: string): Change => ({ about: 'edition', kind: 'changed', id, sentence });
  const reviews = ({ review }: Edition) => review.reviewedOn.map(wordsOfDay).join(', ') || 'nobody yet';
  return [
    ...(from.id === to.id ? [] : [changed('id', `It is another procedure: ${to.id} instead of ${from.id}.`)]),
    ...(from.edition === to.edition ? [] : [changed('edition', `Edition ${from.edition} becomes ${to.edition}.`)]),
    ...(from.title === to.title ? [] : [changed('title', `It is called “${to.title}” instead of “${from.title}”.`)]),
    ...(from.inForceFrom === to.inForceFrom
      ? []
      : [
          changed(
            'inForceFrom',
            `It is in force from ${wordsOfDay(to.inForceFrom)} instead of ${wordsOfDay(from.inForceFrom)}.`,
          ),
        ]),
    ...(isSame(from.review.reviewedOn, to.review.reviewedOn)
      ? []
      : [changed('reviewedOn', `It was reviewed on: ${reviews(to)}; until now: ${reviews(from)}.`)]),
    ...(from.review.nextReviewOn === to.review.nextReviewOn
      ? []
      : [
          changed(
            'nextReviewOn',
            `It is to be reviewed by ${wordsOfDay(to.review.nextReviewOn)} instead of ${wordsOfDay(from.review.nextReviewOn)}.`,
          ),
        ]),
  ];
}

/** What is new, gone or otherwise in a list of things with ids, and whether what stayed stands in another order. */
function ofList<T>(
  about: Change['about'],
  idOf: (entry: T) => string,
  from: readonly T[],
  to: readonly T[],
  words: { added: (entry: T) => string; gone: (entry: T) => string; changed: (was: T, is: T) => string; moved: string },
): Change[] {
  const was = new Map(from.map((each) => [idOf(each), each]));
  const is = new Map(to.map((each) => [idOf(each), each]));
  const stayed = (list: readonly T[], other: ReadonlyMap<string, T>) => list.map(idOf).filter((id) => other.has(id));
  return [
    ...to.flatMap((each): Change[] => {
      const id = idOf(each);
      const before = was.get(id);
      if (before === undefined) return [{ about, kind: 'new', id, sentence: words.added(each) }];
      return isSame(before, each) ? [] : [{ about, kind: 'changed', id, sentence: words.changed(before, each) }];
    }),
    ...from
      .filter((each) => !is.has(idOf(each)))
      .map((each): Change => ({ about, kind: 'gone', id: idOf(each), sentence: words.gone(each) })),
    ...(isSame(stayed(from, is), stayed(to, was))
      ? []
      : [{ about, kind: 'changed', id: 'order', sentence: words.moved } as const]),
  ];
}

const ofCitations = (from: readonly Citation[], to: readonly Citation[]): Change[] =>
  ofList('citation', ({ id }) => id, from, to, {
    added: (each) => `It now also rests on ${wordsOfCitation(each)}.${noteOf(each)}`,
    gone: (each) => `It no longer rests on ${wordsOfCitation(each)}.`,
    changed: (was, is) =>
      wordsOfCitation(was) === wordsOfCitation(is)
        ? `What is said of ${wordsOfCitation(is)} changes.${noteOf(is) || ' It has no note any more.'}`
        : `It rests on ${wordsOfCitation(is)} instead of ${wordsOfCitation(was)}.${noteOf(is)}`,
    moved: 'The sources stand in another order.',
  });

const noteOf = ({ note }: Citation): string => (note === undefined ? '' : ` ${note}`);

type AskedFor = { readonly citation?: string | undefined };
const asks = ({ citation }: AskedFor, { citations }: Pick<Edition, 'citations'>) =>
  citations.find(({ id }) => id === citation)?.title;
const sources = (was?: string, is?: string) =>
  is === undefined
    ? `is no longer asked for by ${was ?? 'a source'}`
    : `is now asked for by ${is}${was === undefined ? '' : ` instead of ${was}`}`;

function ofChecks(from: Edition, to: Edition): Change[] {
  const checked = ({ label, area }: PreAdmissionCheck) => `“${label}” (${area})`;
  return ofList('check', ({ id }) => id, from.checks, to.checks, {
    added: (each) => `Before a pupil is admitted, there is another check: ${checked(each)}.`,
    gone: (each) => `Before a pupil is admitted, there is no longer this check: ${checked(each)}.`,
    changed: (was, is) =>
      [
        ...(checked(was) === checked(is) ? [] : [`The check ${checked(was)} now reads ${checked(is)}.`]),
        ...(was.scope === is.scope
          ? []
          : [`The check ${checked(is)} is of each ${is.scope}, and not of each ${was.scope}.`]),
        ...(was.citation === is.citation
          ? []
          : [`The check ${checked(is)} ${sources(asks(was, from), asks(is, to))}.`]),
        ...(was.validForMonths === is.validForMonths ? [] : [`The check ${checked(is)} ${counts(is)}.`]),
      ].join(' '),
    moved: 'The checks stand in another order.',
  });
}

const counts = ({ validForMonths }: PreAdmissionCheck) =>
  validForMonths === undefined
    ? 'now counts for good, once it is met'
    : `is now looked at again after ${months(validForMonths)}`;

function ofAssurance(from: Edition, to: Edition): Change[] {
  const [was, is] = [from.assurance, to.assurance];
  const change = (kind: Change['kind'], id: string, sentence: string): Change => ({
    about: 'assurance',
    kind,
    id,
    sentence,
  });
  if (!was && !is) return [];
  if (!was) return [change('new', 'assurance', 'Providers are now asked for written assurance.')];
  if (!is) return [change('gone', 'assurance', 'Providers are no longer asked for written assurance.')];
  return [
    ...(was.citation === is.citation
      ? []
      : [change('changed', 'citation', `Written assurance ${sources(asks(was, from), asks(is, to))}.`)]),
    ...(was.replyWithinSchoolDays === is.replyWithinSchoolDays
      ? []
      : [
          change(
            'changed',
            'replyWithinSchoolDays',
            `A provider has ${days(is.replyWithinSchoolDays)} to give written assurance instead of ${days(was.replyWithinSchoolDays)}.`,
          ),
        ]),
    ...(was.validForMonths === is.validForMonths
      ? []
      : [
          change(
            'changed',
            'validForMonths',
            `Written assurance is asked for again after ${months(is.validForMonths)} instead of ${months(was.validForMonths)}.`,
          ),
        ]),
    ...(was.neededToStart === is.neededToStart
      ? []
      : [
          change(
            'changed',
            'neededToStart',
            is.neededToStart
              ? 'No placement starts any more at a site of which written assurance is not accepted and up to date.'
              : 'A placement may start before written assurance of its site is accepted and up to date.',
          ),
        ]),
    ...ofItems('of each adult', was.eachAdult, is.eachAdult),
    ...ofItems('of itself', was.provider, is.provider),
  ];
}

const ofItems = (whom: string, from: readonly AssuranceItem[], to: readonly AssuranceItem[]): Change[] =>
  ofList('assurance', ({ id }) => id, from, to, {
    added: (each) => `A provider is now also asked to confirm ${whom}: ${wordsOfItem(each)}.`,
    gone: (each) => `A provider is no longer asked to confirm ${whom}: ${wordsOfItem(each)}.`,
    changed: (was, is) => `A provider confirms ${whom}: ${wordsOfItem(is)}. Until now: ${wordsOfItem(was)}.`,
    moved: `What a provider is asked to confirm ${whom} stands in another order.`,
  });

const months = (count: number): string => `${count} ${count === 1 ? 'month' : 'months'}`;
/** What a parent signs. */
function ofAgreement(was: AgreementForm | null, is: AgreementForm | null): Change[] {
  if (isSame(was, is)) return [];
  const words = (form: AgreementForm | null) =>
    form === null
      ? 'whatever the school’s form says'
      : `version ${form.version}: ${form.statements.map((each) => `“${each}”`).join(', ')}`;
  const sentence = `A parent now signs ${words(is)}. Until now: ${words(was)}.`;
  return [{ about: 'agreement', kind: 'changed', id: 'agreement', sentence }];
}

function ofDirectionReview(from: Edition, to: Edition): Change[] {
  const [was, is] = [wordsOfReviewRules(from), wordsOfReviewRules(to)];
  if (was === is) return [];
  const sentence = `Of the review of a direction on request: ${is} Until now: ${was}`;
  return [{ about: 'direction-review', kind: 'changed', id: 'directionReview', sentence }];
}

function ofInstruments(from: Edition, to: Edition): Change[] {
  const was = new Map(from.instruments.map((each) => [each.id, each]));
  const told = (edition: Edition) =>
    edition.instruments.map((each) => ({ id: each.id, words: wordsOfInstrument(each, asks(each, edition)) }));
  return [
    ...ofList('instrument', ({ id }) => id, told(from), told(to), {
      added: ({ words }) => `Sites can now be evaluated by ${words}.`,
      gone: ({ words }) => `Sites are no longer evaluated by ${words}; what was evaluated by it stays.`,
      changed: (before, is) => `Sites are evaluated by ${is.words} instead of ${before.words}.`,
      moved: 'The instruments of evaluation stand in another order.',
    }),
    ...to.instruments.flatMap((is) => ofCadence(was.get(is.id), is)),
    ...to.instruments.flatMap((is) => ofRows(was.get(is.id), is)),
  ];
}

/** Of an instrument that stays, how often a site is evaluated by it. */
function ofCadence(was: Instrument | undefined, is: Instrument): Change[] {
  if (was === undefined || was.everyMonths === is.everyMonths) return [];
  const often = ({ everyMonths }: Instrument) =>
    everyMonths === undefined ? 'as often as a school sees fit' : `every ${everyMonths} months`;
  const sentence = `Sites are evaluated by “${is.title}” ${often(is)} instead of ${often(was)}.`;
  return [{ about: 'instrument', kind: 'changed', id: is.id, sentence }];
}

/** Of an instrument that stays, what is asked in it; a new one is told as a whole. */
function ofRows(was: Instrument | undefined, is: Instrument): Change[] {
  if (was === undefined) return [];
  const by = `“${is.title}”`;
  return ofList('instrument', ({ id }) => id, was.rows, is.rows, {
    added: (row) => `${by} now also asks: ${wordsOfRow(row)}.`,
    gone: (row) => `${by} no longer asks: ${wordsOfRow(row)}.`,
    changed: (before, row) => `${by} now asks: ${wordsOfRow(row)}. Until now: ${wordsOfRow(before)}.`,
    moved: `The rows of ${by} stand in another order.`,
  }).map((each): Change => ({ ...each, id: is.id }));
}

const wordsOfInstrument = ({ title, version, assessedBy }: Instrument, source?: string): string =>
  [
    `“${title}”, version ${version}`,
    ...(assessedBy === 'provider' ? ['as the provider sees itself'] : []),
    ...(source === undefined ? [] : [`after “${source}”`]),
  ].join(', ');

const wordsOfRow = ({ label, question, evidence, choices = [] }: InstrumentRow): string =>
  [`“${label}”, ${question} (${evidence})`, ...(choices.length === 0 ? [] : [`to tick: ${choices.join(', ')}`])].join(
    '; ',
  );

/** What a gate asks for, and when: each for itself. */
type Asked = { readonly requirement: Requirement; readonly condition: string };

const askedBy = (rules: readonly GateRule[]): Asked[] =>
  rules.flatMap(({ when, require, otherwise = [] }) => {
    const holds = when === undefined ? '' : `, if ${wordsOfCondition(when)}`;
    const fails = when === undefined ? '' : `, if it is known not to be so that ${wordsOfCondition(when)}`;
    return [
      ...require.map((requirement) => ({ requirement, condition: holds })),
      ...otherwise.map((requirement) => ({ requirement, condition: fails })),
    ];
  });

function ofGate(gate: GateName, from: readonly GateRule[], to: readonly GateRule[]): Change[] {
  if (isSame(from, to)) return [];
  const about = { about: 'gate', id: gate } as const;
  const among = (list: readonly Asked[], each: Asked) => list.some((other) => isSame(other, each));
  const gone = askedBy(from).filter((each) => !among(askedBy(to), each));
  const added = askedBy(to).filter((each) => !among(askedBy(from), each));
  const isTwin = (a: Asked, b: Asked) =>
    a.requirement.evidence === b.requirement.evidence &&
    (a.condition === b.condition || isSame(a.requirement, b.requirement));
  const said: Change[] = [
    ...added.map((is): Change => {
      const was = gone.find((each) => isTwin(each, is));
      const words = `${gateWords[gate]} now ${was ? '' : 'also '}needs: ${asked(is)}`;
      if (!was) return { ...about, kind: 'new', sentence: `${words}.` };
      return { ...about, kind: 'changed', sentence: `${words}. Until now: ${asked(was)}.` };
    }),
    ...gone
      .filter((was) => !added.some((is) => isTwin(was, is)))
      .map((was): Change => ({
        ...about,
        kind: 'gone',
        sentence: `${gateWords[gate]} no longer needs: ${asked(was)}.`,
      })),
  ];
  const sentence = `${gateWords[gate]} needs the same, written in another way or order.`;
  return said.length > 0 ? said : [{ ...about, kind: 'changed', sentence }];
}

const asked = ({ requirement, condition }: Asked): string => `${wordsOfRequirement(requirement)}${condition}`;

type Rule = NonNullable<DutyRules[DutyKind]>;

function ofDuty(kind: DutyKind, from: Rule | undefined, to: Rule | undefined): Change[] {
  if (isSame(from ?? null, to ?? null)) return [];
  const name = dutyWords[kind];
  const change = (of: Change['kind'], sentence: string): Change => ({ about: 'duty', kind: of, id: kind, sentence });
  if (!from) return [change('new', `${name} is now owed.`)];
  if (!to) return [change('gone', `${name} is no longer owed: nobody is asked, and nobody is told.`)];

  const said = [
    ...ofDue(from, to).map((sentence) => change('changed', `${name} ${sentence}.`)),
    ...(from.waivable === to.waivable
      ? []
      : [change('changed', `${name} can ${to.waivable ? 'now' : 'no longer'} be waived by a person with a reason.`)]),
    ...ofList('duty', ({ step }: Rung) => step, from.ladder, to.ladder, {
      added: (rung) => `${name}: now also, ${wordsOfRung(rung)}.`,
      gone: (rung) => `${name}: no longer, ${wordsOfRung(rung)}.`,
      changed: (was, is) => `${name}: now, ${wordsOfRung(is)}. Until now, ${wordsOfRung(was)}.`,
      moved: `${name}: its steps stand in another order, in which those of one moment are taken.`,
    }).map((each): Change => ({ ...each, id: kind })),
  ];
  return said.length > 0 ? said : [change('changed', `${name} is written in another way.`)];
}

function ofDue(from: Rule, to: Rule): string[] {
  const said: string[] = [];
  if ('dueAfterMinutes' in from && 'dueAfterMinutes' in to) {
    const moment = to.kind === 'attendance-check' ? 'the expected arrival' : 'it began';
    if (from.dueAfterMinutes !== to.dueAfterMinutes)
      said.push(`is due ${minutes(to.dueAfterMinutes)} after ${moment} instead of ${minutes(from.dueAfterMinutes)}`);
    if (from.missedAtEndOfSession !== to.missedAtEndOfSession)
      said.push(to.missedAtEndOfSession ? 'is now missed when the session ends' : 'now stays open until it is met');
  }
  if ('missedAfterItsDay' in from && 'missedAfterItsDay' in to && from.missedAfterItsDay !== to.missedAfterItsDay)
    said.push(to.missedAfterItsDay ? 'is now missed when its day has passed' : 'now stays open until it is met');
  if ('everyWeeks' in from && 'everyWeeks' in to && from.everyWeeks !== to.everyWeeks)
    said.push(`is owed ${wordsOfWeeks(to.everyWeeks)} instead of ${wordsOfWeeks(from.everyWeeks)}`);
  return said;
}
