import { createHmac } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { track } from './children.mjs';
import { SECRETS } from './product.mjs';

/** The receiver process as the judge uses it: its address, its file, and the requests to hold. */
export class Outside {
  static async start(file) {
    const child = spawn(process.execPath, [fileURLToPath(new URL('./receiver.mjs', import.meta.url)), file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const outside = new Outside();
    Object.assign(outside, { file, ...track(child) });
    const [line] = await once(child.stdout, 'data');
    outside.url = `http://127.0.0.1:${Number(line.toString())}`;
    await outside.useFile(file);
    return outside;
  }

  get environment() {
    return { WHATSAPP_BASE_URL: `${this.url}/v23.0` };
  }

  async useFile(file) {
    writeFileSync(file, '');
    this.file = file;
    this.told = new Set();
    await this.control({ file });
  }

  /** Tells it through which API processes contacts send messages. */
  useApis(apis) {
    return this.control({ apis });
  }

  /** Leaves the next webhook or message unanswered, after recording it; resolves with the port it came from. */
  async holdNext(kind) {
    return (await this.control({ hold: kind })).port;
  }

  /** The ports that have called with poison since the last call of this method. */
  poisoned() {
    return this.control({ poisoned: true });
  }

  /** Every request so far. */
  received() {
    return readFileSync(this.file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  }

  /** Reports the accepted messages' statuses to the product, like Meta: repeatedly, until it answers 200. */
  async tellStatuses(apiUrl, workspaceOfPhone) {
    const fresh = this.received().filter(({ kind, key }) => kind === 'whatsapp' && !this.told.has(key));
    await Promise.all(
      fresh.map(async ({ key, marker }) => {
        const [phone, id] = marker.split(' ');
        if (await deliver(`${apiUrl}/webhooks/whatsapp/${workspaceOfPhone(phone)}`, { id, key, phone }))
          this.told.add(key);
      }),
    );
  }

  async control(body) {
    return (await fetch(`${this.url}/control`, { method: 'POST', body: JSON.stringify(body) })).json();
  }

  stop() {
    this.child.kill('SIGKILL');
  }
}

async function deliver(url, { id, key, phone }) {
  const statuses = [
    {
      id,
      status: 'delivered',
      timestamp: '1760000000',
      recipient_id: phone.replace('+', ''),
      biz_opaque_callback_data: key,
    },
  ];
  const value = { messaging_product: 'whatsapp', metadata: { phone_number_id: '106540352242922' }, statuses };
  return postSigned(url, {
    object: 'whatsapp_business_account',
    entry: [{ id: '1', changes: [{ field: 'messages', value }] }],
  });
}

/** Posts a body with Meta's signature; true if it was accepted. */
export async function postSigned(url, content) {
  const body = JSON.stringify(content);
  const signature = `sha256=${createHmac('sha256', SECRETS.WHATSAPP_APP_SECRET).update(body).digest('hex')}`;
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature };
  try {
    return (await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) })).status === 200;
  } catch {
    return false;
  }
}
