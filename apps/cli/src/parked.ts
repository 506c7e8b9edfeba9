import { newId, type Meta, type Position } from '#event-sourcing';
import type { ParkedEntry } from '#followers';
import type { Installation } from '#installation';
import { momentInWords } from '../../web/src/shell/words.js';
import type { Frame } from './frame.js';
import { withInstallation } from './opened.js';
import { Misused, Refused } from './tell.js';
import { beside } from './wrapped.js';

const heardWithinMs = 15_000;

/** Lists what reactors could not handle, by ids only; with `check` it fails when there is anything. */
export async function listParked({ check = false }: { readonly check?: boolean }, frame: Frame): Promise<void> {
  await withInstallation(frame, async (installation) => {
    const entries = await installation.parked.list();
    entries.forEach((entry, index) => showEntry(frame, entry, index));
    frame.say(
      entries.length === 0
        ? 'Nothing is parked: every event has been handled.'
        : 'Whoever is named here is not being watched. waymark parked retry 1 tries again; skip passes over one for good.',
    );
    frame.result({ parked: entries });
    if (check && entries.length > 0) process.exitCode = 1;
  });
}

/** Tries an entry again, and says what came of it. */
export async function retryParked(which: string, frame: Frame): Promise<void> {
  await answer(which, frame, ({ parked }, entry) => parked.retry(entry, byCommandLine()));
}

/** Passes over an entry for good, and says what came of those that waited behind it. */
export async function skipParked(which: string, because: string, frame: Frame): Promise<void> {
  const reason = because.trim();
  if (reason === '' || reason.length > 500) throw new Misused('--because needs a reason of at most 500 characters.');
  await answer(which, frame, ({ parked }, entry) => parked.skip(entry, reason, byCommandLine()));
}

async function answer(
  which: string,
  frame: Frame,
  give: (installation: Installation, entry: ParkedEntry) => Promise<Position>,
): Promise<void> {
  await withInstallation(frame, async (installation) => {
    const { parked, progress } = installation;
    const entry = entryMeant(await parked.list(), which);
    const position = await give(installation, entry);
    const heard = await progress.caughtUp(position, [entry.reactor], heardWithinMs);
    const stands = heard ? await parked.standsAt(entry) : entry;
    const outcome = outcomeOf(entry, stands, heard);
    frame.say(sentences[outcome]);
    if (stands && outcome !== 'not-heard-yet') showEntry(frame, stands, 0);
    frame.result({ outcome, position, standsAt: stands });
    if (outcome === 'failed-again' || outcome === 'next-failed') process.exitCode = 1;
  });
}

type Outcome = 'settled' | 'failed-again' | 'next-failed' | 'not-heard-yet';

function outcomeOf(entry: ParkedEntry, stands: ParkedEntry | null, heard: boolean): Outcome {
  if (!heard) return 'not-heard-yet';
  if (!stands) return 'settled';
  return stands.eventId === entry.eventId ? 'failed-again' : 'next-failed';
}

const sentences: Readonly<Record<Outcome, string>> = {
  settled: 'Settled: it and all that waited behind it have been handled.',
  'failed-again': 'It could not be handled this time either:',
  'next-failed': 'This one is settled. One that waited behind it can’t be handled:',
  'not-heard-yet':
    'Your answer is stored, and nobody has heard it yet: no worker is at work. It is heard as soon as one is; waymark parked shows what came of it.',
};

/** @throws {Refused} when no entry is meant, or none for certain. */
function entryMeant(entries: readonly ParkedEntry[], which: string): ParkedEntry {
  const byNumber = /^\d{1,4}$/.test(which) ? entries[Number(which) - 1] : undefined;
  if (byNumber) return byNumber;
  const found = entries.filter(({ eventId }) => eventId.startsWith(which.toLowerCase()));
  const [only, ...others] = found;
  if (only && others.length === 0) return only;
  throw new Refused(
    only
      ? `Several parked events have an id that begins with ${which}: give more of it, or the number in the list.`
      : `Nothing is parked as ${which}. waymark parked lists what is.`,
  );
}

function showEntry(frame: Frame, entry: ParkedEntry, index: number): void {
  const { reactor, instance, eventId, position, fault, parkedAt, waiting, about } = entry;
  const line = (label: string, says: string) => {
    for (const each of beside(`  ${label}`, says, frame.columns, 12)) frame.say(each);
  };
  frame.say(`${index + 1}. ${frame.ink('strong', reactor)}`);
  line('event', `${eventId}, at position ${position}`);
  line('instance', instance);
  line('about', aboutWords(about));
  line('fault', fault);
  line('since', momentInWords(parkedAt));
  line('waiting', waiting === 0 ? 'nothing behind it' : `${waiting} later behind it`);
  frame.say();
}

function aboutWords({ placementId, subjectId, schoolId }: ParkedEntry['about']): string {
  const ids = Object.entries({ placement: placementId, pupil: subjectId, school: schoolId });
  const said = ids.flatMap(([what, id]) => (id === undefined ? [] : [`${what} ${id}`]));
  return said.length === 0 ? 'nobody it names, so perhaps anybody' : said.join(', ');
}

const byCommandLine = (): Meta => ({
  actor: { kind: 'system', id: 'command-line', roles: [] },
  correlationId: newId(),
  via: 'cli',
});
