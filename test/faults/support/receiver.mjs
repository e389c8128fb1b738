/** The external servers, in their own process: records each request in a file before it answers. Prints its port. */
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { graphql, keyOfWorkspace, workspaceOfPhone } from './world.mjs';

let file = process.argv[2];
let hold = null;
let sent = 0;
let poisoned = [];
let apis = [];
const seen = new Map();

// Delays of the answer after the call, in ms: before or after the caller has recorded it, or near its timeout.
const REPLIES = { reply: [0, 50], late: [1_900, 2_100] };

// Slow enough for faults to occur during calls.
const SLOWLY_MS = 400;

/** How it answers: for the first attempts of a key, or for all. */
const MANNERS = {
  ok: (reply) => setTimeout(() => reply.end('ok'), SLOWLY_MS),
  drip: first(1, (reply) => repeat(reply, 1_000, () => reply.write('.'))),
  endless: first(1, (reply) => repeat(reply, 5, () => reply.write('x'.repeat(8_192)))),
  silent: first(1, () => undefined),
  cut: first(1, (reply) => reply.socket.destroy()),
  busy: first(2, (reply) => reply.writeHead(429, { 'retry-after': '1' }).end()),
  shaky: first(2, (reply) => reply.writeHead(500).end('not now')),
  broken: (reply) => reply.writeHead(500).end('never'),
  gone: (reply) => reply.writeHead(410).end(),
  reply: (reply) => setTimeout(() => reply.end('ok'), 25),
  late: (reply) => reply.end('ok'),
  // The judge kills each process that calls this.
  poison: (reply) => poisoned.push(reply.socket.remotePort),
};

function first(times, manner) {
  return (reply, attempt) => (attempt <= times ? manner(reply) : reply.end('ok'));
}

function repeat(reply, everyMs, write) {
  reply.writeHead(200);
  const timer = setInterval(write, everyMs);
  reply.on('close', () => clearInterval(timer));
}

function note(kind, key, marker, more = {}) {
  appendFileSync(file, `${JSON.stringify({ kind, key, marker, at: Date.now(), ...more })}\n`);
}

function takeWebhook(request, reply, body) {
  const key = request.headers['webhook-id'];
  const attempt = (seen.get(key) ?? 0) + 1;
  seen.set(key, attempt);
  note('webhook', key, body.marker, { signedAt: Number(request.headers['webhook-timestamp']) * 1_000 });
  const manner = request.url.split('/')[2];
  const [from, to] = REPLIES[manner] ?? [];
  if (to) setTimeout(() => void writeBack(body), from + Math.random() * (to - from));
  if (!held('webhook', request)) MANNERS[manner](reply, attempt);
}

/** Replies as the contact, once, through whichever API process accepts it. */
async function writeBack({ marker, phone }) {
  const input = { phone, text: `price ${marker}`, providerMessageId: marker };
  const workspace = keyOfWorkspace(workspaceOfPhone(phone));
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const url = apis[Math.floor(Math.random() * apis.length)];
    try {
      return await graphql(url, workspace, { query: RECEIVE, variables: { input } });
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

const RECEIVE = 'mutation ($input: ReceiveMessageInput!) { receiveMessage(input: $input) { id } }';

function takeMessage(request, reply, body) {
  note('whatsapp', body.biz_opaque_callback_data, `${body.to} wamid.${process.pid}.${(sent += 1)}`);
  if (held('whatsapp', request)) return;
  reply.setHeader('content-type', 'application/json');
  const id = `wamid.${process.pid}.${sent}`;
  const answer = { messaging_product: 'whatsapp', contacts: [{ input: body.to, wa_id: body.to }], messages: [{ id }] };
  setTimeout(() => reply.end(JSON.stringify(answer)), SLOWLY_MS);
}

/** Can leave the next request of a kind unanswered; the judge learns from which port it came. */
function held(kind, request) {
  if (hold?.kind !== kind) return false;
  hold.tell({ port: request.socket.remotePort });
  hold = null;
  return true;
}

function control(body, reply) {
  if (body.file) file = body.file;
  if (body.apis) apis = body.apis;
  if (body.poisoned) {
    const ports = poisoned;
    poisoned = [];
    return reply.end(JSON.stringify(ports));
  }
  if (!body.hold) return reply.end('{}');
  hold = { kind: body.hold, tell: (answer) => reply.end(JSON.stringify(answer)) };
}

const server = createServer(async (request, reply) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  const body = JSON.parse(text || '{}');
  if (request.url === '/control') control(body, reply);
  else if (request.url.startsWith('/hook/')) takeWebhook(request, reply, body);
  else takeMessage(request, reply, body);
});
server.requestTimeout = 0;
server.keepAliveTimeout = 30_000;
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
