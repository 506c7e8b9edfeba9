import { status, type Status } from '#domain';
import { erased, orElse } from '#event-sourcing';
import type { ContactRow, PupilFormRow, PupilRow } from '#read-models';
import type { AsAt } from '../shell/as-at.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Notice } from '../shell/saved.js';
import { dayOf, localInput, momentInWords, shortDay, telHref } from '../shell/words.js';
import { weekOf } from '../weeks/week.page.js';
import { latestOf, todayOf } from './day.page.js';
import { whenOf } from './earlier-provision.page.js';
import type { PupilFacts } from './gather.js';
import { keyAdultsOf } from './key-adults.page.js';
import { owedAbout, searchesFor } from './owed.page.js';
import { placementLine } from './placement-line.js';
import { ethnicityWords, fullName, genderWords, statusWords, upnWords, yearWords } from './pupil-words.js';
import { recordsOf } from './records-of.js';
import { schoolsOf } from './schools-of.js';

export type PupilReader = {
  readonly past: AsAt | null;
  readonly mayEnter: boolean;
  readonly mayPropose: boolean;
  readonly maySearch: boolean;
  readonly mayMark: boolean;
  readonly mayKeepRoll: boolean;
};

const gone = 'Erased';
const valueColour = { yes: 'blue', no: '', unknown: 'yellow' } as const;
const valueWords = { yes: 'Yes', no: 'No', unknown: 'Not known' } as const;

/** A pupil, with what has to be known at nine in the morning first: where they are, and whom to ring. */
export function pupilPage(facts: PupilFacts, reader: PupilReader, saved: Notice | null = null) {
  const { pupil, form, contacts, placements, elsewhere } = facts;
  const { past, mayEnter, mayPropose, maySearch, mayMark } = reader;
  const records = recordsOf(facts, reader);
  // What is new goes to the record that is kept.
  const isOpen = !past && pupil.mergedInto === undefined;
  const schools = schoolsOf(facts, reader);
  const mayChange = mayEnter && isOpen;
  const known = orElse(pupil.statuses, null);
  const bornOn = orElse(pupil.bornOn, null);
  return {
    title: fullName(pupil),
    caption: past ? 'Pupil, as known then' : 'Pupil',
    year: yearWords(pupil),
    saved,
    back: { href: urlOf(paths.pupils.find, pupil), text: 'Find a pupil' },
    past: past && { moment: momentInWords(facts.now), now: urlOf(paths.pupils.show, pupil) },
    today: todayOf(facts, { maySearch, mayMark, isNow: past === null }),
    latest: latestOf(facts),
    owed: owedAbout(facts),
    searches: searchesFor(facts),
    records,
    schools,
    identity: [
      { key: 'Year group', value: yearWords(pupil) || gone },
      { key: 'Birth date', value: bornOn === null ? gone : shortDay(bornOn) },
      { key: 'UPN', value: upnWords(pupil) },
      ...schools.identity,
      // Whoever has nothing to do with entering these has no need to see them.
      ...(mayEnter ? characteristicsOf(form) : []),
    ],
    statuses: status.options.map((each) => {
      const value = known === null ? null : (known[each] ?? 'unknown');
      return {
        key: statusWords[each],
        value: value ? valueWords[value] : gone,
        colour: value ? valueColour[value] : '',
        more: value ? sinceWords(form, each) : '',
      };
    }),
    keyAdults: keyAdultsOf(pupil, facts.keyAdults, {
      isPlaced: [...placements, ...elsewhere].some(({ endedOn }) => endedOn === undefined),
      mayChange,
    }),
    earlier: earlierOf(pupil, form, mayChange),
    contacts: contacts.map((contact) => {
      const telephone = orElse(contact.telephone, '');
      return {
        name: orElse(contact.name, 'Name erased'),
        relation: orElse(contact.relation, ''),
        telephone,
        href: telHref(telephone),
        may: [
          orElse(contact.mayBeRung, false) ? 'May be rung.' : 'Must not be rung.',
          orElse(contact.mayBeTold, false) ? 'May be told.' : 'Must not be told.',
        ].join(' '),
        mayBeRung: orElse(contact.mayBeRung, false),
        withheld: contact.whereaboutsWithheld === true,
        more: moreOf(contact),
        change: mayChange ? urlOf(paths.pupils.contact, { ...pupil, contactId: contact.contactId }) : null,
        remove: mayChange ? urlOf(paths.pupils.removeContact, { ...pupil, contactId: contact.contactId }) : null,
      };
    }),
    placements: placements.toReversed().map((placement) => placementLine(placement, facts)),
    week: {
      ...weekLink(facts, past),
      shown: weekOf({ ...facts, placements: [...placements, ...elsewhere] }, dayOf(facts.now)),
    },
    propose: mayPropose && isOpen && schools.left === null ? urlOf(paths.placements.propose, pupil) : null,
    links: mayChange
      ? {
          details: urlOf(paths.pupils.details, pupil),
          upn: urlOf(paths.pupils.upn, pupil),
          upnText: pupil.upn === undefined ? 'Enter the UPN' : 'Change the UPN',
          characteristics: urlOf(paths.pupils.characteristics, pupil),
          statuses: urlOf(paths.pupils.statuses, pupil),
          addEarlier: urlOf(paths.pupils.addEarlier, pupil),
          addContact: urlOf(paths.pupils.addContact, pupil),
          contactOrder: contacts.length > 1 ? urlOf(paths.pupils.contactOrder, pupil) : null,
        }
      : null,
    replay: { action: urlOf(paths.pupils.show, pupil), value: localInput(facts.now) },
  };
}

