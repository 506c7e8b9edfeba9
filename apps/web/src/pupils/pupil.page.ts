import { isTemporaryUpn, status } from '#domain';
import { orElse } from '#event-sourcing';
import type { PlacementRow, PupilRow } from '#read-models';
import { stageTag } from '../placements/stage.js';
import type { AsAt } from '../shell/as-at.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Notice } from '../shell/saved.js';
import { localInput, momentInWords, shortDay, telHref } from '../shell/words.js';
import { latestOf, todayOf } from './day.page.js';
import type { PupilFacts } from './gather.js';
import { owedAbout, searchesFor } from './owed.page.js';
import { fullName, statusWords, yearWords } from './pupil-words.js';

export type PupilReader = {
  readonly past: AsAt | null;
  readonly mayEnter: boolean;
  readonly mayPropose: boolean;
  readonly maySearch: boolean;
  readonly mayMark: boolean;
};

const gone = 'Erased';
const valueColour = { yes: 'blue', no: '', unknown: 'yellow' } as const;
const valueWords = { yes: 'Yes', no: 'No', unknown: 'Not known' } as const;

/** A pupil, with what has to be known at nine in the morning first: where they are, and whom to ring. */
export function pupilPage(facts: PupilFacts, reader: PupilReader, saved: Notice | null = null) {
  const { pupil, contacts, placements } = facts;
  const { past, mayEnter, mayPropose, maySearch, mayMark } = reader;
  const mayChange = mayEnter && !past;
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
    alike: facts.alike.map(({ schoolId, subjectId, upn }) => ({
      href: urlOf(paths.pupils.show, { schoolId, subjectId }),
      upn: upn ?? 'not known',
    })),
    identity: [
      { key: 'Year group', value: yearWords(pupil) || gone },
      { key: 'Birth date', value: bornOn === null ? gone : shortDay(bornOn) },
      { key: 'UPN', value: upnWords(pupil) },
    ],
    statuses: status.options.map((each) => {
      const value = known === null ? null : (known[each] ?? 'unknown');
      return {
        key: statusWords[each],
        value: value ? valueWords[value] : gone,
        colour: value ? valueColour[value] : '',
      };
    }),
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
        change: mayChange ? urlOf(paths.pupils.contact, { ...pupil, contactId: contact.contactId }) : null,
        remove: mayChange ? urlOf(paths.pupils.removeContact, { ...pupil, contactId: contact.contactId }) : null,
      };
    }),
    placements: placements.toReversed().map((placement) => placementLine(placement, facts)),
    propose: mayPropose && !past ? urlOf(paths.placements.propose, pupil) : null,
    links: mayChange
      ? {
          details: urlOf(paths.pupils.details, pupil),
          upn: urlOf(paths.pupils.upn, pupil),
          upnText: pupil.upn === undefined ? 'Enter the UPN' : 'Change the UPN',
          statuses: urlOf(paths.pupils.statuses, pupil),
          addContact: urlOf(paths.pupils.addContact, pupil),
          contactOrder: contacts.length > 1 ? urlOf(paths.pupils.contactOrder, pupil) : null,
        }
      : null,
    replay: { action: urlOf(paths.pupils.show, pupil), value: localInput(facts.now) },
  };
}

function placementLine(placement: PlacementRow, { sites }: PupilFacts) {
  const { startedOn, startOn, endedOn, plannedEndOn } = placement;
  const from = `${startedOn === undefined ? 'to begin' : 'from'} ${shortDay(startedOn ?? startOn)}`;
  const until = endedOn ? `until ${shortDay(endedOn)}` : plannedEndOn ? `planned until ${shortDay(plannedEndOn)}` : '';
  return {
    href: urlOf(paths.placements.show, placement),
    site: sites.get(placement.siteId)?.name ?? 'Unknown site',
    stage: stageTag[placement.stage],
    dates: `${from} ${until}`.trim(),
    because: placement.endedBecause === undefined ? '' : orElse(placement.endedBecause, 'The reason is erased'),
  };
}

function upnWords({ upn, upnUnknownBecause }: PupilRow): string {
  if (upn === undefined) return `Not known: ${orElse(upnUnknownBecause ?? '', gone)}`;
  const number = orElse(upn, null);
  if (number === null) return gone;
  return isTemporaryUpn(number) ? `${number}, a temporary one` : number;
}
