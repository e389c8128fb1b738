import type { Config } from '../config/config.js';

/** Sends traces by OTLP if configured; the packages are loaded only then. Resolves with a function that stops it. */
export async function startTracing({ env, tracing }: Config): Promise<() => Promise<void>> {
  if (!tracing) return async () => undefined;
  const { NodeTracerProvider, BatchSpanProcessor } = await import('@opentelemetry/sdk-trace-node');
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const { resourceFromAttributes, defaultResource } = await import('@opentelemetry/resources');
  const resource = defaultResource().merge(
    resourceFromAttributes({ 'service.name': env.OTEL_SERVICE_NAME, 'crm.role': env.ROLE }),
  );
  // The exporter itself reads its endpoint and headers from OTEL_EXPORTER_OTLP_*.
  const provider = new NodeTracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register();
  return () => provider.shutdown().catch(() => undefined);
}
