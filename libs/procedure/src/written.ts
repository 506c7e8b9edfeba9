import { z } from 'zod';
import { everyWeeksMax, role, signatory } from '#domain';
import { day } from '#event-sourcing';
import { condition } from './condition.js';
import {
  certainty,
  dueMoment,
  evidence,
  gateName,
  meeting,
  milestone,
  procedureLetter,
  recipient,
  recurrence,
  rungMoment,
  together,
  type Evidence,
} from './vocabulary.js';

/**
 * An edition of the procedure as it is written: the whole vocabulary, whether this version runs all of it or not. What
 * runs is narrowed from it by `running`, which refuses the rest in words.
 */
const name = z
  .string()
  .max(60)
  .regex(/^[a-z]+(-[a-z]+)*$/, 'is not a name: lower case words with hyphens');
/** A row may be of a year, so that what was settled for one year isn't for the next. */
const rowName = z
  .string()
  .max(60)
  .regex(/^[a-z]+(-[a-z0-9]+)*$/, 'is not a name: lower case words, or a year, with hyphens');
const line = z.string().trim().min(1).max(300);
const minutes = z.int().min(0).max(1_440);
const schoolDays = z.int().min(0).max(40);
const oneOrMore = <T extends z.ZodType>(schema: T) =>
  z.union([schema, z.array(schema).min(1)]).transform((value) => (Array.isArray(value) ? value : [value]));

/** Evidence that a gate asks for: by its name, or with a limit on when, or with who must have signed. */
export type Requirement = {
  readonly evidence: Evidence;
  readonly before?: z.output<typeof milestone> | undefined;
  readonly schoolDaysBefore?: number | undefined;
  readonly by?: z.output<typeof signatory> | undefined;
};
const limit = z.union(
  [z.strictObject({ before: milestone }), z.strictObject({ schoolDaysBefore: schoolDays }), signatory],
  { error: 'is not a limit: write { before: start }, { schoolDaysBefore: 2 } or who must have signed' },
);
const limited = z
  .partialRecord(evidence, limit)
  .refine((value) => Object.keys(value).length === 1, 'names one piece of evidence')
  .transform((value): Requirement => {
    const [[named, asked] = []] = Object.entries(value);
    const parsed = evidence.parse(named);
    return typeof asked === 'string' ? { evidence: parsed, by: asked } : { evidence: parsed, ...asked };
  });
const requirement = z.union([evidence.transform((named): Requirement => ({ evidence: named })), limited], {
  error: `is not evidence: write one of ${evidence.options.join(', ')}, or one of them with a limit`,
});

const gateRule = z
  .strictObject({
    when: condition.optional(),
    require: oneOrMore(requirement),
    /** What is required instead where the condition is known not to hold. */
    otherwise: oneOrMore(requirement).optional(),
  })
  .refine(({ when, otherwise }) => when !== undefined || otherwise === undefined, {
    message: 'belongs to a `when`',
    path: ['otherwise'],
  });

const rungTimes = {
  at: rungMoment.optional(),
  minutesAfterExpectedArrival: minutes.optional(),
  minutesAfterRaised: minutes.optional(),
  minutesAfterDue: minutes.optional(),
  schoolDaysBeforeDue: schoolDays.optional(),
  schoolDaysAfterDue: schoolDays.optional(),
};
const rung = z
  .strictObject({
    /** The name under which the step is taken, once, for each duty. */
    step: name,
    ...rungTimes,
    when: condition.optional(),
    /** A state that the step writes down besides telling somebody. */
    record: z.enum(['unconfirmed']).optional(),
    letter: procedureLetter.optional(),
    to: oneOrMore(recipient).optional(),
    /** Nobody is told any more once a named person has taken it on. */
    until: z.enum(['taken']).optional(),
    together: together.optional(),
  })
  .refine((value) => Object.keys(rungTimes).filter((key) => key in value).length === 1, {
    message: `needs one moment: ${Object.keys(rungTimes).join(', ')}`,
  })
  .refine(
    ({ letter, to }) => (letter === undefined) === (to === undefined),
    'has a letter and its recipient, or neither',
  )
  .refine(({ record, step }) => record === undefined || record === step, {
    message: 'is called as what it records, because that is how the step is heard',
    path: ['step'],
  });
export type WrittenRung = z.output<typeof rung>;

const moment = z.union(
  [
    dueMoment,
    z.strictObject({ minutesAfterExpectedArrival: minutes }),
    z.strictObject({ minutesAfterRaised: minutes }),
    z.strictObject({ schoolDaysAfterRaised: schoolDays }),
  ],
  { error: `is not a moment: write ${dueMoment.options.join(', ')}, or a number of minutes after one` },
);

const duty = z
  .strictObject({
    each: recurrence,
    due: moment,
    metBy: meeting,
    missedAt: moment.optional(),
    /** Once in so many school weeks, unless something else is agreed for a placement. */
    everyWeeks: z.int().min(1).max(everyWeeksMax).optional(),
    together: together.optional(),
    owedBy: role.optional(),
    waivable: z.boolean().default(true),
    ladder: z.array(rung).min(1),
  })
  .superRefine(({ ladder, owedBy }, context) => {
    ladder.forEach(({ step, to }, index) => {
      if (ladder.findIndex((other) => other.step === step) !== index) {
        context.addIssue({ code: 'custom', path: ['ladder', index, 'step'], message: 'is the name of two steps' });
      }
      if (to?.includes('owner') && owedBy === undefined) {
        context.addIssue({
          code: 'custom',
          path: ['ladder', index, 'to'],
          message: 'is to the owner, and none is named',
        });
      }
    });
  });
export type WrittenDuty = z.output<typeof duty>;

