import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { day, id, instant, type Day, type Id, type Instant } from '#event-sourcing';
import { addDays, endOfLondonDay } from '#procedure';

/** What a provider's link opens, and for whom it was made. */
export type ProviderLink = {
  readonly siteId: Id;
  readonly on: Day;
  readonly recipientId: Id;
  readonly endsAt: Instant;
};

/** What a token turned out to be: good, or ours and run out, so that a fresh one can be offered to the same adult. */
export type ReadLink =
  { readonly state: 'good'; readonly link: ProviderLink } | { readonly state: 'run-out'; readonly link: ProviderLink };

/** The round of written assurance that a link asks for, and for whom it was made. */
export type AssuranceLink = {
  readonly assuranceId: Id;
  readonly round: number;
  readonly recipientId: Id;
  readonly endsAt: Instant;
};

/** The same as of a link to the attendance page. */
export type ReadAssuranceLink = { readonly state: 'good' | 'run-out'; readonly link: AssuranceLink };

/** The placement of whose pupil a link shows what the provider must know, and for whom it was made. */
export type BriefingLink = { readonly placementId: Id; readonly recipientId: Id; readonly endsAt: Instant };

/** The same as of a link to the attendance page. */
export type ReadBriefingLink = { readonly state: 'good' | 'run-out'; readonly link: BriefingLink };

/** The agreement of a placement that a link leads to, and the contact of the pupil for whom it was made. */
export type SigningLink = {
  readonly placementId: Id;
  /** Which of the letters to them about that placement it was made for. */
  readonly asking: number;
  readonly recipientId: Id;
  readonly endsAt: Instant;
};

/** The same as of a link to the attendance page. */
export type ReadSigningLink = { readonly state: 'good' | 'run-out'; readonly link: SigningLink };

const content = z.tuple([id, day, id, instant]);
/** Each says what it is for, so that no page takes the other's link. */
const assuranceContent = z.tuple([z.literal('assurance'), id, z.int(), id, instant]);
const briefingContent = z.tuple([z.literal('briefing'), id, id, instant]);
const signingContent = z.tuple([z.literal('agreement'), id, z.int(), id, instant]);

/**
 * The links of those who have no account: providers mark attendance by them, for a site, a day, a recipient and an end, signed. Nothing is stored for one,
 * so a link can't be guessed, changed or lost. Opening it shows; only a POST acts.
 *
 * The end is written into the link when it is made. Worked out at reading, it would move with every later change of a
 * calendar, and a page would have to find out which schools were concerned on a day that is past.
 */
export class ProviderLinks {
  /** The key is the master key's secret for `provider-links`. */
  constructor(
    private readonly key: Buffer,
    private readonly publicUrl: string,
  ) {}

  /** The token of a link: safe in a path, and short enough for a line of an email. */
  tokenOf({ siteId, on, recipientId, endsAt }: ProviderLink): string {
    return this.sign([siteId, on, recipientId, endsAt]);
  }

  urlOf(link: ProviderLink): string {
    return `${this.publicUrl}/p/${this.tokenOf(link)}`;
  }

  assuranceTokenOf({ assuranceId, round, recipientId, endsAt }: AssuranceLink): string {
    return this.sign(['assurance', assuranceId, round, recipientId, endsAt]);
  }

  assuranceUrlOf(link: AssuranceLink): string {
    return `${this.publicUrl}/p/${this.assuranceTokenOf(link)}/assurance`;
  }

  briefingTokenOf({ placementId, recipientId, endsAt }: BriefingLink): string {
    return this.sign(['briefing', placementId, recipientId, endsAt]);
  }

  briefingUrlOf(link: BriefingLink): string {
    return `${this.publicUrl}/p/${this.briefingTokenOf(link)}/briefing`;
  }

  signingTokenOf({ placementId, asking, recipientId, endsAt }: SigningLink): string {
    return this.sign(['agreement', placementId, asking, recipientId, endsAt]);
  }

  signingUrlOf(link: SigningLink): string {
    return `${this.publicUrl}/p/${this.signingTokenOf(link)}/agreement`;
  }

