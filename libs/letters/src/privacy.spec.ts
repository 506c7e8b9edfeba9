import fc from 'fast-check';
import { simpleParser, type ParsedMail } from 'mailparser';
import MailComposer from 'nodemailer/lib/mail-composer';
import { letterKind, status, type LetterKind } from '#domain';
import { idFrom, type Id, type Message } from '#event-sourcing';
import { rowsOf } from '#testing';
import { letterDescriptions } from './kinds/index.js';
import { LetterWriter, type Composed } from './letter-writer.js';
import type { Mail } from './notifier.js';
import { ProviderLinks } from './provider-links.js';
import { messageOf } from './smtp-notifier.js';

/** Names begin as no word of ours does, so that finding one in a letter is no accident. */
const name = (first: string) =>
  fc
    .string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'.split('')), minLength: 3, maxLength: 9 })
    .map((rest) => `${first}q${rest}`);
const pupil = fc.record({
  givenName: name('X'),
  familyName: name('Z'),
  upn: fc.stringMatching(/^[A-HJ-NP-RT-Z]\d{12}$/),
  status: fc.constantFrom(...status.options),
  purpose: name('Y'),
});
const world = fc.record({
  pupils: fc.array(pupil, { minLength: 1, maxLength: 4 }),
  // None is within another's name: which of them a letter names could not be told.
  schools: fc.uniqueArray(name('K'), {
    minLength: 1,
    maxLength: 3,
    comparator: (a, b) => a.includes(b) || b.includes(a),
  }),
  provider: name('V'),
  site: name('W'),
  adult: name('J'),
  person: name('Q'),
});
type World = typeof world extends fc.Arbitrary<infer W> ? W : never;

const on = '2026-11-23';
const at = '2026-11-23T09:00:00.000Z';
const [providerId, siteId, adultId, personId] = ['provider', 'site', 'adult', 'person'].map((each) => idFrom(each)) as [
  Id,
  Id,
  Id,
  Id,
];
const schoolIdOf = (index: number, { schools }: World): Id => idFrom('school', index % schools.length);
const assuranceId = idFrom('assurance');
const placementId = idFrom('placement', 0);
const contactId = idFrom('contact');
const procedure = { id: 'off-site-education', edition: '2025-01' };
const slots = [{ weekday: 1, session: 'am', arriveAt: '09:00', leaveAt: '12:00' }];
const times = { start: '08:50', end: '12:00' };

function history(of: World): Message[] {
  const schools = of.schools.flatMap((school, index) => {
    const schoolId = idFrom('school', index);
    const attendanceMailbox = `office${index}@school.example`;
    return [
      { type: 'SchoolOpened', data: { schoolId, name: school, telephone: '01632 960001', attendanceMailbox } },
      { type: 'SessionTimesSet', data: { schoolId, from: '2026-09-01', am: times, pm: times } },
      { type: 'TermSet', data: { schoolId, name: 'Autumn', from: '2026-09-02', to: '2026-12-18' } },
    ];
  });
  const pupils = of.pupils.flatMap(({ givenName, familyName, upn, status: value, purpose }, index) => {
    const about = { subjectId: idFrom('pupil', index), schoolId: schoolIdOf(index, of) };
    const placement = {
      ...about,
      placementId: idFrom('placement', index),
      providerId,
      siteId,
      purpose,
      startOn: on,
      slots,
    };
    return [
      { type: 'PupilEntered', data: { ...about, givenName, familyName, upn, bornOn: '2012-03-04', yearGroup: 9 } },
      { type: 'StatusNoted', data: { ...about, status: value, value: 'yes', on } },
      {
        type: 'PlacementProposed',
        data: { ...placement, procedure },
      },
    ];
  });
  const site = { providerId, siteId, name: of.site, address: of.site, telephone: '01632 960002' };
  const adult = {
    providerId,
    siteId,
    adultId,
    name: of.adult,
    email: 'someone@there.example',
    attendanceContact: true,
  };
  const asked = { assuranceId, schoolId: schoolIdOf(0, of), providerId, siteId, round: 1, on };
  const request = { ...asked, recipientId: adultId, personId, replyBy: '2026-12-07', procedure };
  return [
    ...schools,
    { type: 'AssuranceRequested', data: request },
    ...briefed(of),
    ...contactOf(of),
    { type: 'ProviderEntered', data: { providerId, name: of.provider } },
    { type: 'SiteOpened', data: site },
    { type: 'AdultNamed', data: adult },
    { type: 'PersonAdded', data: { personId, name: of.person, email: 'before@here.example' } },
    ...pupils,
    { type: 'PersonDetailsChanged', data: { personId, name: of.person, email: 'someone@here.example' } },
  ];
}