const citation = z.strictObject({
  id: name,
  title: line,
  edition: line,
  address: z.url({ error: 'is not an address: it begins with https://' }).optional(),
  /** How sure it is that the source says what it is cited for; a source of which nothing is said was seen. */
  certainty: certainty.default('seen'),
  /** Where somebody looks whether a local authority approves of a provider. */
  use: z.literal('approvals', { error: 'is not a use: write approvals, or leave it out' }).optional(),
  /** What a reader should know of it, such as the paragraphs meant, or why it is still cited. */
  note: line.optional(),
});
/** A source that the edition rests on. */
export type Citation = z.output<typeof citation>;

const check = z.strictObject({
  id: rowName,
  area: z.enum(['policies', 'safeguarding', 'attendance', 'site', 'arrangements']),
  label: line,
  /** Of the site for all its pupils, or of each placement anew. */
  scope: z.enum(['site', 'placement']),
  /** After so many months it is looked at again, and counts as not met until then. */
  validForMonths: z.int().min(1).max(60).optional(),
  /** The source that asks for it. */
  citation: name.optional(),
});
/** A row of the checklist that is done before a pupil is admitted. */
export type PreAdmissionCheck = z.output<typeof check>;

const assuranceItem = z.strictObject({
  id: rowName,
  /** What is confirmed by a yes. */
  label: line,
  /** Whether it may be answered with “not relevant”. */
  notRelevant: z.boolean().default(false),
  /** Whether a yes comes with its day. */
  withDay: z.boolean().default(false),
  /** What a yes is asked besides, to be answered in a few words. */
  withWords: line.optional(),
  /** Whether assurance can’t be accepted while this is answered no, or not at all. */
  blocks: z.boolean(),
});
/** One thing that a provider is asked to confirm in writing. */
export type AssuranceItem = z.output<typeof assuranceItem>;
const word = z.string().trim().min(1).max(60);
const question = z.strictObject({
  id: rowName,
  /** What the row is called where there is no room for the question. */
  label: word,
  question: line,
  /** What to look at. */
  evidence: line,
  /** What can be ticked in this row beside the judgement. */
  choices: z
    .array(word)
    .min(1)
    .refine((choices) => new Set(choices).size === choices.length, 'has a choice twice')
    .optional(),
});
/** A row of an instrument. */
export type InstrumentRow = z.output<typeof question>;

/** A list whose entries are each there once, by their ids. */
const eachOnce = <T extends z.ZodType<{ readonly id: string }>>(entry: T) =>
  z.array(entry).superRefine((list, context) => {
    list.forEach(({ id }, index) => {
      if (list.findIndex((other) => other.id === id) !== index)
        context.addIssue({ code: 'custom', path: [index, 'id'], message: 'is there twice' });
    });
  });

const assurance = z.strictObject({
  /** The source that asks for it. */
  citation: name.optional(),
  replyWithinSchoolDays: schoolDays.min(1),
  /** After so many months it is asked for again. */
  validForMonths: z.int().min(1).max(60),
  /** Whether no placement starts at a site on a day on which it does not stand. */
  neededToStart: z.boolean().default(false),
  eachAdult: eachOnce(assuranceItem),
  provider: eachOnce(assuranceItem),
});
/** What a provider is asked to confirm in writing, of each adult who works with the pupils and of itself. */
export type Assurance = z.output<typeof assurance>;
// Procedure: S19.1, S20.1, S21.1
const instrument = z.strictObject({
  id: rowName,
  /** An evaluation keeps the version by which it was made. */
  version: z.string().trim().min(1).max(30),
  title: line,
  /** Who judges: the school, or the provider of itself, of whom the school writes it down. */
  assessedBy: z.enum(['school', 'provider']).default('school'),
  /** The source whose points it goes through. */
  citation: name.optional(),
  /** After so many months a site where pupils are is evaluated by it again. */
  everyMonths: z.int().min(1).max(36).optional(),
  rows: eachOnce(question).min(1),
});
/** A form by which a school evaluates a site of a provider, row by row. */
export type Instrument = z.output<typeof instrument>;

// Procedure: S16.3, S16.4
const agreement = z.strictObject({
  /** A signature keeps the version and the statements that were signed. */
  version: z.string().trim().min(1).max(30),
  statements: z.array(line).min(1).max(10),
});
/** What a parent signs: the statements of the agreement's form, word for word. */
export type AgreementForm = z.output<typeof agreement>;

// Procedure: X9
const directionReview = z.strictObject({
  citation: name,
  /** No review has to be held on request where there was one in so many weeks before. */
  notAgainWithinWeeks: z.int().min(1).max(52),
  /** Within how many days of the review the notice of its decision is due, and how sure that is. */
  notice: z.strictObject({ withinDays: z.int().min(1).max(60), certainty: certainty.default('seen') }).optional(),
});
/** What holds of a review of a direction that somebody asks for in writing. */
export type DirectionReviewRules = z.output<typeof directionReview>;

export const writtenEdition = z.strictObject({
  id: name,
  edition: z.string().regex(/^\d{4}-\d{2}$/, 'is not an edition: write year and month, such as 2025-01'),
  inForceFrom: day,
  title: line,
  review: z.strictObject({ reviewedOn: z.array(day), nextReviewOn: day }),
  citations: eachOnce(citation),
  checks: eachOnce(check),
  assurance: assurance.optional(),
  /** An edition may leave it to the school what the form says. */
  agreement: agreement.optional(),
  /** An edition may leave it to the regulations. */
  directionReview: directionReview.optional(),
  /** An edition may do without. */
  instruments: eachOnce(instrument).default([]),
  gates: z.partialRecord(gateName, z.array(gateRule)),
  duties: z.record(name, duty),
});
export type WrittenEdition = z.output<typeof writtenEdition>;
