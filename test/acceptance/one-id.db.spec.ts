import type { LivedWeek } from '#simulation';
import { enterTrust } from '../../libs/simulation/src/week/live.js';
import { personId, placementId } from '../../libs/simulation/src/week/names.js';
import { adults, people, week } from '../../libs/simulation/src/week/trust.js';
import { untilQuiet } from '../../libs/simulation/src/quiet.js';
import { postOf } from '../../libs/simulation/src/post.js';
import { eventually } from '../support/eventually.js';
import { Traced, type RecordedSpan } from '../support/traced.js';
import { Weeks, weekTimeoutMs } from './the-week.js';

type Line = Readonly<Record<string, unknown>>;

const tom = adults['tom-arkwright'];
const priya = people['priya-raman'];

// The pages and a worker as processes of their own: nothing but what is stored and queued leads from one to the other.
describe('an absence that a provider tells through its link', () => {
  const weeks = new Weeks();
  const traced = new Traced();
  let lived: LivedWeek;
  let said = '';
  let requestId = '';
  beforeAll(async () => {
    weeks.build();
    const further = { LOG_LEVEL: 'debug', ...traced.env };
    lived = await weeks.begin(1, { further, onSaid: (words) => void (said += words) });
    const { world, mail } = lived;
    await enterTrust(world);
    world.moveTo(`${week.mon}T09:00:00.000Z`);
    await world.tick();
    await untilQuiet(world);
    const link = await postOf(mail).linkFor(tom.email, week.mon);
    const response = await fetch(`${world.config.publicUrl}${link}`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ [`answer-${placementId('amara', 'wheelhouse')}-am`]: 'absent' }),
      redirect: 'manual',
    });
    expect([response.status, response.headers.get('location')]).toEqual([303, expect.stringContaining('done=marked')]);
    requestId = response.headers.get('x-request-id') ?? '';
    // No tick and no minute that passes: what was told prompts what follows.
    await eventually(async () => expect(mail.received.map(({ to }) => to)).toContain(priya.email), 20_000);
    await eventually(async () => expect(linesOf('worker', 'A letter was seen to.')).not.toEqual([]));
  }, weekTimeoutMs);
  afterAll(async () => {
    await weeks.end();
    traced.remove();
  });

  const linesOf = (name: string, msg: string): Line[] =>
    said
      .split('\n')
      .filter((line) => line.endsWith('}'))
      .map((line) => JSON.parse(line) as Line)
      .filter((line) => line['name'] === name && line['msg'] === msg && line['correlationId'] === requestId);

  it('is one line in the log of the pages, under the id that the answer gave', () => {
    expect(linesOf('web', 'A request was answered.')).toEqual([
      expect.objectContaining({ method: 'POST', route: '/p/:token', status: 303 }),
    ]);
  });

  it('has that id in all that followed, up to the letter that was accepted', async () => {
    const stored = await lived.world.installation.store.readAll(0n, 100_000);
    const ours = stored.filter(({ meta }) => (JSON.parse(meta) as Line)['correlationId'] === requestId);
    expect(ours.map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        'ProviderAnswered',
        'DutyMet',
        'WhereaboutsOpened',
        'DutyRaised',
        'LetterComposed',
        'DutyStepTaken',
        'HandingOverBegun',
        'LetterAccepted',
      ]),
    );
    const letter = ours.find(({ type, data }) => type === 'LetterComposed' && data.includes(personId('priya-raman')));
    expect(mailIds()).toContain(letter?.stream.slice('letter-'.length));
  });

  it('has it in the worker’s log: in each of the jobs, and in the line about the letter', () => {
    const jobs = linesOf('worker', 'A job was done.').map(({ job }) => job);
    expect(new Set(jobs)).toEqual(new Set(['hand-over-letter', 'sweep-duties', 'take-steps']));
    expect(linesOf('worker', 'A letter was seen to.')).toContainEqual(
      expect.objectContaining({ kind: 'find-the-pupil', outcome: 'accepted', attempt: 1 }),
    );
  });

  it('has nothing in common with what happened before it', () => {
    expect(said).toContain('"msg":"A letter was seen to."');
    expect(linesOf('worker', 'A letter was seen to.').every(({ kind }) => kind !== 'attendance-request')).toBe(true);
  });

  it('is one trace, from the request through the jobs to the letter, of spans that hang together', async () => {
    const isOurs = ({ name, attributes }: RecordedSpan) =>
      name === 'POST /p/:token' && attributes['waymark.correlation_id'] === requestId;
    const [request] = traced.spans().filter(isOurs);
    const inTrace = () => traced.spans().filter(({ traceId }) => traceId === request?.traceId);
    const isHandedOver = ({ name, attributes }: RecordedSpan) =>
      name === 'hand over letter' && attributes['waymark.letter_kind'] === 'find-the-pupil';
    await eventually(async () => expect(inTrace().filter(isHandedOver)).not.toEqual([]));

    const byId = new Map(inTrace().map((span) => [span.spanId, span]));
    const above = (span: RecordedSpan): string[] => {
      const parent = byId.get(span.parentId ?? '');
      return [`${span.program}: ${span.name}`, ...(parent ? above(parent) : [])];
    };
    const [letter] = inTrace().filter(isHandedOver);
    const way = letter ? above(letter) : [];
    // Which of the events prompted the sweep, what was told or the search that a process opened, is a matter of moments.
    expect(way.filter((step) => /hand over|process|addBulk|POST/.test(step))).toEqual([
      'worker: hand over letter',
      'worker: process post',
      'worker: addBulk post',
      'worker: process clock',
      'worker: addBulk clock',
      'worker: process clock',
      'worker: addBulk clock',
      'web: POST /p/:token',
    ]);
    expect(way).toContain('worker: command ComposeLetter');
    expect(way.slice(-3)).toEqual(['web: append events', 'web: command RecordAnswer', 'web: POST /p/:token']);
  });

  const mailIds = (): string[] =>
    lived.mail.received.filter(({ to }) => to === priya.email).map(({ messageId }) => messageId.slice(1, 37));
});
