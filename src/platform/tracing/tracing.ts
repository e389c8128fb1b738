import { context, SpanStatusCode, trace, TraceFlags, type Attributes, type Context } from '@opentelemetry/api';

// Stands for nothing until an SDK is registered, so that tracing costs next to nothing while it is off.
const tracer = trace.getTracer('crm-automations');
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** What a span is called, what it tells, and the stored traceparent that it continues; without one, what is under way. */
export interface SpanOf {
  name: string;
  attributes: Attributes;
  parent?: string | null;
}

/** The W3C traceparent of what is under way, to be stored and continued later; null while tracing is off. */
export function traceparent(): string | null {
  const span = trace.getActiveSpan()?.spanContext();
  if (!span || !trace.isSpanContextValid(span)) return null;
  return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, '0')}`;
}

/** Does the work in a span of its own; an error is noted and thrown on. */
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
