import { orElse, type Day, type Id } from '#event-sourcing';
import { evaluationsDue } from '#procedure';
import type { AdultRow, Closure, PlacementRow, PupilRow, StopRow } from '#read-models';
import { fullName, yearWords } from '../pupils/pupil-words.js';
import { standingTag, standingWords } from '../assurance/assurance-words.js';
import { evaluationsPart, openPart } from '../evaluations/evaluation.page.js';
import { stageTag } from '../placements/stage.js';
import type { AsAt } from '../shell/as-at.js';
import { paths, urlOf } from '../shell/paths.js';
import type { Notice } from '../shell/saved.js';
import { dayOf, localInput, momentInWords, shortDay, telHref } from '../shell/words.js';
import { checksOf } from './checks.js';
import { findingsOf } from './finding-words.js';
import type { ProviderFacts, SiteFacts } from './gather.js';
import { sharingWords } from './sharing.page.js';
import { signalPart } from './registration-signal-words.js';
import {
  adultName,
  closureWords,
  isContactOf,
  isErased,
  isThere,
  leadsAt,
  siteTag,
  standsInAt,
} from './provider-words.js';

export type ProviderReader = {
  readonly past: AsAt | null;
  readonly mayEnter: boolean;
  readonly mayEvaluate: boolean;
  readonly mayClose: boolean;
  readonly maySetStops: boolean;
  readonly maySeeBoard: boolean;
  readonly mayReadAssurance: boolean;
  readonly now: string;
};

/** A provider with its sites, who works there, when they are closed, and whom the school has placed there. */
export function providerPage(facts: ProviderFacts, reader: ProviderReader, saved: Notice | null = null) {
  const { schoolId, provider } = facts;
  const { past, now } = reader;
  const address = { schoolId, providerId: provider.providerId };
  const show = urlOf(paths.providers.show, address);
  const mayEnter = reader.mayEnter && !past;
  const today = dayOf(past?.moment ?? now);
  return {
    title: provider.name,
    caption: past ? 'Provider, as entered then' : 'Provider',
    saved,
    back: { href: urlOf(paths.providers.list, { schoolId }), text: 'All providers' },
    past: past && { moment: past.moment ? momentInWords(past.moment) : '', now: show },
    stops: stopsPart(facts, reader),
    numbers: [
      { key: 'URN', value: provider.urn ?? 'None entered' },
      { key: 'UKPRN', value: provider.ukprn ?? 'None entered' },
    ],
    sharing: {
      ...sharingWords(facts.sharing, today),
      href: mayEnter ? urlOf(paths.providers.sharing, address) : null,
    },
    signal: signalPart(facts.signals.ofProvider(provider.providerId), facts.findings, today),
    findings: findingsOf(facts.findings, undefined, today, facts.people),
    record: mayEnter ? recordLinks(address) : null,
    open: openPart(facts.evaluations, today, reader.mayEvaluate && !past),
    sites: facts.sites.map((site) => sitePart(site, facts, reader, today)),
    links: mayEnter
      ? { details: urlOf(paths.providers.details, address), addSite: urlOf(paths.providers.addSite, address) }
      : null,
    replay: { action: show, value: localInput(past?.moment ?? now) },
  };
}

/** The stops that hold first: a school sees them all, and the reason on its own pages alone. */
// Procedure: S4.22
function stopsPart({ schoolId, provider, stops, sites }: ProviderFacts, reader: ProviderReader) {
  const nameOf = new Map([
    ...sites.map(({ site }) => [site.siteId, site.name] as const),
    ...sites.flatMap(({ adults }) => adults.map((adult) => [adult.adultId, adultName(adult)] as const)),
  ]);
  const part = ({ stopId, siteId, adultId, setAt, liftedOn }: StopRow) => ({
    href: urlOf(paths.stops.show, { schoolId, stopId }),
    text: nameOf.get(siteId ?? adultId ?? '') ?? provider.name,
    when:
      liftedOn === undefined ? `since ${shortDay(dayOf(setAt))}` : `${shortDay(dayOf(setAt))} to ${shortDay(liftedOn)}`,
  });
  return {
    held: stops.filter(({ state }) => state === 'holds').map(part),
    lifted: stops.filter(({ state }) => state === 'lifted').map(part),
    set: reader.maySetStops && !reader.past ? urlOf(paths.providers.stop, { schoolId, ...provider }) : null,
  };
}

