import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { clientOf, type Client } from './test-server.js';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** `node dist/main.js` as an operator starts it. */
export class ServerProcess {
  output = '';
  errors = '';
  private readonly watchers = new Set<() => void>();
  private code: number | null | undefined;

  private constructor(private readonly child: ChildProcess) {
    child.stdout!.on('data', (chunk) => this.hear(() => (this.output += chunk)));
    child.stderr!.on('data', (chunk) => this.hear(() => (this.errors += chunk)));
    child.on('close', (code) => this.hear(() => (this.code = code)));
  }

  /** Starts it with this environment and nothing else but PATH; on any free port by default. */
  static start(environment: Record<string, string>): ServerProcess {
    const { PATH = '', HOME = '' } = process.env;
    return new ServerProcess(
      spawn(process.execPath, [MAIN], { env: { PATH, HOME, PORT: '0', LOG_LEVEL: 'warn', ...environment } }),
    );
  }

  /** Resolves with its address, or fails with its output. */
  async ready(): Promise<string> {
    await this.until(() => /^ready on \S+$/m.test(this.output));
    return this.url();
  }

  /** Resolves with the exit code, once all output was read. */
  async exit(): Promise<number | null> {
    while (this.code === undefined) await new Promise<void>((resolve) => this.watchers.add(resolve));
    return this.code;
  }

  /** Sends a signal and resolves with the exit code. */
  async end(signal: NodeJS.Signals = 'SIGINT'): Promise<number | null> {
    this.child.kill(signal);
    return this.exit();
  }

  /** Kills it if it still runs. */
  async kill(): Promise<void> {
    if (this.code === undefined) await this.end('SIGKILL');
  }

  /** A client of the demo workspace, with the printed key. */
  async demo(): Promise<Client> {
    const url = await this.ready();
    return clientOf(url, 'demo', this.demoKey());
  }

  /** Its address, once it is ready. */
  url(): string {
    return /^ready on (\S+)$/m.exec(this.output)?.[1] ?? '';
  }

  /** The link for signing in to the console once. */
  signInLink(): string {
    return /^Console +(\S+)$/m.exec(this.output)?.[1] ?? '';
  }

  demoKey(): string {
    return /^API key +(\S+)$/m.exec(this.output)?.[1] ?? '';
  }

  private async until(fits: () => boolean): Promise<void> {
    while (!fits()) {
      if (this.code !== undefined) throw new Error(`It ended with ${this.code}: ${this.errors}${this.output}`);
      await new Promise<void>((resolve) => this.watchers.add(resolve));
    }
  }

  private hear(keep: () => void): void {
    keep();
    for (const watcher of this.watchers) watcher();
    this.watchers.clear();
  }
}
