import type { Config } from '../config/config.js';

/** Sends traces by OTLP when the environment asks for them, and loads what that takes only then. Resolves with how to end it. */
export async function startTracing({ env, tracing }: Config): Promise<() => Promise<void>> {
  if (!tracing) return async () => undefined;
  const { NodeTracerProvider, BatchSpanProcessor } = await import('@opentelemetry/sdk-trace-node');
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const { resourceFromAttributes, defaultResource } = await import('@opentelemetry/resources');
  const resource = defaultResource().merge(resourceFromAttributes({ 'service.name': env.OTEL_SERVICE_NAME, 'crm.role': env.ROLE }));
  // Where to send to, and with which headers, the exporter reads from OTEL_EXPORTER_OTLP_* itself.
  const provider = new NodeTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] });
  provider.register();
  return () => provider.shutdown().catch(() => undefined);
}
