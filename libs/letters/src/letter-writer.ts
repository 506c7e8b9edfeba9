import { barredFromSigning, isRecurring, kindOfLetter, signatoryOf, signedBy, type LetterEvent } from '#domain';
import { orElse, type Erased, type Id, type Instant, type Position, type Rows } from '#event-sourcing';
import { SchoolCalendar } from '#procedure';
import {
  adults,
  assurances,
  briefings,
  contacts,
  keyAdults,
  matters,
  people,
  placements,
  schools,
  type AssuranceRow,
  type BriefingRow,
  type PlacementRow,
  type SchoolRow,
} from '#read-models';
import { dayInWords, momentInWords, occasionInWords } from './occasion.js';
import { letterDescriptions } from './kinds/index.js';
import { writeLetter, type LetterFacts } from './letter-text.js';
import type { Mail } from './notifier.js';
import {
  endOfLink,
  lastDayOfAssuranceLink,
  lastDayOfBriefingLink,
  lastDayOfLink,
  lastDayOfSigningLink,
  type ProviderLinks,
} from './provider-links.js';

export type Composed = Extract<LetterEvent, { type: 'LetterComposed' }>['data'];

/** A letter that can't be written now. Waiting may help, unless it is for good, or nothing is left for it to say. */
export type Unwritable = { readonly permanent: boolean; readonly reply: string; readonly nothingLeft?: true };

type Recipient = { readonly email: string | Erased; readonly gone: boolean };

/** Makes the link of a letter that signs somebody in. Only its digest is stored, and only when it is handed over. */
export type MakesSignInLinks = {
  makeLink(
    purpose: 'sign-in',
    personId: Id,
    options: { readonly minutes: number },
  ): Promise<{ readonly token: string; readonly endsAt: Instant }>;
};

/** Somebody who asked for a link is waiting for it; somebody who was entered may read their mail on Monday. */
export const signInLinkMinutes: Readonly<Record<string, number>> = { 'asked-for': 30, invitation: 3 * 24 * 60 };
const minutesUnlessTold = 30;

export type WriterSettings = {
  readonly publicUrl: string;
  /** The address that letters come from. */
  readonly mailFrom: string;
};

/** Writes letters from what is true at the moment of handing over. */
export class LetterWriter {
  constructor(
    private readonly rows: Rows,
    private readonly links: ProviderLinks,
    private readonly settings: WriterSettings,
    private readonly signIn: MakesSignInLinks,
  ) {}

  /** A letter that may have left already is written as it was, even when nothing is left to say. */
  async write(letter: Composed, { mayHaveLeft = false } = {}): Promise<Mail | Unwritable> {
    const to = await this.addressOf(letter);
    if (typeof to !== 'string') return to;
    const asked = await this.assuranceOf(letter);
    if (asked && 'reply' in asked) return asked;
    const briefed = await this.briefingOf(letter);
    if (briefed && 'reply' in briefed) return briefed;
    const signing = await this.signingOf(letter);
    if (signing && 'reply' in signing) return signing;
    const concerned = await this.schoolsOf(letter, asked ?? briefed ?? signing);
    if (!concerned) return { permanent: false, reply: 'A school that it concerns is not known yet.' };
    const gaps = await this.gapsOf(letter, mayHaveLeft);
    const isAnswered =
      !mayHaveLeft &&
      ((asked !== null && isSettled(asked, letter)) ||
        (briefed !== null && (await this.isRead(briefed, letter))) ||
        (signing !== null && !(await this.isToBeSigned(signing, letter))));
    const owed = await this.owedOf(letter, mayHaveLeft);
    if (gaps?.pieces === 0 || owed === 0 || isAnswered)
      return { permanent: true, reply: 'Nothing is left to say.', nothingLeft: true };
    const replyTo = concerned.length === 1 ? concerned[0]?.attendanceMailbox : undefined;
    const facts = {
      reference: referenceOf(letter.letterId),
      occasion: occasionInWords(letter.on, letter.session),
      hasReplyAddress: replyTo !== undefined,
      ...(asked
        ? this.assuranceLink(letter, asked)
        : briefed
          ? this.briefingLink(letter, briefed)
          : signing
            ? this.signingLink(letter)
            : await this.linksOf(letter, concerned)),
      ...(gaps && { gaps }),
      ...(owed !== null && { owed }),
    };
    return {
      letterId: letter.letterId,
      messageId: `<${letter.letterId}@${new URL(this.settings.publicUrl).hostname}>`,
      from: { name: 'Waymark', address: this.settings.mailFrom },
      to,
      ...(replyTo === undefined ? {} : { replyTo }),
      ...writeLetter(letterDescriptions[letter.kind], facts),
    };
  }

