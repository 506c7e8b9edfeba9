import { context, propagation, trace } from '@opentelemetry/api';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

/** Has spans recorded in this process, as whoever looks at traces would, until it is told to stop. */
export function recordingSpans(): () => void {
  new NodeTracerProvider().register();
  return () => {
    for (const api of [trace, context, propagation]) api.disable();
  };
}
