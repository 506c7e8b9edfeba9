import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A span, as a program wrote it when it ended. */
export type RecordedSpan = {
  readonly program: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId?: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
};

/** Spans that real programs record, when they are started with this environment. */
export class Traced {
  private readonly folder = mkdtempSync(join(tmpdir(), 'waymark-traces-'));
  private readonly file = join(this.folder, 'spans.jsonl');

  get env(): Readonly<Record<string, string>> {
    const preload = pathToFileURL(resolve('test/support/tracing.mjs')).href;
    return { NODE_OPTIONS: `--import ${preload}`, TRACES: this.file };
  }

  /** All that was written, as it was written. */
  text(): string {
    return readFileSync(this.file, 'utf8');
  }

  spans(): RecordedSpan[] {
    const lines = this.text().trim().split('\n');
    return lines.map((line) => JSON.parse(line) as RecordedSpan);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
