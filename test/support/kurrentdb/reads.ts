import type { ServerWritableStream } from '@grpc/grpc-js';
import shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import type { ReadReq, ReadResp } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import { randomUUID } from 'node:crypto';
import type { KurrentLog, Kept } from './log.js';

type Call = ServerWritableStream<ReadReq, ReadResp>;

/** A position at which no record begins: the server can't read from there. */
export class InvalidPosition extends Error {
  override readonly name = 'InvalidPosition';
}

/** How many events a filtered subscription passes over before it says how far it has come. */
const checkpointEvery = 32;

/** Answers `Streams.Read`: a stream or all, forwards or backwards, or a subscription, which goes on until it is cancelled. */
export async function read(log: KurrentLog, call: Call): Promise<void> {
  const options = call.request.getOptions();
  if (!options) throw new Error('A read has options.');
  const ended = new AbortController();
  call.on('cancelled', () => ended.abort());
  if (options.hasSubscription()) return subscription(log, call, options, ended.signal);
  const backwards = options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;
  const count = Number(options.getCount());
  const found = options.hasStream() ? ofStream(log, options, backwards) : ofAll(log, options, backwards);
  if (!found) {
    await send(call, new streams.ReadResp().setStreamNotFound(notFound(streamOf(options))), ended.signal);
    return;
  }
  let sent = 0;
  for (const event of found) {
    if (sent >= count || ended.signal.aborted) return;
    await send(call, new streams.ReadResp().setEvent(readEvent(event)), ended.signal);
    sent += 1;
  }
}

/** Null where there is no such stream. */
function ofStream(log: KurrentLog, options: ReadReq.Options, backwards: boolean): readonly Kept[] | null {
  const events = log.stream(streamOf(options));
  if (events.length === 0) return null;
  const where = options.getStream();
  const at = where?.hasRevision() ? Number(where.getRevision()) : where?.hasEnd() ? events.length - 1 : 0;
  return backwards ? events.slice(0, at + 1).toReversed() : events.slice(at);
}

/** From a position on, that one included; backwards, what is before it. */
function* ofAll(log: KurrentLog, options: ReadReq.Options, backwards: boolean): Generator<Kept> {
  const passes = filterOf(options);
  const all = options.getAll();
  const at = all?.hasPosition() ? placeOf(log, all.getPosition()?.getCommitPosition() ?? '0') : null;
  const until = log.all.length;
  if (backwards) {
    const from = at ?? (all?.hasEnd() ? until : 0);
    for (let index = from - 1; index >= 0; index -= 1) {
      const event = log.all[index];
      if (event && passes(event)) yield event;
    }
    return;
  }
  for (let index = at ?? (all?.hasEnd() ? until : 0); index < until; index += 1) {
    const event = log.all[index];
    if (event && passes(event)) yield event;
  }
}

async function subscription(log: KurrentLog, call: Call, options: ReadReq.Options, signal: AbortSignal): Promise<void> {
  const passes = filterOf(options);
  const confirmed = new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(randomUUID());
  await send(call, new streams.ReadResp().setConfirmation(confirmed), signal);
  const all = options.getAll();
  // A subscription begins strictly after the position that it is given.
  let index = all?.hasPosition()
    ? placeOf(log, all.getPosition()?.getCommitPosition() ?? '0') + 1
    : all?.hasEnd()
      ? log.all.length
      : 0;
  let [caughtUp, passedOver] = [false, 0];
  while (!signal.aborted) {
    const event = log.all[index];
    if (!event) {
      if (!caughtUp) await send(call, new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp()), signal);
      caughtUp = true;
      await log.next(signal);
      continue;
    }
    index += 1;
    if (passes(event)) {
      passedOver = 0;
      await send(call, new streams.ReadResp().setEvent(readEvent(event)), signal);
    } else if ((passedOver += 1) % checkpointEvery === 0) {
      await send(call, new streams.ReadResp().setCheckpoint(checkpoint(event)), signal);
    }
  }
}

function placeOf(log: KurrentLog, position: string): number {
  const index = log.indexOf(BigInt(position));
  if (log.all[index]?.position !== BigInt(position)) throw new InvalidPosition(`No record begins at ${position}.`);
  return index;
}

function filterOf(options: ReadReq.Options): (event: Kept) => boolean {
  const filter = options.getFilter();
  const expression = filter?.getEventType() ?? filter?.getStreamIdentifier();
  if (!filter || !expression) return () => true;
  const subject = ({ type, stream }: Kept) => (filter.hasEventType() ? type : stream);
  const prefixes = expression.getPrefixList();
  if (prefixes.length > 0) return (event) => prefixes.some((prefix) => subject(event).startsWith(prefix));
  const regex = new RegExp(expression.getRegex());
  return (event) => regex.test(subject(event));
}

function readEvent(event: Kept): ReadResp.ReadEvent {
  const position = String(event.position);
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(event.id))
    .setStreamIdentifier(identifier(event.stream))
    .setStreamRevision(String(event.revision))
    .setCommitPosition(position)
    .setPreparePosition(position)
    .setData(event.data)
    .setCustomMetadata(event.metadata);
  recorded
    .getMetadataMap()
    .set('type', event.type)
    .set('content-type', event.json ? 'application/json' : 'application/octet-stream')
    .set('created', String(event.created));
  return new streams.ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(position);
}

const checkpoint = ({ position }: Kept): ReadResp.Checkpoint =>
  new streams.ReadResp.Checkpoint().setCommitPosition(String(position)).setPreparePosition(String(position));

const notFound = (stream: string): ReadResp.StreamNotFound =>
  new streams.ReadResp.StreamNotFound().setStreamIdentifier(identifier(stream));

const identifier = (stream: string) => new shared.StreamIdentifier().setStreamName(Buffer.from(stream));

const streamOf = (options: ReadReq.Options): string =>
  Buffer.from(options.getStream()?.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString();

/** Waits where the reader is slower than we are. */
async function send(call: Call, response: ReadResp, signal: AbortSignal): Promise<void> {
  if (signal.aborted || call.write(response)) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      call.off('drain', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    call.once('drain', done);
    signal.addEventListener('abort', done);
  });
}