/** What the provider must know of the first pupil, in words that are a pupil's own. */
function briefed(of: World): Message[] {
  const about = { placementId, subjectId: idFrom('pupil', 0), schoolId: schoolIdOf(0, of) };
  const says = of.pupils.map(({ purpose, givenName }) => `${purpose} ${givenName}`).join(' ');
  const transport = { travel: 'taxi', times: says, telephone: '01632 960003', ifItFails: says };
  const risks = [{ risk: says, met: says }];
  const written = { health: says, medication: says, allergies: says, needs: says, risks, reviewOn: on, transport };
  return [
    { type: 'BriefingWritten', data: { ...about, says: written } },
    { type: 'BriefingSent', data: { ...about, siteId, sending: 1, recipientId: adultId, personId, on } },
  ];
}

/** Somebody with authority over the first pupil, who bears their name. */
function contactOf(of: World): Message[] {
  const name = of.pupils.map(({ familyName }) => familyName).join(' ');
  const about = { contactId, subjectId: idFrom('pupil', 0), schoolId: schoolIdOf(0, of), order: 1, name };
  const authority = { parentalResponsibility: 'yes', mayBeRung: true, mayBeTold: true };
  const reached = { relation: 'mother', telephone: '01632 960004', email: 'someone@home.example' };
  return [{ type: 'ContactNamed', data: { ...about, ...reached, ...authority } }];
}

function composed(kind: LetterKind, of: World): Composed {
  const recipientKind = letterDescriptions[kind].recipient;
  const recipientId = { adult: adultId, person: personId, contact: contactId }[recipientKind];
  const duties = of.pupils.map((_, index) => ({
    dutyId: idFrom('duty', index),
    placementId: idFrom('placement', index),
    subjectId: idFrom('pupil', index),
    schoolId: schoolIdOf(index, of),
  }));
  const occasion = `attendance-check-${siteId}-${on}-am-${kind}`;
  const about = { letterId: idFrom(kind), kind, recipientId, recipientKind, occasion, siteId, on, composedAt: at };
  if (kind === 'sign-in-link') {
    const data = { letterId: idFrom(kind), kind, recipientId, recipientKind, occasion: `sign-in-link-${on}` };
    return { ...data, on, step: 'asked-for', duties: [], composedAt: at };
  }
  if (kind === 'address-left' || kind === 'address-entered') {
    const data = { letterId: idFrom(kind), kind, recipientId, recipientKind, on, duties: [], composedAt: at };
    return { ...data, occasion: `${kind}-${history(of).length - 1}` };
  }
  if (isAssurance(kind)) return { ...about, duties: [], assurance: { assuranceId, round: 1 } };
  if (kind === 'briefing') return { ...about, duties: [], briefing: { placementId, sending: 1 } };
  if (kind === 'signature-request') {
    const data = { letterId: idFrom(kind), kind, recipientId, recipientKind, on, duties: [], composedAt: at };
    return { ...data, occasion: `signature-${placementId}-1`, signing: { placementId, asking: 1 } };
  }
  return kind === 'fresh-link' ? { ...about, duties: [] } : { ...about, session: 'am', step: 'told', duties };
}

/** Letters that ask a provider for written assurance: they concern the school that asks. */
const isAssurance = (kind: LetterKind): boolean => kind === 'assurance-request' || kind === 'assurance-chase';

/** Letters to somebody about how they sign in: they concern no school. */
const aboutSigningIn: readonly LetterKind[] = ['sign-in-link', 'address-left', 'address-entered'];

/** The schools of the pupils, in the order of all schools. */
const schoolsConcerned = (of: World): string[] =>
  of.schools.filter((_, school) => of.pupils.some((__, index) => index % of.schools.length === school));

/** A token of the length of a real one. */
const signIn = { makeLink: () => Promise.resolve({ token: 'A'.repeat(43), endsAt: '2026-11-23T09:30:00.000Z' }) };
const links = new ProviderLinks(Buffer.alloc(32, 7), 'https://ap.trust.example');

async function written(kind: LetterKind, of: World): Promise<{ mail: Mail; parsed: ParsedMail; all: string }> {
  const settings = { publicUrl: 'https://ap.trust.example', mailFrom: 'waymark@trust.example' };
  const mail = await new LetterWriter(rowsOf(...history(of)), links, settings, signIn).write(composed(kind, of));
  if (!('messageId' in mail)) throw new Error(mail.reply);
  const source = await new MailComposer(messageOf(mail)).compile().build();
  const parsed = await simpleParser(source);
  const headers = parsed.headerLines.map(({ line }) => line);
  const all = [...headers, parsed.subject, parsed.text, parsed.html, mail.text].join('\n');
  return { mail, parsed, all };
}

