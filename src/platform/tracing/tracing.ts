import { context, SpanStatusCode, trace, TraceFlags, type Attributes, type Context } from '@opentelemetry/api';

// A no-op until an SDK is registered, so that tracing costs almost nothing while it is off.
const tracer = trace.getTracer('crm-automations');
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** A span's name, attributes, and the stored traceparent that it continues; the active span by default. */
export interface SpanOf {
  name: string;
  attributes: Attributes;
  parent?: string | null;
}

/** The W3C traceparent of the active span, to store and continue later; null while tracing is off. */
export function traceparent(): string | null {
  const span = trace.getActiveSpan()?.spanContext();
  if (!span || !trace.isSpanContextValid(span)) return null;
  return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, '0')}`;
}

/** Runs the work in its own span; an error is recorded and rethrown. */
export function inSpan<T>({ name, attributes, parent }: SpanOf, work: () => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(name, { attributes }, continued(parent), async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message });
      throw error;
    } finally {
      span.end();
    }
  });
}

function continued(parent: string | null | undefined): Context {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(parent ?? '') ?? [];
  if (!traceId || !spanId) return context.active();
  const traceFlags = parseInt(flags!, 16) & TraceFlags.SAMPLED;
  return trace.setSpanContext(context.active(), { traceId, spanId, traceFlags, isRemote: true });
}
