import { Server, ServerCredentials, status, type ServerDuplexStream, type ServerReadableStream } from '@grpc/grpc-js';
import type { handleUnaryCall, Metadata, sendUnaryData, ServerWritableStream } from '@grpc/grpc-js';
import gossip from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_pb.js';
import gossipService from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_grpc_pb.js';
import features from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb.js';
import featuresService from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_grpc_pb.js';
import shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import streamsService from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb.js';
import type {
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
  ReadReq,
  ReadResp,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import { randomUUID } from 'node:crypto';
import { freePort } from '#database';
import { append, batchAppend } from './appends.js';
import { KurrentLog } from './log.js';
import { InvalidPosition, read } from './reads.js';

export type StandInOptions = {
  readonly log?: KurrentLog;
  /** Any that is free, unless told. */
  readonly port?: number;
  /** A certificate and its key, in PEM: then it speaks TLS. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Who alone may read and write, as user:password. */
  readonly user?: string;
};

/**
 * A stand-in for KurrentDB: it speaks as much of the wire protocol as the official client needs, keeps the server's rules
 * (see `KurrentLog`) and what is appended in memory. It can go away and come back with its log, drop everybody, and lose
 * a reply. It has no cluster, no users, no projections, and nothing on a disk.
 */
export class KurrentStandIn {
  private server: Server | null = null;
  private lost: 'reply' | 'reply and connection' | null = null;
  port = 0;

  private constructor(
    readonly log: KurrentLog,
    private readonly options: StandInOptions,
  ) {}

  static async start(options: StandInOptions = {}): Promise<KurrentStandIn> {
    const standIn = new KurrentStandIn(options.log ?? new KurrentLog(), options);
    standIn.port = options.port ?? (await freePort());
    await standIn.comeBack();
    return standIn;
  }

  get url(): string {
    return `kurrentdb://127.0.0.1:${this.port}?tls=${this.options.tls !== undefined}`;
  }

  /** The same server, found by asking it who is in its cluster. */
  get discoverUrl(): string {
    return `kurrentdb+discover://127.0.0.1:${this.port}?tls=${this.options.tls !== undefined}`;
  }

  /** Ends it, without a word to those who are connected. */
  async goAway(): Promise<void> {
    this.server?.forceShutdown();
    this.server = null;
  }

  /** Serves again, on the same port and with the same log. */
  async comeBack(): Promise<void> {
    const server = new Server({ 'grpc.max_receive_message_length': 4 * 1024 * 1024 });
    server.addService(featuresService.ServerFeaturesService, { getSupportedMethods });
    server.addService(gossipService.GossipService, { read: this.members });
    server.addService(streamsService.StreamsService, {
      read: (call: ServerWritableStream<ReadReq, ReadResp>) => void this.read(call),
      append: (call: ServerReadableStream<AppendReq, AppendResp>, callback: sendUnaryData<AppendResp>) =>
        this.isKnown(call) ? append(this.log, call, callback, () => this.mayReply()) : callback(unknownUser),
      batchAppend: (call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>) =>
        this.isKnown(call) ? batchAppend(this.log, call, () => this.mayReply()) : call.emit('error', unknownUser),
    });
    const { tls } = this.options;
    const credentials = tls
      ? ServerCredentials.createSsl(null, [{ cert_chain: Buffer.from(tls.cert), private_key: Buffer.from(tls.key) }])
      : ServerCredentials.createInsecure();
    this.port = await new Promise<number>((resolve, reject) => {
      server.bindAsync(`127.0.0.1:${this.port}`, credentials, (error, port) => (error ? reject(error) : resolve(port)));
    });
    this.server = server;
  }

  /** Drops every connection, and goes on. */
  async dropAll(): Promise<void> {
    await this.goAway();
    await this.comeBack();
  }

  /** The next append is stored and never answered; its connection may go with the answer. */
  loseNext(what: 'reply' | 'reply and connection'): void {
    this.lost = what;
  }

  private mayReply(): boolean {
    const { lost } = this;
    this.lost = null;
    if (lost === 'reply and connection') void this.dropAll();
    return lost === null;
  }

  private isKnown({ metadata }: { metadata: Metadata }): boolean {
    const { user } = this.options;
    if (user === undefined) return true;
    return metadata.get('authorization')[0] === `Basic ${Buffer.from(user).toString('base64')}`;
  }

  private async read(call: ServerWritableStream<ReadReq, ReadResp>): Promise<void> {
    if (!this.isKnown(call)) return void call.emit('error', unknownUser);
    try {
      await read(this.log, call);
      call.end();
    } catch (error) {
      const code = error instanceof InvalidPosition ? status.INTERNAL : status.UNKNOWN;
      call.emit('error', { code, details: String(error) });
    }
  }

  private readonly members: handleUnaryCall<unknown, unknown> = (_call, callback) => {
    const member = new gossip.MemberInfo()
      .setInstanceId(new shared.UUID().setString(randomUUID()))
      .setTimeStamp(String(Date.now()))
      .setState(gossip.MemberInfo.VNodeState.LEADER)
      .setIsAlive(true)
      .setHttpEndPoint(new gossip.EndPoint().setAddress('127.0.0.1').setPort(this.port));
    callback(null, new gossip.ClusterInfo().setMembersList([member]));
  };
}

const unknownUser = { code: status.UNAUTHENTICATED, details: 'unknown user' };

const methods = [
  ['append', []],
  ['batchappend', ['deadline_duration']],
  ['read', ['position', 'events']],
] as const;

const getSupportedMethods: handleUnaryCall<unknown, unknown> = (_call, callback) => {
  const supported = methods.map(([name, list]) =>
    new features.SupportedMethod()
      .setServiceName('event_store.client.streams.streams')
      .setMethodName(name)
      .setFeaturesList([...list]),
  );
  callback(null, new features.SupportedMethods().setMethodsList(supported).setEventStoreServerVersion('26.0.0'));
};
