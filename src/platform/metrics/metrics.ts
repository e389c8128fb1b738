import { Injectable, Logger } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const READ_WITHIN_MS = 2_000;

/** What a gauge shows at this moment: one value for each combination of labels. */
export type Reading = { labels?: Record<string, string>; value: number };

/** A metric's name, what it counts, and its labels, each of which has few values. */
export interface MetricName<Label extends string> {
  name: string;
  help: string;
  labels?: readonly Label[];
}

/** The metrics of this process: every floor makes its own here, and /metrics shows them all. */
@Injectable()
export class Metrics {
  private readonly log = new Logger(Metrics.name);
  private readonly registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Something that only rises. */
  counter<Label extends string = never>({ name, help, labels = [] }: MetricName<Label>): Counter<Label> {
    return new Counter({ name, help, labelNames: labels, registers: [this.registry] });
  }

  /** How long something takes, in seconds. */
  histogram<Label extends string = never>({ name, help, labels = [] }: MetricName<Label>, buckets: number[]): Histogram<Label> {
    return new Histogram({ name, help, labelNames: labels, buckets, registers: [this.registry] });
  }

  /** Something that rises and falls, counted as it does. */
  level({ name, help }: MetricName<never>): Gauge {
    return new Gauge({ name, help, registers: [this.registry] });
  }

  /** Something read when it is asked for. Left out of the answer when reading fails or takes longer than 2 s. */
  gauge<Label extends string = never>({ name, help, labels = [] }: MetricName<Label>, read: () => Promise<Reading[]>): void {
    const collect = async () => {
      gauge.reset();
      try {
        for (const { labels: at = {}, value } of await inTime(read())) gauge.set(at, value);
      } catch (error) {
        // A gauge without labels would show 0, which is not what is known.
        if (labels.length === 0) gauge.remove();
        this.log.debug({ msg: `${name} could not be read`, err: error });
      }
    };
    const gauge: Gauge = new Gauge({ name, help, labelNames: [...labels] as string[], registers: [this.registry], collect });
  }

  /** Everything, in the text format of Prometheus. */
  async text(): Promise<{ contentType: string; body: string }> {
    return { contentType: this.registry.contentType, body: await this.registry.metrics() };
  }
}

async function inTime<T>(reading: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error(`Took longer than ${READ_WITHIN_MS} ms`)), READ_WITHIN_MS)));
  try {
    return await Promise.race([reading, late]);
  } finally {
    clearTimeout(timer);
  }
}
