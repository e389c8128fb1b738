type Entry = {
  time: number;
  level: number;
  context?: string;
  msg?: string;
  err?: { message: string; stack?: string };
} & Record<string, unknown>;

const LEVELS: Record<number, string> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'WARN', 50: 'ERROR', 60: 'FATAL' };

/** A JSON log line in readable form: time, level, context, message, then the fields, and an error's stack below. */
export function readableLine(line: string): string {
  const { time, level, context, msg, err, ...fields } = JSON.parse(line) as Entry;
  const at = new Date(time).toISOString().slice(11, 23);
  const pairs = Object.entries(fields)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${shown(value)}`);
  const where = context ? [`${context}:`] : [];
  const stack = err ? `\n${err.stack ?? err.message}` : '';
  return `${[at, (LEVELS[level] ?? String(level)).padEnd(5), ...where, msg ?? err?.message ?? '', ...pairs].join(' ')}${stack}\n`;
}

const shown = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
