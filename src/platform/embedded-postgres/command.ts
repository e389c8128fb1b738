import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import type { Account } from './account.js';

/** The result of a command: its exit code (null if a signal ended it) and its output. */
export interface Outcome {
  code: number | null;
  output: string;
}

/** The user and folder of a command. */
export interface Surroundings extends Account {
  cwd?: string;
}

/** The environment for Postgres: without the app's secrets, PG* variables, or a locale that may be missing. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TEMP } = process.env;
  return { PATH, SystemRoot, TEMP, LC_ALL: 'C', TZ: 'UTC' };
}

/** Runs a command to its end, by default in its own folder; a command that cannot be started ends with code 127. */
export function run(
  file: string,
  args: string[],
  { cwd = dirname(file), ...account }: Surroundings = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      ...account,
      cwd,
      env: plainEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      // Ctrl-C in the terminal must not interrupt initdb or pg_ctl.
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