/** What a link holds is looked at by itself: ids and days. All else must not hold what people would recognise. */
const withoutLinks = (all: string): string => all.replaceAll(/https:\/\/ap\.trust\.example\/[^\s"<]+/g, '');

function traces(all: string, { pupils, schools, provider, site }: World): string[] {
  const words = withoutLinks(all);
  const ofPupils = pupils.flatMap(({ givenName, familyName, upn, status: value, purpose }) => [
    ...[givenName, familyName, upn, purpose, value, value.replaceAll('-', ' ')].filter((each) =>
      words.toLowerCase().includes(each.toLowerCase()),
    ),
    ...(new RegExp(`\\b${givenName[0]}[. ]*${familyName[0]}\\b`).test(words) ? ['initials'] : []),
  ]);
  const namesSchool = schools.some((each) => words.includes(each));
  const namesProvider = [provider, site].some((each) => words.includes(each));
  return [...ofPupils, ...(namesProvider ? ['a provider'] : []), ...(namesSchool && namesProvider ? ['the pair'] : [])];
}

describe.each(letterKind.options)('the letter %s', (kind) => {
  const { recipient } = letterDescriptions[kind];
  /** To somebody without an account, by a link. */
  const isByLink = recipient !== 'person';
  const isAboutFirst = isAssurance(kind) || kind === 'briefing' || kind === 'signature-request';

  it('holds nothing of a pupil, nor a provider, in any header or body', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (of) => expect(traces((await written(kind, of)).all, of)).toEqual([])),
      { numRuns: 25 },
    );
  });

  it('names a school to its own staff only', async () => {
    const check = async (of: World) => {
      const { all } = await written(kind, of);
      const named = of.schools.filter((each) => all.includes(each));
      expect(named).toEqual(isByLink || aboutSigningIn.includes(kind) ? [] : schoolsConcerned(of));
    };
    await fc.assert(fc.asyncProperty(world, check), { numRuns: 10 });
  });

  it('opens pages of ours, by ids and days, and fetches nothing', async () => {
    const check = async (of: World) => {
      const { mail, parsed } = await written(kind, of);
      const html = String(parsed.html);
      const hrefs = [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href ?? '');
      expect(hrefs.length > 0).toBe(kind !== 'address-left');
      for (const href of hrefs) {
        expect(mail.text).toContain(href);
        expect(href).toMatch(
          /^https:\/\/ap\.trust\.example\/(p\/[\w.-]+(\/(assurance|briefing|agreement))?|sign-in(\/[\w-]{43})?|schools\/[0-9a-f-]{36}\/(today|gaps|oversight))$/,
        );
      }
      expect(html).not.toMatch(/<img|<link|<script|url\(|src=/i);
      if (!isByLink) return;
      const [, token = ''] = /\/p\/([^/]*)/.exec(hrefs[0] ?? '') ?? [];
      const asksFor = { assuranceId, round: 1, recipientId: adultId, endsAt: '2026-12-22T00:00:00.000Z' };
      const opens = { siteId, on, recipientId: adultId, endsAt: '2026-11-25T00:00:00.000Z' };
      const tells = { placementId, recipientId: adultId, endsAt: '2026-12-01T00:00:00.000Z' };
      const asksToSign = { placementId, asking: 1, recipientId: contactId, endsAt: '2026-12-08T00:00:00.000Z' };
      const read = [
        links.read(token, at),
        links.readAssurance(token, at),
        links.readBriefing(token, at),
        links.readSigning(token, at),
      ];
      expect(read.map((each) => each?.link)).toEqual([
        isAboutFirst ? undefined : opens,
        isAssurance(kind) ? asksFor : undefined,
        kind === 'briefing' ? tells : undefined,
        kind === 'signature-request' ? asksToSign : undefined,
      ]);
    };
    await fc.assert(fc.asyncProperty(world, check), { numRuns: 10 });
  });

  it('goes to one recipient, from Waymark, with a Message-ID of its own that stays the same', async () => {
    const [of] = fc.sample(world, { numRuns: 1, seed: 1 });
    if (!of) throw new Error('There is no world.');
    const { parsed } = await written(kind, of);
    expect(parsed.messageId).toBe(`<${idFrom(kind)}@ap.trust.example>`);
    expect(parsed.from?.value).toEqual([{ name: 'Waymark', address: 'waymark@trust.example' }]);
    expect([parsed.to].flat().flatMap((each) => each?.value ?? [])).toEqual([
      {
        name: '',
        address:
          recipient === 'adult'
            ? 'someone@there.example'
            : recipient === 'contact'
              ? 'someone@home.example'
              : kind === 'address-left'
                ? 'before@here.example'
                : 'someone@here.example',
      },
    ]);
    expect(parsed.cc ?? parsed.bcc).toBeUndefined();
    expect(parsed.headerLines.map(({ key }) => key).sort()).toEqual([
      'auto-submitted',
      'content-type',
      'date',
      'from',
      'message-id',
      'mime-version',
      ...(parsed.replyTo ? ['reply-to'] : []),
      'subject',
      'to',
      'x-auto-response-suppress',
    ]);
  });

  it('sends replies to the office where it is about one school, and says that a reply is no entry', async () => {
    const check = async (of: World) => {
      const { parsed } = await written(kind, of);
      const isAboutOne =
        isAboutFirst ||
        (!aboutSigningIn.includes(kind) && new Set(of.pupils.map((_, index) => schoolIdOf(index, of))).size === 1);
      expect(parsed.replyTo?.value.map(({ address }) => address)).toEqual(
        isAboutOne ? ['office0@school.example'] : undefined,
      );
      expect(parsed.text).toContain('does not count as an entry');
    };
    await fc.assert(fc.asyncProperty(world, check), { numRuns: 10 });
  });
});
