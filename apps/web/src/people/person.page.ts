import { orElse } from '#event-sourcing';
import type { LetterRow } from '#read-models';
import { paths, urlOf } from '../shell/paths.js';
import type { Notice } from '../shell/saved.js';
import { momentInWords, shortDay } from '../shell/words.js';
import { vacancyDay, vacancyWords, whyOpen } from './vacancy-words.js';
import type { PersonVacancies } from './gather-vacancies.js';
import type { PersonHere } from './gather.js';
import { daysHeld, hasOtherHolder, heldRole } from './role-words.js';
import { canBeNamed } from './successors.page.js';

export type PersonFacts = PersonHere & {
  readonly hasAccount: boolean;
  readonly signedInTimes: number;
  /** The last sign-in link that was written to them. */
  readonly letter: LetterRow | null;
  /** Whether a link goes by email; else it is shown to whoever makes it. */
  readonly mailLeaves: boolean;
  /** What nobody follows them in. */
  readonly vacancies: PersonVacancies;
};

/** A person as their school sees them, and all that can be done about them there. */
export function personPage(facts: PersonFacts, saved: Notice | null = null) {
  const { person, school, roles, today, inCharge, elsewhere } = facts;
  const { personId } = person;
  const { schoolId } = school;
  const address = { schoolId, personId };
  const gone = person.leftOn !== undefined && person.leftOn < today;
  return {
    title: orElse(person.name, 'Name erased'),
    saved,
    back: { href: urlOf(paths.people.list, { schoolId }), text: 'All people' },
    email: orElse(person.email, 'Address erased'),
    gone,
    left: person.leftOn === undefined ? '' : `${gone ? 'Left' : 'Leaves'} on ${shortDay(person.leftOn)}`,
    elsewhere: elsewhere ? 'They have roles at another school as well.' : '',
    roles: roles.map((each) => ({
      text: heldRole(each),
      days: daysHeld(each, today),
      alone: each.standing === 'holder' && each.from <= today && !hasOtherHolder(school.roles, each, today),
      end: urlOf(paths.people.endRole, { ...address, role: each.role, standing: each.standing }),
    })),
    following: followingPart(facts),
    away: person.away.filter(({ to }) => to >= today).map(({ from, to }) => `${shortDay(from)} to ${shortDay(to)}`),
    links: {
      details: inCharge ? urlOf(paths.people.details, address) : null,
      giveRole: urlOf(paths.people.giveRole, address),
      away: urlOf(paths.people.away, address),
      leave: urlOf(paths.people.leave, address),
    },
    signIn: {
      inCharge,
      why: 'How this person signs in is changed by an operator, or by somebody who manages people at all of their schools.',
      state: facts.hasAccount ? 'They have a password.' : 'They have not chosen a password yet.',
      sessions:
        facts.signedInTimes === 0
          ? 'They are signed in nowhere.'
          : `They are signed in ${facts.signedInTimes === 1 ? 'once' : `${facts.signedInTimes} times`}.`,
      letter: facts.letter ? letterWords(facts.letter) : '',
      link: gone ? null : urlOf(paths.people.link, address),
      linkText: facts.mailLeaves ? 'Send a sign-in link' : 'Make a sign-in link to hand over',
      signOut: facts.signedInTimes === 0 ? null : urlOf(paths.people.signOut, address),
    },
  };
}

/** What nobody follows them in, or that somebody does; nothing as long as no last day is known. */
// Procedure: S2.4, S13.13, S13.15
function followingPart({ school: { schoolId }, person, vacancies: found, roles, today }: PersonFacts) {
  const { vacancies } = found;
  const ends = person.leftOn !== undefined || roles.length === 0 || roles.some(({ until }) => until !== undefined);
  if (vacancies.length === 0 && !ends) return null;
  return {
    vacancies: vacancies.map((vacancy) => ({ day: vacancyDay(vacancy, today), text: vacancyWords(vacancy, found) })),
    because: vacancies.length === 0 ? '' : whyOpen(person, schoolId),
    name: vacancies.some(canBeNamed) ? urlOf(paths.people.successors, { schoolId, personId: person.personId }) : null,
  };
}

function letterWords(letter: LetterRow): string {
  const at = momentInWords(letter.acceptedAt ?? letter.refusedAt ?? letter.composedAt);
  switch (letter.state) {
    case 'accepted':
      return `The mail server took their last sign-in link at ${at}.`;
    case 'refused':
      return `The mail server refused their last sign-in link at ${at}: check the address.`;
    case 'to-go-again':
      return `The mail server did not take their last sign-in link at ${at}. It goes again by itself.`;
    case 'called-off':
    case 'composed':
    case 'handing-over':
      return `A sign-in link was written at ${at} and is not handed over yet.`;
  }
}