/** Where what was found is recorded: about the provider as a whole, or about one site. */
const recordLinks = (address: { readonly schoolId: Id; readonly providerId: Id }, site?: Id) =>
  [
    { path: paths.providers.registration, text: 'Record the registration' },
    { path: paths.providers.inspection, text: 'Record an inspection' },
    { path: paths.providers.approval, text: 'Record an approval' },
    { path: paths.providers.policy, text: 'Record an insurance or policy' },
  ].map(({ path, text }) => ({ href: urlOf(path, address, { site }), text }));

/** An evaluation begins with the form by which it is made. */
const evaluateLinks = (
  { edition }: ProviderFacts,
  where: { readonly schoolId: Id; readonly providerId: Id; readonly siteId: Id },
) =>
  (edition?.instruments ?? []).map(({ id, title, assessedBy }) => ({
    href: urlOf(paths.evaluations.record, { ...where, instrument: id }),
    text:
      assessedBy === 'provider' ? `Record the provider’s ${title.toLowerCase()}` : `Evaluate ${title.toLowerCase()}`,
  }));

function sitePart(site: SiteFacts, facts: ProviderFacts, reader: ProviderReader, today: Day) {
  const { schoolId, school, provider } = facts;
  const { siteId, name, address, telephone, givenUp, closures } = site.site;
  const where = { schoolId, providerId: provider.providerId, siteId };
  const [mayEnter, mayClose] = [reader.mayEnter, reader.mayClose].map((may) => may && !reader.past);
  const tag = siteTag(site.site, today);
  const asked = (adult: AdultRow) => isContactOf(adult, site.site);
  // Whom to ask comes first.
  const there = site.adults
    .filter(isThere)
    .toSorted((a, b) => Number(asked(b)) - Number(asked(a)) || adultName(a).localeCompare(adultName(b)));
  const { running, ended } = placementsOf(site.placements, facts.pupils, today);
  const isClosedNow = !reader.past && closures.some(({ on }) => on === today);
  const closure = (each: Closure) => ({
    text: closureWords(each),
    takeBack: mayClose ? urlOf(paths.providers.reopen, { ...where, on: each.on }) : null,
  });
  return {
    id: `site-${siteId}`,
    name,
    tag,
    address,
    telephone,
    href: telHref(telephone),
    board: isClosedNow && reader.maySeeBoard ? urlOf(paths.today.board, { schoolId }) : null,
    givenUp: givenUp ? `Closed for good after ${shortDay(givenUp.on)}: ${givenUp.because}` : '',
    adults: there.map((adult) => adultPart(adult, site, { ...where, mayEnter: mayEnter === true })),
    nobodyAsked:
      !there.some((adult) => asked(adult) || standsInAt(adult, site.site)) && (!givenUp || givenUp.on >= today),
    gone: site.adults.filter((adult) => !isThere(adult)).map((adult) => goneWords(adult)),
    ahead: closures.filter(({ on }) => on >= today).map(closure),
    over: closures
      .filter(({ on }) => on < today)
      .toReversed()
      .map(({ on, ...each }) => closureWords({ on, ...each })),
    placements: { nobody: `No pupil of ${school} is placed here.`, running, ended },
    checks: checksOf(site, facts.edition, schoolId, today),
    assurance: site.assurance && {
      summary: standingWords(site.assurance),
      tag: standingTag[site.assurance.standing.state],
      href: reader.mayReadAssurance ? urlOf(paths.assurance.show, where) : null,
    },
    evaluations: evaluationsPart(facts.evaluations, siteId),
    due: dueOf(site, facts, today),
    evaluate: reader.mayEvaluate && !reader.past ? evaluateLinks(facts, where) : [],
    signal: signalPart(facts.signals.ofSite(siteId), facts.findings, today, siteId),
    findings: findingsOf(facts.findings, siteId, today, facts.people),
    record: mayEnter ? recordLinks(where, siteId) : null,
    links: {
      ...(mayEnter && {
        details: urlOf(paths.providers.site, where),
        addAdult: urlOf(paths.providers.addAdult, where),
        giveUp: givenUp ? null : urlOf(paths.providers.giveUp, where),
        moveLastDay: givenUp ? urlOf(paths.providers.giveUp, where) : null,
        takeUp: givenUp ? urlOf(paths.providers.takeUp, where) : null,
      }),
      ...(mayClose && { close: urlOf(paths.providers.close, where) }),
    },
  };
}