// Procedure: S14.3, S14.5
const characteristicsOf = (form: PupilFormRow | null) => [
  { key: 'Ethnicity', value: form?.ethnicity === erased ? gone : ethnicityWords[form?.ethnicity ?? 'unknown'] },
  { key: 'Gender', value: form?.gender === erased ? gone : genderWords[form?.gender ?? 'unknown'] },
];

/** "Since 1 Sep 2026, by Northshire": since when a status holds, and in whose care the pupil is. */
function sinceWords(form: PupilFormRow | null, each: Status): string {
  const noted = form === null || form.noted === erased ? undefined : form.noted[each];
  if (!noted) return '';
  const by = noted.caringAuthority === undefined ? '' : `, by ${noted.caringAuthority}`;
  return `Since ${shortDay(noted.on)}${by}`;
}

/** What else has to be borne in mind of a contact, in sentences. */
// Procedure: S14.16, X4
function moreOf({ email, parentalResponsibility, maySign, language, interpreterNeeded }: ContactRow): string {
  const address = orElse(email ?? '', '');
  const spoken = orElse(language ?? '', '');
  return [
    ...(address ? [`Email: ${address}.`] : []),
    ...(parentalResponsibility === 'yes' ? ['Has parental responsibility.'] : []),
    ...(parentalResponsibility === 'no' ? ['No parental responsibility.'] : []),
    ...(maySign === true ? ['May sign for those who have it.'] : []),
    ...(spoken ? [`Speaks ${spoken}.`] : []),
    ...(interpreterNeeded === true ? ['An interpreter is needed.'] : []),
  ].join(' ');
}

/** What was entered of provision before. */
function earlierOf(pupil: PupilRow, form: PupilFormRow | null, mayChange: boolean) {
  if (form?.earlier === erased) return { isErased: true, list: [] };
  const list = (form?.earlier ?? []).map((each) => ({
    where: each.where,
    when: whenOf(each),
    remove: mayChange ? urlOf(paths.pupils.removeEarlier, { ...pupil, entryId: each.entryId }) : null,
  }));
  return { isErased: false, list };
}

/** The page of the whole week, as at the same moment. */
const weekLink = ({ pupil }: PupilFacts, past: AsAt | null) => ({
  href: urlOf(paths.pupils.week, pupil, past ? { at: past.moment ?? String(past.position) } : {}),
});
