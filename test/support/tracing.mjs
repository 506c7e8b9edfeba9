// Loaded by `node --import` before a program of Waymark: it records spans as docs/tracing.md says, and writes each as a line
// of JSON to the file that TRACES names, instead of sending them to a collector.
import { appendFileSync } from 'node:fs';
import { NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';

const program = process.argv.at(-1);

function lineOf(span) {
  const { name, attributes, status, events, parentSpanContext } = span;
  const { traceId, spanId } = span.spanContext();
  const parentId = parentSpanContext?.spanId;
  return `${JSON.stringify({ program, traceId, spanId, parentId, name, attributes, status, events })}\n`;
}

const exporter = {
  export(spans, done) {
    appendFileSync(process.env.TRACES, spans.map(lineOf).join(''));
    done({ code: 0 });
  },
  shutdown: () => Promise.resolve(),
};

new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register();