  /** Where the recipient is reached now. A row that isn't there yet is on its way. */
  private async addressOf(letter: Composed): Promise<string | Unwritable> {
    const row = await this.recipientOf(letter);
    if (!row) return { permanent: false, reply: 'The recipient is not known yet.' };
    if (row.gone) return { permanent: true, reply: 'The recipient has left.' };
    return orElse(row.email, { permanent: true, reply: 'The address of the recipient has been erased.' });
  }

  /** Staff are there to the end of their last day; an adult who has left a provider is no contact of it any more. */
  private async recipientOf({ kind, recipientKind, recipientId, occasion, on }: Composed): Promise<Recipient | null> {
    if (recipientKind === 'adult') {
      const adult = await this.rows.get(adults, recipientId);
      return adult && { email: adult.email, gone: adult.leftOn !== undefined };
    }
    if (recipientKind === 'contact') {
      const contact = await this.rows.get(contacts, recipientId);
      return contact?.email === undefined ? null : { email: contact.email, gone: false };
    }
    if (recipientKind === 'key-adult') {
      const keyAdult = await this.rows.get(keyAdults, recipientId);
      return keyAdult?.email === undefined ? null : { email: keyAdult.email, gone: false };
    }
    const changedAt = positionOf(occasion);
    const person = await this.rows.get(people, recipientId, kind === 'address-left' ? changedAt : undefined);
    if (person && kind === 'address-entered' && person.since <= changedAt) return null;
    return person && { email: person.email, gone: person.leftOn !== undefined && person.leftOn < on };
  }

  /** The schools whose pupils it is about; null while the row of one is still on its way. */
  private async schoolsOf(letter: Composed, asked: { readonly schoolId: Id } | null): Promise<SchoolRow[] | null> {
    const ids = [...new Set((asked ? [asked] : await this.about(letter)).map(({ schoolId }) => schoolId))];
    const found = await this.rows.getMany(schools, ids);
    const inOrder = ids.flatMap((id) => found.find(({ schoolId }) => schoolId === id) ?? []);
    return inOrder.length === ids.length ? inOrder : null;
  }

  /** A fresh link carries no duties: it is about whoever goes to the site. */
  private async about({ duties, siteId }: Composed): Promise<readonly { readonly schoolId: Id }[]> {
    return duties.length > 0 || siteId === undefined ? duties : this.rows.find(placements, { siteId });
  }

  private async linksOf(
    letter: Composed,
    concerned: readonly SchoolRow[],
  ): Promise<Pick<LetterFacts, 'links' | 'linkEndsOn'>> {
    if (letter.kind === 'sign-in-link') return this.signInLink(letter);
    if (letter.kind === 'address-left') return { links: [] };
    if (letter.kind === 'address-entered') return { links: [{ href: `${this.settings.publicUrl}/sign-in` }] };
    return letter.recipientKind === 'adult' ? this.providerLink(letter, concerned) : this.staffLinks(letter, concerned);
  }

