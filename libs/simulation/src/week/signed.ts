import { arrangedOn, type PlacementCommand, type PupilCommand, type Slot } from '#domain';
import { idFrom, type Id } from '#event-sourcing';
import type { Edition } from '#procedure';
import { evidenceFor } from './evidence.js';
import { personId, type AdultName, type PersonName } from './names.js';
import { monday, sites } from './trust.js';

/** Who enters what, and who signs it where that is somebody without an account. */
type Entry = readonly [by: PersonName, command: PlacementCommand | PupilCommand, signer?: Id];
type About = { readonly placementId: Id; readonly subjectId: Id; readonly schoolId: Id };
const lead = 'priya-raman';

/** Somebody with authority over a pupil, whom the school asked to sign by a link. */
function* asked(about: About, { id: contactId, name, relation, email }: Signer, version: string): Iterable<Entry> {
  const { subjectId, schoolId } = about;
  const reached = { name, relation, telephone: '01632 960399', email, parentalResponsibility: 'yes' } as const;
  const contact = { subjectId, schoolId, contactId, order: 1, ...reached, mayBeRung: true, mayBeTold: true };
  yield [lead, { type: 'NameContact', data: contact }];
  const request = { contactId, asking: 1, personId: personId(lead), on: monday, version };
  yield [lead, { type: 'AskForSignature', data: { ...about, ...request } }];
}
type Signer = { readonly id: Id; readonly name: string; readonly relation: string; readonly email: string };

/** The contact of each is known by what the provider may ring: only the address and the authority are new. */
const signer = (pupil: string, family: string, email: string): Signer => ({
  id: idFrom('example', 'further contact', pupil),
  name: `${family}, at home`,
  relation: 'parent',
  email,
});

/** Chloe's parent signed on paper for what was missing, and took it back when a door was found chained. */
function* takenBack(about: About): Iterable<Entry> {
  const signedBy = 'Dee Watts';
  const paper = { channel: 'paper', receivedOn: '2026-11-10', receivedById: personId(lead) } as const;
  yield [lead, { type: 'AgreePlacement', data: { ...about, agreedOn: '2026-11-09', signedBy, ...paper } }];
  const said = { withdrawnOn: '2026-11-13', how: 'by-telephone', personId: personId(lead) } as const;
  const because = 'Not while a fire door is chained there.';
  yield [lead, { type: 'WithdrawAgreement', data: { ...about, ...said, withdrawnBy: signedBy, because } }];
}

type Placed = { readonly about: About; readonly startOn: string; readonly slots: readonly Slot[] };

/** What is arranged for a placement as it was written, by which a signature is held against it. */
function arrangedFor({ about, startOn, slots }: Placed, parent: string, reader: AdultName): Id {
  const placed = { about, school: 'hollin-bank', by: lead, parent, isChildInNeed: false } as const;
  const written = evidenceFor({ ...placed, reader }, monday).find(({ type }) => type === 'WriteBriefing');
  const says = written?.type === 'WriteBriefing' ? written.data.says : undefined;
  return arrangedOn([{ from: startOn, slots }], startOn, monday, says);
}

/** Toby's parent has signed by the link in the letter; Chloe's took back what was signed, was asked anew, and has not signed. */
export function* signedByLink({ agreement }: Edition, toby: Placed, chloe: About): Iterable<Entry> {
  if (!agreement) return;
  const { about } = toby;
  const parent = signer('Toby', 'Sharp', 'r.sharp@home.example');
  yield* asked(about, parent, agreement.version);
  const signed = {
    version: agreement.version,
    statements: [...agreement.statements],
    arrangements: [sites.wheelhouse.address, 'Thursday afternoon and Friday morning', 'The bus at 8:20, back at 3.'],
  };
  const arranged = arrangedFor(toby, parent.name, sites.wheelhouse.contact);
  const signature = { contactId: parent.id, asking: 1, agreedOn: monday, signedBy: 'Rachel Sharp', signed, arranged };
  yield [lead, { type: 'SignAgreement', data: { ...about, ...signature } }, parent.id];
  yield* takenBack(chloe);
  yield* asked(chloe, signer('Chloe', 'Watts', 'd.watts@home.example'), agreement.version);
}

/** The virtual school of a pupil who is looked after has signed by the link in its letter. */
export function* signedForThemselves({ agreement }: Edition, freya: Placed): Iterable<Entry> {
  if (!agreement) return;
  const { about } = freya;
  const { subjectId, schoolId } = about;
  const keyAdultId = idFrom('example', 'virtual school', subjectId);
  const named = { part: 'virtual-school', name: 'Iris Obi', agency: 'Millbeck virtual school' } as const;
  const keyAdult = { subjectId, schoolId, keyAdultId, ...named, email: 'iris.obi@council.example' };
  yield [lead, { type: 'NameKeyAdult', data: keyAdult }];
  const letter = { ...about, signatory: 'virtual-school', keyAdultId, asking: 1 } as const;
  yield [lead, { type: 'AskSignatory', data: { ...letter, personId: personId(lead), on: monday } }];
  const signed = {
    version: agreement.version,
    statements: ['I have read what is arranged for this pupil, and sign the agreement about it as the virtual school.'],
    arrangements: [sites.northlight.address, 'Thursday afternoon and Friday morning', 'The bus at 8:20, back at 3.'],
  };
  const arranged = arrangedFor(freya, 'Lund, at home', sites.northlight.contact);
  const signature = { signedOn: monday, signedBy: 'Iris Obi', signed, arranged };
  yield [lead, { type: 'SignAsSignatory', data: { ...letter, ...signature } }, keyAdultId];
}
