import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import type { Account } from './account.js';

/** How a command ended: its exit code (null when a signal ended it) and all it said. */
export interface Outcome {
  code: number | null;
  output: string;
}

/** As whom and in which folder a command runs. */
export interface Surroundings extends Account {
  cwd?: string;
}

/** What Postgres gets to see of the environment: nothing of the app's secrets, no PG* variable, no locale that may be missing. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TEMP } = process.env;
  return { PATH, SystemRoot, TEMP, LC_ALL: 'C', TZ: 'UTC' };
}

/** Runs a command to its end, by default in its own folder; one that cannot be started at all ends with code 127. */
export function run(file: string, args: string[], { cwd = dirname(file), ...account }: Surroundings = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      ...account,
      cwd,
      env: plainEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      // Ctrl-C in the terminal must not cut initdb or pg_ctl short.
      detached: true,
      windowsHide: true,
    });
    let output = '';
    const hear = (text: Buffer): void => void (output += text.toString());
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', (error) => resolve({ code: 127, output: error.message }));
    child.once('close', (code) => resolve({ code, output }));
  });
}
