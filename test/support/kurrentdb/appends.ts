import type { sendUnaryData, ServerDuplexStream, ServerReadableStream } from '@grpc/grpc-js';
import shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import status from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/status_pb.js';
import streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import type {
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import any from 'google-protobuf/google/protobuf/any_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import type { Expected, KurrentLog, Proposed, Result } from './log.js';

type Batch = { readonly stream: string; readonly expected: Expected; readonly events: Proposed[] };
type Message = BatchAppendReq.ProposedMessage | AppendReq.ProposedMessage;

/** Whether a reply is given, or lost though the events are stored. */
export type MayReply = () => boolean;

/** Answers `Streams.BatchAppend`: appends come in parts, told apart by their correlation ids, as long as the call is open. */
export function batchAppend(
  log: KurrentLog,
  call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>,
  mayReply: MayReply,
): void {
  const pending = new Map<string, Batch>();
  call.on('data', (request: BatchAppendReq) => {
    const correlationId = request.getCorrelationId();
    const key = Buffer.from(correlationId?.serializeBinary() ?? []).toString('hex');
    const options = request.getOptions();
    if (options) {
      const stream = nameOf(options.getStreamIdentifier());
      pending.set(key, { stream, expected: expectedOfBatch(options), events: [] });
    }
    const batch = pending.get(key);
    if (!batch) return;
    batch.events.push(...request.getProposedMessagesList().map(proposed));
    if (!request.getIsFinal()) return;
    pending.delete(key);
    const result = log.append(batch.stream, batch.expected, batch.events);
    if (!mayReply()) return;
    const response = new streams.BatchAppendResp()
      .setCorrelationId(correlationId)
      .setStreamIdentifier(options?.getStreamIdentifier() ?? identifier(batch.stream));
    call.write(answerBatch(response, result));
  });
  call.on('end', () => call.end());
  call.on('error', () => undefined); // The client is gone, and with it whoever waits for an answer.
}

/** Answers `Streams.Append`: one append a call. */
export function append(
  log: KurrentLog,
  call: ServerReadableStream<AppendReq, AppendResp>,
  callback: sendUnaryData<AppendResp>,
  mayReply: MayReply,
): void {
  let batch: Batch | undefined;
  call.on('data', (request: AppendReq) => {
    const options = request.getOptions();
    const message = request.getProposedMessage();
    if (options) batch = { stream: nameOf(options.getStreamIdentifier()), expected: expectedOf(options), events: [] };
    if (message) batch?.events.push(proposed(message));
  });
  call.on('end', () => {
    if (!batch) return;
    const result = log.append(batch.stream, batch.expected, batch.events);
    if (mayReply()) callback(null, answer(result));
  });
  call.on('error', () => undefined);
}

function answerBatch(response: BatchAppendResp, result: Result): BatchAppendResp {
  switch (result.kind) {
    case 'success': {
      const position = String(result.position);
      return response.setSuccess(
        new streams.BatchAppendResp.Success()
          .setCurrentRevision(String(result.revision))
          .setPosition(new shared.AllStreamPosition().setCommitPosition(position).setPreparePosition(position)),
      );
    }
    case 'wrong-expected-version': {
      const wrong = new shared.WrongExpectedVersion();
      if (result.actual < 0n) wrong.setCurrentNoStream(new empty.Empty());
      else wrong.setCurrentStreamRevision(String(result.actual));
      return response.setError(failure(wrong, 'WrongExpectedVersion'));
    }
    case 'too-large': {
      const exceeded = new shared.MaximumAppendSizeExceeded().setMaxappendsize(result.bytesMax);
      return response.setError(failure(exceeded, 'MaximumAppendSizeExceeded'));
    }
  }
}

function answer(result: Result): AppendResp {
  const response = new streams.AppendResp();
  if (result.kind === 'success') {
    const position = String(result.position);
    return response.setSuccess(
      new streams.AppendResp.Success()
        .setCurrentRevision(String(result.revision))
        .setPosition(new streams.AppendResp.Position().setCommitPosition(position).setPreparePosition(position)),
    );
  }
  const wrong = new streams.AppendResp.WrongExpectedVersion();
  const actual = result.kind === 'wrong-expected-version' ? result.actual : -1n;
  if (actual < 0n) wrong.setCurrentNoStream(new shared.Empty());
  else wrong.setCurrentRevision(String(actual));
  return response.setWrongExpectedVersion(wrong);
}

function failure(details: { serializeBinary(): Uint8Array }, name: string) {
  const packed = new any.Any();
  packed.pack(details.serializeBinary(), `event_store.client.${name}`);
  return new status.Status().setMessage(name).setDetails(packed);
}

function expectedOfBatch(options: BatchAppendReq.Options): Expected {
  if (options.hasNoStream()) return 'no_stream';
  if (options.hasAny()) return 'any';
  return options.hasStreamExists() ? 'stream_exists' : BigInt(options.getStreamPosition());
}

function expectedOf(options: AppendReq.Options): Expected {
  if (options.hasNoStream()) return 'no_stream';
  if (options.hasAny()) return 'any';
  return options.hasStreamExists() ? 'stream_exists' : BigInt(options.getRevision());
}

const proposed = (message: Message): Proposed => ({
  id: uuidOf(message.getId()),
  type: message.getMetadataMap().get('type') ?? '',
  json: message.getMetadataMap().get('content-type') === 'application/json',
  data: message.getData_asU8(),
  metadata: message.getCustomMetadata_asU8(),
});

function uuidOf(id: ReturnType<Message['getId']>): string {
  const structured = id?.getStructured();
  if (!structured) return id?.getString() ?? '';
  const half = (bits: string) => BigInt.asUintN(64, BigInt(bits)).toString(16).padStart(16, '0');
  const hex = half(structured.getMostSignificantBits()) + half(structured.getLeastSignificantBits());
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const nameOf = (stream: { getStreamName_asU8(): Uint8Array } | undefined): string =>
  Buffer.from(stream?.getStreamName_asU8() ?? []).toString();

const identifier = (stream: string) => new shared.StreamIdentifier().setStreamName(Buffer.from(stream));