/** The evaluations that the school owes itself there, and by when; what is overdue stands out. */
// Procedure: S5.3, S23.30
function dueOf({ site, placements }: SiteFacts, { edition, evaluations }: ProviderFacts, today: Day) {
  const first = placements
    .filter(({ stage }) => stage === 'started')
    .flatMap(({ startedOn }) => startedOn ?? [])
    .toSorted()
    .at(0);
  const here = evaluations.evaluations.filter(({ siteId }) => siteId === site.siteId);
  const lastOn = (id: string) =>
    here
      .filter(({ instrument }) => instrument.id === id)
      .map(({ on }) => on)
      .toSorted()
      .at(-1) ?? null;
  return evaluationsDue(edition?.instruments ?? [], { firstOn: first ?? null, lastOn }, today).map(
    ({ instrument, dueOn, isOverdue }) => ({
      text: `${instrument.title}: by ${shortDay(dueOn)}`,
      tag: isOverdue ? { text: 'Overdue', colour: 'red' } : null,
    }),
  );
}

type Where = { readonly schoolId: Id; readonly providerId: Id; readonly mayEnter: boolean };

function adultPart(adult: AdultRow, { site, refusedOn }: SiteFacts, { mayEnter, ...where }: Where) {
  const telephone = orElse(adult.telephone ?? '', '');
  const refusedAt = refusedOn.get(adult.adultId);
  const address = { ...where, adultId: adult.adultId };
  return {
    name: adultName(adult),
    email: orElse(adult.email, 'Address erased'),
    telephone,
    href: telHref(telephone),
    parts: [
      ...(isContactOf(adult, site) ? ['Asked about attendance'] : []),
      ...(standsInAt(adult, site) ? ['Stands in on attendance'] : []),
      ...(leadsAt(adult, site) ? ['Leads on safeguarding'] : []),
    ],
    refused: refusedAt === undefined ? '' : `A letter to this address came back on ${shortDay(dayOf(refusedAt))}`,
    change: mayEnter && !isErased(adult) ? urlOf(paths.providers.adult, address) : null,
    leaves: mayEnter ? urlOf(paths.providers.adultLeaves, address) : null,
  };
}

const goneWords = (adult: AdultRow): string =>
  `${adultName(adult)}${adult.leftOn === undefined ? '' : `, until ${shortDay(adult.leftOn)}`}`;

function placementsOf(placements: readonly PlacementRow[], pupils: ReadonlyMap<Id, PupilRow>, today: Day) {
  const shown = placements.map((placement) => {
    const { stage, startedOn, startOn, endedOn } = placement;
    const pupil = pupils.get(placement.subjectId);
    const from = shortDay(startedOn ?? startOn);
    return {
      isOver: stage === 'ended',
      href: urlOf(paths.placements.show, placement),
      name: fullName(pupil),
      year: yearWords(pupil),
      stage: stageTag(placement, today),
      days: endedOn === undefined ? `from ${from}` : `${from} to ${shortDay(endedOn)}`,
    };
  });
  return { running: shown.filter(({ isOver }) => !isOver), ended: shown.filter(({ isOver }) => isOver) };
}
