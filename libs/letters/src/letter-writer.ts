import type { LetterEvent } from '#domain';
import { orElse, type Erased, type Id, type Rows } from '#event-sourcing';
import { SchoolCalendar } from '#procedure';
import { adults, people, placements, schools, type SchoolRow } from '#read-models';
import { dayInWords, occasionInWords } from './occasion.js';
import { letterDescriptions } from './kinds/index.js';
import { writeLetter, type LetterFacts } from './letter-text.js';
import type { Mail } from './notifier.js';
import { endOfLink, lastDayOfLink, type ProviderLinks } from './provider-links.js';

export type Composed = Extract<LetterEvent, { type: 'LetterComposed' }>['data'];

/** A letter that can't be written now. Waiting may help, unless it is for good. */
export type Unwritable = { readonly permanent: boolean; readonly reply: string };

type Recipient = { readonly email: string | Erased; readonly gone: boolean };

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
  ) {}

  async write(letter: Composed): Promise<Mail | Unwritable> {
    const to = await this.addressOf(letter);
    if (typeof to !== 'string') return to;
    const concerned = await this.schoolsOf(letter);
    if (!concerned) return { permanent: false, reply: 'A school that it concerns is not known yet.' };
    const replyTo = concerned.length === 1 ? concerned[0]?.attendanceMailbox : undefined;
    const facts = {
      reference: referenceOf(letter.letterId),
      occasion: occasionInWords(letter.on, letter.session),
      hasReplyAddress: replyTo !== undefined,
      ...(letter.recipientKind === 'adult' ? this.providerLink(letter, concerned) : this.boardLinks(concerned)),
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
  private async recipientOf({ recipientKind, recipientId, on }: Composed): Promise<Recipient | null> {
    if (recipientKind === 'adult') {
      const adult = await this.rows.get(adults, recipientId);
      return adult && { email: adult.email, gone: adult.leftOn !== undefined };
    }
    const person = await this.rows.get(people, recipientId);
    return person && { email: person.email, gone: person.leftOn !== undefined && person.leftOn < on };
  }

  /** The schools whose pupils it is about; null while the row of one is still on its way. */
  private async schoolsOf(letter: Composed): Promise<SchoolRow[] | null> {
    const ids = [...new Set((await this.about(letter)).map(({ schoolId }) => schoolId))];
    const found = await this.rows.getMany(schools, ids);
    const inOrder = ids.flatMap((id) => found.find(({ schoolId }) => schoolId === id) ?? []);
    return inOrder.length === ids.length ? inOrder : null;
  }

  /** A fresh link carries no duties: it is about whoever goes to the site. */
  private async about({ duties, siteId }: Composed): Promise<readonly { readonly schoolId: Id }[]> {
    return duties.length > 0 || siteId === undefined ? duties : this.rows.find(placements, { siteId });
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

  private boardLinks(concerned: readonly SchoolRow[]): Pick<LetterFacts, 'links'> {
    const links = concerned.map(({ schoolId, name }) => ({ href: this.boardOf(schoolId), school: name }));
    return { links };
  }

  private readonly boardOf = (schoolId: Id): string => `${this.settings.publicUrl}/schools/${schoolId}/today`;
}

/** What the office finds a letter by: the beginning of its id. */
export const referenceOf = (letterId: Id): string => {
  const sign = letterId.replaceAll('-', '').slice(0, 8).toUpperCase();
  return `${sign.slice(0, 4)}-${sign.slice(4)}`;
};