  private async signInLink({ recipientId, step = '' }: Composed): Promise<Pick<LetterFacts, 'links' | 'linkEndsOn'>> {
    const minutes = signInLinkMinutes[step] ?? minutesUnlessTold;
    const { token, endsAt } = await this.signIn.makeLink('sign-in', recipientId, { minutes });
    return { links: [{ href: `${this.settings.publicUrl}/sign-in/${token}` }], linkEndsOn: momentInWords(endsAt) };
  }

  /** A provider learns from the page which schools and pupils it is about: its letter names neither. */
  private providerLink(letter: Composed, concerned: readonly SchoolRow[]): Pick<LetterFacts, 'links' | 'linkEndsOn'> {
    const { siteId, on, recipientId } = letter;
    if (siteId === undefined) throw new Error(`The letter ${letter.letterId} to a provider names no site.`);
    const lastDay = lastDayOfLink(
      on,
      concerned.map((school) => new SchoolCalendar(school)),
    );
    const href = this.links.urlOf({ siteId, on, recipientId, endsAt: endOfLink(lastDay) });
    return { links: [{ href }], linkEndsOn: dayInWords(lastDay) };
  }

  /** What a letter asks to be confirmed in writing; null where it asks for something else. */
  private async assuranceOf({ assurance }: Composed): Promise<AssuranceRow | Unwritable | null> {
    if (!assurance) return null;
    const row = await this.rows.get(assurances, assurance.assuranceId);
    const isThere = row && row.round >= assurance.round;
    return isThere ? row : { permanent: false, reply: 'What it asks for is not known yet.' };
  }

  private assuranceLink(letter: Composed, { assuranceId, replyBy }: AssuranceRow) {
    const { on, recipientId, assurance } = letter;
    const lastDay = lastDayOfAssuranceLink(on, replyBy);
    const round = assurance?.round ?? 1;
    const href = this.links.assuranceUrlOf({ assuranceId, round, recipientId, endsAt: endOfLink(lastDay) });
    return { links: [{ href }], linkEndsOn: dayInWords(lastDay), replyBy: dayInWords(replyBy) };
  }

  /** What a letter leads to, where that is what a provider must know of a pupil. */
  private async briefingOf({ briefing }: Composed): Promise<BriefingRow | Unwritable | null> {
    if (!briefing) return null;
    const row = await this.rows.get(briefings, briefing.placementId);
    const isThere = row?.sent.some(({ sending }) => sending === briefing.sending) === true;
    return row && isThere ? row : { permanent: false, reply: 'What it leads to is not known yet.' };
  }

  /** Whether nothing is left to read: it was acknowledged since, sent by another letter, or the placement has ended. */
  private async isRead({ placementId, sent, afterSending }: BriefingRow, { briefing }: Composed): Promise<boolean> {
    const sending = briefing?.sending ?? 0;
    if ((sent.at(-1)?.sending ?? 0) > sending || (afterSending ?? 0) >= sending) return true;
    const placement = await this.rows.get(placements, placementId);
    return placement?.stage === 'ended';
  }

  private briefingLink({ on, recipientId }: Composed, { placementId }: BriefingRow) {
    const lastDay = lastDayOfBriefingLink(on);
    const href = this.links.briefingUrlOf({ placementId, recipientId, endsAt: endOfLink(lastDay) });
    return { links: [{ href }], linkEndsOn: dayInWords(lastDay) };
  }

  /** The placement whose agreement a letter leads to; null where it leads to something else. */
  private async signingOf({ signing }: Composed): Promise<PlacementRow | Unwritable | null> {
    if (!signing) return null;
    const row = await this.rows.get(placements, signing.placementId);
    return row ?? { permanent: false, reply: 'What it leads to is not known yet.' };
  }

  /** Whether it is still to be signed, by somebody who may: it has not been signed since, and the placement has not ended. */
  private async isToBeSigned(placement: PlacementRow, { recipientId, recipientKind }: Composed): Promise<boolean> {
    if (placement.stage === 'ended') return false;
    if (recipientKind === 'key-adult') {
      const signatory = signatoryOf((await this.rows.get(keyAdults, recipientId)) ?? undefined);
      return signatory !== null && !placement.evidence.some(({ evidence }) => evidence === signedBy(signatory));
    }
    if (placement.agreedOn !== undefined) return false;
    const contact = await this.rows.get(contacts, recipientId);
    return barredFromSigning(contact ?? undefined) === null;
  }

