import { Injectable, Logger } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const READ_WITHIN_MS = 2_000;

/** A current value of a gauge, one for each combination of labels. */
export type Reading = { labels?: Record<string, string>; value: number };

/** A metric's name, description and labels; each label has few values. */
export interface MetricName<Label extends string> {
  name: string;
  help: string;
  labels?: readonly Label[];
}

/** The registry for the metrics of all layers; /metrics shows them. */
@Injectable()
export class Metrics {
  private readonly log = new Logger(Metrics.name);
  private readonly registry = new Registry();
  private isRead = false;

  /** A value that only increases. */
  counter<Label extends string = never>({ name, help, labels = [] }: MetricName<Label>): Counter<Label> {
    return new Counter({ name, help, labelNames: labels, registers: [this.registry] });
  }

  /** A distribution of durations in seconds. */
  histogram<Label extends string = never>(
    { name, help, labels = [] }: MetricName<Label>,
    buckets: number[],
  ): Histogram<Label> {
    return new Histogram({ name, help, labelNames: labels, buckets, registers: [this.registry] });
  }

  /** A value that increases and decreases as it is counted. */
  level({ name, help }: MetricName<never>): Gauge {
    return new Gauge({ name, help, registers: [this.registry] });
  }

  /** A value read on each scrape. Omitted if reading fails or takes longer than 2 s. */
  gauge<Label extends string = never>(
    { name, help, labels = [] }: MetricName<Label>,
    read: () => Promise<Reading[]>,
  ): void {
    const collect = async () => {
      gauge.reset();
      try {
        for (const { labels: at = {}, value } of await inTime(read())) gauge.set(at, value);
      } catch (error) {
        // A gauge without labels would show 0 instead of no value.
        if (labels.length === 0) gauge.remove();
        this.log.debug({ msg: `${name} could not be read`, err: error });
      }
    };
    const gauge: Gauge = new Gauge({
      name,
      help,
      labelNames: [...labels] as string[],
      registers: [this.registry],
      collect,
    });
  }

  /** All metrics in the text format of Prometheus. */
  async text(): Promise<{ contentType: string; body: string }> {
    // Started by the first scrape: Node wakes up every 10 ms to watch the event loop, which is most of the CPU of an idle process.
    if (!this.isRead) collectDefaultMetrics({ register: this.registry });
    this.isRead = true;
    return { contentType: this.registry.contentType, body: await this.registry.metrics() };
  }
}

async function inTime<T>(reading: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>(
    (_, reject) =>
      (timer = setTimeout(() => reject(new Error(`Took longer than ${READ_WITHIN_MS} ms`)), READ_WITHIN_MS)),
  );
  try {
    return await Promise.race([reading, late]);
  } finally {
    clearTimeout(timer);
  }
}
