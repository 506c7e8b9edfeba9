import { z } from 'zod';
import { about, day, id, messages, personal, type Decider, type Id, type MessageOf } from '#event-sourcing';
import { no } from '../refusals.js';
import { sameAsKnown } from '../same-as-known.js';

/**
 * Assurance is what a provider confirms in writing to a school: of the adults at a site who work with its pupils, and of
 * itself. A school asks in rounds, one after another. What was answered last stands until the school has accepted it, and
 * what is asked is for the edition of the procedure to say.
 */
const item = z
  .string()
  .max(60)
  .regex(/^[a-z]+(-[a-z0-9]+)*$/);
const line = z.string().trim().min(1).max(160);
const ofRound = { assuranceId: id, schoolId: id, providerId: id, siteId: id, round: z.int().min(1) };

export const assuranceAnswer = z.enum(['yes', 'no', 'not-relevant']);
export type AssuranceAnswer = z.output<typeof assuranceAnswer>;
/** An item of the edition as it was answered; `on` is the day that a yes comes with. */
export const assuranceGiven = z.strictObject({ item, answer: assuranceAnswer, on: day.optional() });
export type AssuranceGiven = z.output<typeof assuranceGiven>;
const given = z.array(assuranceGiven).max(60);

/** `recipientId` is the adult to whom the letter goes, `personId` who asks. */
const request = z.object({
  ...ofRound,
  recipientId: id,
  personId: id,
  on: day,
  replyBy: day,
  procedure: z.strictObject({ id: z.string(), edition: z.string() }),
});
/** `chase` counts within the round. The letter may go to another adult this time. */
const chase = z.object({ ...ofRound, chase: z.int().min(1), recipientId: id, personId: id, on: day });
const ofAdult = z.object({ ...ofRound, adultId: id, answers: personal(given) });
const reply = {
  ...ofRound,
  /** The day of the reply. */
  on: day,
  channel: z.enum(['link', 'paper']),
  /** The adult who answered by the link, or who at the school recorded what came on paper. */
  byId: id,
  /** Who answers for the provider, as they sign. */
  answeredBy: personal(line),
  position: personal(line),
  /** Who works with the school’s pupils, and who is there and does not. */
  adultIds: z.array(id).max(100),
  othersIds: z.array(id).max(100),
  answers: given,
  /** What a yes was asked besides, by item. */
  words: personal(z.record(item, line)).optional(),
};
const answered = z.object(reply);
const acceptance = z.object({
  ...ofRound,
  personId: id,
  on: day,
  words: personal(z.string().trim().min(1).max(2_000)).optional(),
});

const sealed = { subject: 'siteId', kept: 'provider-file' } as const;

export const assuranceEvents = messages(
  {
    AssuranceRequested: request.describe(
      'A school asks a provider to confirm in writing, by a day, what the edition asks about a site and those who work there.',
    ),
    AssuranceChased: chase.describe(
      'A school asks again, by another letter, for what it has not been told yet in this round.',
    ),
    // An adult's own key seals what is said of them: it is described first, because a description makes a copy.
    AdultAssured: about(
      'adultId',
      ofAdult.describe('A provider answers what is asked of one adult who works with the school’s pupils.'),
    ),
    AssuranceAnswered: answered.describe(
      'A provider says who works with the school’s pupils at a site, and answers what is asked of itself; the last answers stand.',
    ),
    AssuranceAccepted: acceptance.describe('A school judges the answers of a round sufficient.'),
  },
  sealed,
);
export type AssuranceEvent = MessageOf<typeof assuranceEvents>;

export const assuranceCommands = messages(
  {
    RequestAssurance: request,
    ChaseAssurance: chase,
    AnswerAssurance: z.object({
      ...reply,
      /** What is answered of each of `adultIds`. It is stored as an event for each, under that adult’s own key. */
      adults: z.array(z.strictObject({ adultId: id, answers: given })).max(100),
    }),
    AcceptAssurance: acceptance,
  },
  sealed,
);
export type AssuranceCommand = MessageOf<typeof assuranceCommands>;

type Request = z.output<typeof request>;
type Answered = z.output<typeof answered>;
type OfAdult = z.output<typeof ofAdult>;

/** How the last round stands; null before a school has asked. */
export type Assurance = {
  readonly status: 'asked' | 'answered' | 'accepted';
  readonly requested: Request;
  readonly chases: number;
  /** The adults to whom letters of the round went. */
  readonly recipients: readonly Id[];
  readonly answered: Answered | null;
  /** What is said of each adult, the last of it, by their id. */
  readonly adults: Readonly<Record<Id, OfAdult>>;
} | null;

export const assurance: Decider<AssuranceCommand, AssuranceEvent, Assurance> = {
  category: 'assurance',
  initial: null,

  evolve: (assurance, { type, data }) => {
    if (type === 'AssuranceRequested') {
      const { recipientId } = data;
      return { status: 'asked', requested: data, chases: 0, recipients: [recipientId], answered: null, adults: {} };
    }
    if (!assurance) return assurance;
    switch (type) {
      case 'AssuranceChased':
        return { ...assurance, chases: data.chase, recipients: [...assurance.recipients, data.recipientId] };
      case 'AdultAssured':
        return { ...assurance, adults: { ...assurance.adults, [data.adultId]: data } };
      case 'AssuranceAnswered':
        return { ...assurance, status: 'answered', answered: data };
      case 'AssuranceAccepted':
        return { ...assurance, status: 'accepted' };
    }
  },

  // Procedure: S23.1, S23.5
  decide: ({ type, data }, assurance) => {
    if (type === 'RequestAssurance') {
      if (assurance && data.round === assurance.requested.round && sameAsKnown(assurance.requested, data)) return [];
      // Whoever has not answered is chased: a second round beside the first would ask twice.
      if (assurance?.status === 'asked' || data.round !== (assurance?.requested.round ?? 0) + 1)
        return no('assurance-already-asked');
      return data.replyBy < data.on ? no('reply-by-before-asked') : [{ type: 'AssuranceRequested', data }];
    }
    if (!assurance) return no('assurance-not-asked');
    if (data.round !== assurance.requested.round) return no('assurance-round-over');
    switch (type) {
      case 'ChaseAssurance':
        if (data.chase <= assurance.chases) return [];
        return assurance.status === 'accepted' ? no('assurance-accepted') : [{ type: 'AssuranceChased', data }];
      case 'AnswerAssurance': {
        const { adults, ...whole } = data;
        const ofAdults = adults
          .map((each): OfAdult => ({ ...roundOf(data), ...each }))
          .filter((each) => !isKnown(assurance.adults[each.adultId], each));
        if (ofAdults.length === 0 && isKnown(assurance.answered, whole)) return [];
        if (assurance.status === 'accepted') return no('assurance-accepted');
        // The reply comes last, also where it says the same: its day and its author are then those of all that it says.
        return [
          ...ofAdults.map((each) => ({ type: 'AdultAssured', data: each }) as const),
          { type: 'AssuranceAnswered', data: whole },
        ];
      }
      case 'AcceptAssurance':
        if (assurance.status === 'accepted') return [];
        return assurance.status === 'answered' ? [{ type: 'AssuranceAccepted', data }] : no('assurance-not-answered');
    }
  },
};

const isKnown = <T extends object>(known: T | null | undefined, told: T): boolean =>
  known !== null && known !== undefined && sameAsKnown(known, told);

const roundOf = ({ assuranceId, schoolId, providerId, siteId, round }: Answered) => ({
  assuranceId,
  schoolId,
  providerId,
  siteId,
  round,
});
