import { postSigned } from '../support/outside.mjs';
import { phoneOf, RUDE } from '../support/world.mjs';
import { delay } from '../support/wait.mjs';

const rude = (name, title, manners) => ({
  name,
  title,
  manners,
  endless: false,
  mix: { rude: 60, internal: 20, webhook: 20 },
  share: 0.5,
  spreadMs: 3_000,
  settleMs: 90_000,
  workers: 2,
  apis: 1,
  async play(scenario) {
    while (scenario.load.progress < 1) await delay(200);
    scenario.injected = new Set(
      scenario.outside
        .received()
        .filter(({ kind }) => kind === 'webhook')
        .map(({ key }) => key),
    ).size;
  },
});

const MESSAGES = `SELECT provider_message_id AS id, count(*)::int AS times FROM message WHERE provider_message_id LIKE 'wamid.in.%' GROUP BY 1`;
const ANSWERS = `SELECT e.payload -> 'message' ->> 'text' AS text, count(*)::int AS times FROM event e WHERE e.type = 'whatsapp.message_received' GROUP BY 1`;

/** A contact's message as Meta delivers it. */
function inbound(workspace, contact, id) {
  const from = phoneOf(workspace.index, contact).replace('+', '');
  const message = {
    id,
    from,
    timestamp: String(Math.floor(Date.now() / 1_000)),
    type: 'text',
    text: { body: `the price list, ${id}` },
  };
  const value = {
    messaging_product: 'whatsapp',
    metadata: { phone_number_id: '106540352242922' },
    contacts: [{ profile: { name: 'Ana' }, wa_id: from }],
    messages: [message],
  };
  return { object: 'whatsapp_business_account', entry: [{ id: '1', changes: [{ field: 'messages', value }] }] };
}

export const outsideScenarios = [
  rude(
    'rude-receivers',
    'receivers that drip a byte a second, never end, never answer, cut, say 429 or 500, or 410',
    RUDE,
  ),
  {
    name: 'same-message-50',
    title: 'the same inbound message 50 times in parallel',
    spreadMs: 4_000,
    share: 0.25,
    apis: 2,
    async play(scenario) {
      await scenario.repeat(5, async (turn) => {
        const workspace = scenario.random.pick(scenario.world);
        const body = inbound(workspace, turn % 5, `wamid.in.${scenario.random.between(1, 1e9)}`);
        await scenario.inject(
          () =>
            Promise.all(
              Array.from({ length: 50 }, (_, index) =>
                postSigned(`${scenario.apis[index % 2].url}/webhooks/whatsapp/${workspace.id}`, body),
              ),
            ),
          { measured: false },
        );
      });
      await delay(1_000);
    },
    async check(scenario, { findings }) {
      const [messages, events] = [await scenario.query(MESSAGES), await scenario.query(ANSWERS)];
      const distinct = scenario.injected;
      if (messages.length !== distinct || events.length !== distinct)
        findings.lost.push({
          what: `of ${distinct} messages ${messages.length} were stored and ${events.length} told of`,
        });
      for (const row of [...messages, ...events])
        if (row.times !== 1) findings.duplicated.push({ what: 'an inbound message', ...row });
    },
  },
];