  private signingLink({ on, recipientId, signing }: Composed): Pick<LetterFacts, 'links' | 'linkEndsOn'> {
    if (!signing) return { links: [] };
    const lastDay = lastDayOfSigningLink(on);
    const href = this.links.signingUrlOf({ ...signing, recipientId, endsAt: endOfLink(lastDay) });
    return { links: [{ href }], linkEndsOn: dayInWords(lastDay) };
  }

  private staffLinks({ kind }: Composed, concerned: readonly SchoolRow[]): Pick<LetterFacts, 'links'> {
    const { opens = 'today' } = letterDescriptions[kind];
    const hrefOf = (schoolId: Id) => `${this.settings.publicUrl}/schools/${schoolId}/${opens}`;
    return { links: concerned.map(({ schoolId, name }) => ({ href: hrefOf(schoolId), school: name })) };
  }

  /** How much of what it is about is still missing. Rows that are not there yet are on their way: what they are of counts. */
  private async gapsOf({ kind, duties }: Composed, mayHaveLeft: boolean): Promise<LetterFacts['gaps'] | null> {
    if (kindOfLetter[kind] !== 'placement-gap') return null;
    const [owed, placed] = await Promise.all([
      this.rows.getMany(
        matters,
        duties.map(({ dutyId }) => dutyId),
      ),
      this.rows.getMany(placements, [...new Set(duties.map(({ placementId }) => placementId))]),
    ]);
    const settled = owed.filter(({ placementId, matter }) =>
      placed.some(
        (each) => each.placementId === placementId && (each.stage === 'ended' || !each.missing.includes(matter)),
      ),
    );
    const gone = new Set(settled.map(({ dutyId }) => dutyId));
    const missing = duties.filter(({ dutyId }) => !gone.has(dutyId));
    const left = missing.length === 0 && mayHaveLeft ? duties : missing;
    return { pieces: left.length, placements: new Set(left.map(({ placementId }) => placementId)).size };
  }

  /** Of how many pupils it is still owed. Rows that are not there yet are on their way: what they are of counts. */
  private async owedOf({ kind, duties }: Composed, mayHaveLeft: boolean): Promise<number | null> {
    const owed = kindOfLetter[kind];
    if (owed === null || !isRecurring(owed)) return null;
    const rows = await this.rows.getMany(
      matters,
      duties.map(({ dutyId }) => dutyId),
    );
    const settled = new Set(
      rows.filter(({ status }) => status !== 'open' && status !== 'missed').map(({ dutyId }) => dutyId),
    );
    const left = duties.filter(({ dutyId }) => !settled.has(dutyId));
    const pupils = (of: Composed['duties']) => new Set(of.map(({ subjectId }) => subjectId)).size;
    return left.length === 0 && mayHaveLeft ? pupils(duties) : pupils(left);
  }
}

/** Whether nothing is left to ask: it was answered since, accepted, or asked anew. */
const isSettled = ({ round, status, answeredAt }: AssuranceRow, { assurance, composedAt }: Composed): boolean =>
  round !== assurance?.round || status === 'accepted' || (answeredAt !== undefined && answeredAt >= composedAt);

/** The position that an occasion ends with: of a change of address, where the one of before was still true. */
const positionOf = (occasion: string): Position => BigInt(/-(\d+)$/.exec(occasion)?.[1] ?? 0);

/** What the office finds a letter by: the beginning of its id. */
export const referenceOf = (letterId: Id): string => {
  const sign = letterId.replaceAll('-', '').slice(0, 8).toUpperCase();
  return `${sign.slice(0, 4)}-${sign.slice(4)}`;
};
