import { Injectable, NotFoundException } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { assuranceIdOf, type AssuranceGiven } from '#domain';
import { erased, type Day, type Id } from '#event-sourcing';
import {
  Editions,
  outstandingIn,
  standingOf,
  type Assurance,
  type AssuranceStanding,
  type Edition,
  type Outstanding,
} from '#procedure';
import {
  AdultsById,
  AdultsOfSite,
  AssuranceById,
  PeopleById,
  type AdultAssuranceRow,
  type AdultRow,
  type AssuranceFound,
  type PersonRow,
} from '#read-models';
import { byKey } from '../shell/lists.js';

/** Written assurance about a site, as a school has it on a day. */
export type AssuranceFacts = {
  /** What the edition asks: that under which it was asked, or before that the one in force. */
  readonly asked: Assurance;
  readonly edition: Edition;
  /** The edition under which it is asked anew; null where that asks no provider. */
  readonly inForce: Edition | null;
  readonly found: AssuranceFound | null;
  readonly standing: AssuranceStanding;
  /** How it stands on another day, by who is known to be there on it. */
  readonly standingOn: (day: Day) => AssuranceStanding;
  /** What is not confirmed, when there is an answer. */
  readonly outstanding: readonly Outstanding[];
  /** Who works at the site on the day. */
  readonly there: readonly AdultRow[];
  /** These, and whoever an answer names besides. */
  readonly adults: ReadonlyMap<Id, AdultRow>;
  readonly people: ReadonlyMap<Id, PersonRow>;
};

/** Asks the read models and the edition for what is known of written assurance about a site. */
@Injectable()
export class GatherAssurance {
  constructor(
    private readonly queries: QueryBus,
    private readonly editions: Editions,
  ) {}

  /** What is known of it on a day; null where neither was it asked for nor does the edition in force ask for it. */
  async gather(schoolId: Id, siteId: Id, today: Day): Promise<AssuranceFacts | null> {
    const assuranceId = assuranceIdOf(schoolId, siteId);
    const found = await this.queries.execute(new AssuranceById({ assuranceId }));
    const inForce = this.editions.inForceOn(today);
    const pinned = found?.assurance.procedure;
    const edition = pinned ? this.editions.editionFor(pinned.id, pinned.edition) : inForce;
    const asked = edition?.assurance;
    if (!edition || !asked) return null;

    const all = await this.queries.execute(new AdultsOfSite({ siteId }));
    const thereOn = (day: Day) => all.filter(({ leftOn }) => leftOn === undefined || leftOn >= day);
    const there = thereOn(today);
    const standingOn = (day: Day) => {
      const ids = thereOn(day).map(({ adultId }) => adultId);
      return standingOf(found?.assurance ?? null, ids, asked, day);
    };
    const adults = byKey([...(await this.alsoNamed(found, all)), ...all], ({ adultId }) => adultId);
    const personIds = [...new Set(found ? personsOf(found) : [])];
    return {
      asked,
      edition,
      inForce: inForce?.assurance ? inForce : null,
      found,
      standing: standingOn(today),
      standingOn,
      outstanding: found?.assurance.answeredOn === undefined ? [] : outstandingIn(asked, answersOf(found)),
      there,
      adults,
      people: byKey(await this.queries.execute(new PeopleById({ personIds })), ({ personId }) => personId),
    };
  }

  /** @throws {NotFoundException} where nothing was asked and nothing is. */
  async known(schoolId: Id, siteId: Id, today: Day): Promise<AssuranceFacts> {
    const facts = await this.gather(schoolId, siteId, today);
    if (!facts) throw new NotFoundException();
    return facts;
  }

  /** Somebody may work at another site since. */
  private async alsoNamed(found: AssuranceFound | null, known: readonly AdultRow[]): Promise<readonly AdultRow[]> {
    if (!found) return [];
    const { recipientId, chased, adultIds, othersIds, channel, byId } = found.assurance;
    const named = [recipientId, ...chased.map((each) => each.recipientId), ...adultIds, ...othersIds];
    const writers = channel === 'link' && byId !== undefined ? [byId] : [];
    const missing = [...new Set([...named, ...writers])].filter((each) =>
      known.every(({ adultId }) => adultId !== each),
    );
    return missing.length === 0 ? [] : this.queries.execute(new AdultsById({ adultIds: missing }));
  }
}

const personsOf = ({ assurance: { personId, chased, channel, byId, acceptedBy } }: AssuranceFound): Id[] => [
  personId,
  ...chased.map((each) => each.personId),
  ...(channel === 'paper' && byId !== undefined ? [byId] : []),
  ...(acceptedBy === undefined ? [] : [acceptedBy]),
];

/** What stands of the answers. Of somebody whose data has been erased nothing can be asked any more. */
function answersOf({ assurance, adults }: AssuranceFound) {
  const said = new Map<Id, AdultAssuranceRow['answers']>(adults.map(({ adultId, answers }) => [adultId, answers]));
  return {
    provider: assurance.answers,
    adults: new Map(
      assurance.adultIds.flatMap((adultId): [Id, readonly AssuranceGiven[]][] => {
        const answers = said.get(adultId) ?? [];
        return answers === erased ? [] : [[adultId, answers]];
      }),
    ),
  };
}
