import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { root } from '../../scripts/ensure.mjs';
import { findChromium } from './find-chromium.mjs';

/**
 * Starts the built product on its own Postgres, and Chromium. Resolves with the browser, the address of the server, the key of
 * its demo workspace, `send`, which sends a document to the API and resolves with the data, and `close`. Exits where there is no
 * Chromium.
 */
export async function startProductInBrowser(environment = {}) {
  const found = findChromium();
  if (!found) {
    console.error('No Chromium: install Chromium or Chrome, or set CHROMIUM_PATH.');
    process.exit(1);
  }
  const data = mkdtempSync(join(tmpdir(), 'crm-product-'));
  const { PATH, HOME } = process.env;
  const server = spawn(process.execPath, [join(root, 'dist', 'main.js')], {
    env: { PATH, HOME, PORT: '0', LOG_LEVEL: 'error', DATA_DIR: data, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => server.on('close', resolve));
  const browser = await chromium.launch({
    executablePath: found.executablePath,
    args: ['--no-sandbox'],
    env: { ...process.env, ...found.env },
  });
  const close = async () => {
    await browser.close();
    server.kill('SIGINT');
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  try {
    const product = await ready(server);
    return { ...product, browser, send: senderTo(product), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The address of the server and the key of its demo workspace, once it prints them. */
async function ready(server) {
  let output = '';
  for await (const piece of server.stdout) {
    output += piece;
    const url = /^ready on (\S+)$/m.exec(output)?.[1];
    const key = /^API key +(\S+)$/m.exec(output)?.[1];
    if (url && key) {
      server.stdout.resume();
      return { url, key };
    }
  }
  throw new Error(`The server ended: ${output}`);
}

function senderTo({ url, key }) {
  return async (query, variables) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = await answer.json();
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
}
