import type { LetterKind } from '#domain';
import { orElse, type Day, type Erased, type Id } from '#event-sourcing';
import type { AdultRow, ContactRow, KeyAdultRow, LetterRow, PersonRow, SiteRow } from '#read-models';
import { keyAdultName } from '../pupils/key-adults.page.js';
import { paths, urlOf } from '../shell/paths.js';
import { clockTime, count, dayInWords, sessionWords, shortDay } from '../shell/words.js';

export type LettersFacts = {
  readonly schoolId: Id;
  readonly on: Day;
  readonly before: Day;
  readonly after: Day | null;
  readonly letters: readonly LetterRow[];
  readonly people: ReadonlyMap<Id, PersonRow>;
  readonly adults: ReadonlyMap<Id, AdultRow>;
  readonly contacts: ReadonlyMap<Id, ContactRow>;
  readonly keyAdults: ReadonlyMap<Id, KeyAdultRow>;
  readonly sites: ReadonlyMap<Id, SiteRow>;
  /** What came back for those that were not taken. */
  readonly replies: ReadonlyMap<Id, string | Erased>;
  /** Whether this installation hands letters to anybody. */
  readonly leaving: boolean;
};

const kinds: Readonly<Record<LetterKind, string>> = {
  'attendance-request': 'Asks the provider who is there',
  'attendance-chase': 'Asks the provider again',
  'attendance-unanswered': 'Tells staff that a provider has not answered',
  'find-the-pupil': 'Asks staff to find a pupil',
  'gap-due': 'Reminds staff of what is missing for placements',
  'gap-overdue': 'Tells staff that what is missing for placements is overdue',
  'liaison-due': 'Reminds staff to speak with providers this week',
  'liaison-missed': 'Tells staff that nobody spoke with a provider last week',
  'welfare-check-due': 'Reminds staff of safe and well checks',
  'welfare-check-missed': 'Tells staff that safe and well checks were missed',
  'visit-due': 'Reminds staff of monitoring visits',
  'visit-missed': 'Tells staff that monitoring visits were missed',
  'assurance-request': 'Asks a provider for written assurance',
  'assurance-chase': 'Asks a provider again for written assurance',
  briefing: 'Tells a provider that there is something to read',
  'signature-request': 'Asks somebody to sign an agreement',
  'fresh-link': 'A fresh link for the provider',
  'sign-in-link': 'A sign-in link for somebody',
  'address-left': 'Tells somebody’s old mailbox that another has taken its place',
  'address-entered': 'Tells somebody’s new mailbox what it is for',
};

/** The letters of a day about a school's pupils: to whom, what for, and how far each has come. */
export function lettersPage(facts: LettersFacts) {
  const { schoolId, on, before, after, letters } = facts;
  const day = (each: Day) => urlOf(paths.letters, { schoolId }, { on: each });
  const waiting = letters.filter(({ state }) => state !== 'accepted').length;
  return {
    title: 'Letters',
    day: dayInWords(on),
    summary:
      letters.length === 0
        ? 'No letter was written on this day.'
        : `${count(letters.length, 'letter')}; ${waiting === 0 ? 'all accepted by the mail server' : `${waiting} not accepted`}.`,
    earlier: { href: day(before), text: shortDay(before) },
    later: after ? { href: day(after), text: shortDay(after) } : null,
    rows: letters.map((letter) => ({
      what: kinds[letter.kind],
      about: aboutWords(letter, facts),
      to: recipient(letter, facts),
      carries:
        letter.duties.length === 0 ? '' : count(new Set(letter.duties.map(({ subjectId }) => subjectId)).size, 'pupil'),
      at: clockTime(letter.composedAt),
      ...stateWords(letter, facts),
    })),
  };
}

function aboutWords({ siteId, session }: LetterRow, { sites }: LettersFacts): string {
  const site = siteId ? sites.get(siteId)?.name : undefined;
  return [site, session ? sessionWords[session] : undefined].filter((part) => part !== undefined).join(', ');
}

function recipient({ recipientId, recipientKind }: LetterRow, facts: LettersFacts): string {
  if (recipientKind === 'key-adult') {
    const keyAdult = facts.keyAdults.get(recipientId);
    return keyAdult ? keyAdultName(keyAdult) : 'Somebody not known any more';
  }
  const known = { person: facts.people, adult: facts.adults, contact: facts.contacts };
  const found = known[recipientKind].get(recipientId);
  return found ? orElse(found.name, 'Name erased') : 'Somebody not known any more';
}

/** That a mail server took it is all that is ever known of a letter's arrival. */
function stateWords(
  letter: LetterRow,
  { leaving, replies }: LettersFacts,
): { state: string; colour: string; detail: string } {
  const reply = replies.get(letter.letterId);
  const cameBack = reply === undefined ? '' : ` What came back: “${orElse(reply, 'erased')}”.`;
  const attempts = letter.attempts > 1 ? `, after ${letter.attempts} attempts` : '';
  switch (letter.state) {
    case 'accepted':
      return {
        state: 'Accepted',
        colour: 'green',
        detail: letter.acceptedAt ? `by the mail server at ${clockTime(letter.acceptedAt)}${attempts}` : '',
      };
    case 'refused':
      return {
        state: 'Refused',
        colour: 'red',
        detail: `by the mail server, for good${attempts}.${cameBack} Correct the address, and tell them another way.`,
      };
    case 'to-go-again': {
      const again = letter.againAt ? `goes again at ${clockTime(letter.againAt)}` : 'goes again';
      return {
        state: 'Not taken yet',
        colour: 'orange',
        detail: `${again}${attempts}.${cameBack} If this goes on, tell whoever looks after the mail server.`,
      };
    }
    case 'handing-over':
      return { state: 'Being handed over', colour: 'blue', detail: '' };
    case 'called-off':
      return { state: 'Not sent', colour: 'grey', detail: 'there was nothing left to say' };
    case 'composed':
      return leaving
        ? { state: 'Not sent yet', colour: 'yellow', detail: '' }
        : { state: 'Not sent', colour: 'red', detail: 'no mail server is set up' };
  }
}