  /** What a token opens at a moment; null when it was never ours, was changed on its way, or is for something else. */
  read(token: string, now: Instant): ReadLink | null {
    const { success, data } = content.safeParse(this.signedIn(token));
    if (!success) return null;
    const [siteId, on, recipientId, endsAt] = data;
    return { state: now < endsAt ? 'good' : 'run-out', link: { siteId, on, recipientId, endsAt } };
  }

  /** The same of a link that asks for written assurance. */
  readAssurance(token: string, now: Instant): ReadAssuranceLink | null {
    const { success, data } = assuranceContent.safeParse(this.signedIn(token));
    if (!success) return null;
    const [, assuranceId, round, recipientId, endsAt] = data;
    return { state: now < endsAt ? 'good' : 'run-out', link: { assuranceId, round, recipientId, endsAt } };
  }

  /** The same of a link to what a provider must know. */
  readBriefing(token: string, now: Instant): ReadBriefingLink | null {
    const { success, data } = briefingContent.safeParse(this.signedIn(token));
    if (!success) return null;
    const [, placementId, recipientId, endsAt] = data;
    return { state: now < endsAt ? 'good' : 'run-out', link: { placementId, recipientId, endsAt } };
  }

  /** The same of a link to what is to be signed. */
  readSigning(token: string, now: Instant): ReadSigningLink | null {
    const { success, data } = signingContent.safeParse(this.signedIn(token));
    if (!success) return null;
    const [, placementId, asking, recipientId, endsAt] = data;
    return { state: now < endsAt ? 'good' : 'run-out', link: { placementId, asking, recipientId, endsAt } };
  }

  private sign(content: readonly unknown[]): string {
    const signed = Buffer.from(JSON.stringify(content)).toString('base64url');
    return `${signed}.${this.signatureOf(signed).toString('base64url')}`;
  }

  /** What a token holds; null when it was not signed by us. */
  private signedIn(token: string): unknown {
    const [signed, signature, ...rest] = token.split('.');
    if (signed === undefined || signature === undefined || rest.length > 0) return null;
    const given = Buffer.from(signature, 'base64url');
    const ours = this.signatureOf(signed);
    // Compared in constant time, so that an answer's delay tells nothing of how much of a guess was right.
    if (given.length !== ours.length || !timingSafeEqual(given, ours)) return null;
    return JSON.parse(Buffer.from(signed, 'base64url').toString());
  }

  private signatureOf(signed: string): Buffer {
    return createHmac('sha256', this.key).update(signed).digest();
  }
}

/** What is asked of a school's calendar: its first day after another; null when no later term is set. */
export type NextSchoolDay = { nextSchoolDay(after: Day): Day | null };

/** Where no calendar knows a next school day, a link lives for so many days. */
const daysWithoutCalendar = 7;

/** The last day of a link: the next school day of that school of the pupils concerned which meets last. */
export function lastDayOfLink(on: Day, calendars: readonly NextSchoolDay[]): Day {
  const days = calendars.flatMap((calendar) => calendar.nextSchoolDay(on) ?? []);
  return days.reduce((latest, each) => (each > latest ? each : latest), days[0] ?? addDays(on, daysWithoutCalendar));
}

/** A provider that is late, or asked late, has so many days more to answer. */
const daysToAnswer = 14;

/** The last day of a link that asks for written assurance by a day. */
export const lastDayOfAssuranceLink = (on: Day, replyBy: Day): Day =>
  addDays(on > replyBy ? on : replyBy, daysToAnswer);

/** What is behind it is about a pupil’s health, so it does not stand open longer than it takes to read it. */
const daysToRead = 7;

/** The last day of a link to what a provider must know. */
export const lastDayOfBriefingLink = (on: Day): Day => addDays(on, daysToRead);

/**
 * Parents sign when both have read it, and not always in the week in which they are asked. It is our choice and no rule of
 * the procedure: long enough for two weekends, and no longer than the arrangements are likely to stay as they were.
 */
const daysToSign = 14;

/** The last day of a link to what is to be signed. */
export const lastDayOfSigningLink = (on: Day): Day => addDays(on, daysToSign);

/** A link works to the end of its last day, by the clock in London. */
export const endOfLink = (lastDay: Day): Instant => endOfLondonDay(lastDay);
