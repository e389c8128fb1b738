import { answer } from '../support/helper.mjs';

const load = (path) => import(`${process.env.BENCH_DIST}/${path}.js`);
// The imports below have decorators that need this.
await import('reflect-metadata');
const [{ compileConditions }, { compileTemplate }, { factPathsOf }, { TRIGGERS }] = await Promise.all(
  [
    'conditions/compile-conditions',
    'platform/templates/compile-template',
    'triggers/trigger-facts',
    'triggers/triggers',
  ].map(load),
);

const contact = {
  id: '1',
  name: 'Ana',
  phone: '+5511999990000',
  email: null,
  city: 'Recife',
  region: 'PE',
  address: null,
  customFields: { size: 42 },
  tags: ['VIP'],
  createdAt: new Date().toISOString(),
};
const scope = { trigger: { contact }, contact, event: { id: '1', type: 'contact.created' }, steps: {} };
const { evaluate } = compileConditions(
  {
    logic: 'AND',
    conditions: [
      { field: 'contact.city', operator: 'equals', value: 'Recife' },
      { field: 'contact.phone', operator: 'exists' },
      {
        logic: 'OR',
        conditions: [
          { field: 'contact.name', operator: 'contains', value: 'xyz' },
          { field: 'contact.region', operator: 'in', value: ['PE', 'SP'] },
        ],
      },
    ],
  },
  factPathsOf(TRIGGERS.get('contact.created')),
);
const params = {
  title: 'Call {{ contact.name }} in {{ contact.city | upcase }}',
  note: 'From {{ trigger.contact.phone }}',
};
const template = compileTemplate(params);

/** How often this can be done in a second. */
function perSecond(work, seconds) {
  let [count, until] = [0, performance.now() + 300];
  while (performance.now() < until) work();
  const began = performance.now();
  until = began + seconds * 1_000;
  while (performance.now() < until) for (let turn = 0; turn < 100; turn++, count++) work();
  return (count * 1_000) / (performance.now() - began);
}

answer({
  measure: ({ seconds }) => {
    if (!evaluate(scope).matched) throw new Error('The conditions of the bench do not hold');
    return {
      'trees of 4 conditions/s': perSecond(() => evaluate(scope), seconds),
      'templates of 3 placeholders/s': perSecond(() => template.render(scope), seconds),
      'templates compiled/s': perSecond(() => compileTemplate(params), seconds),
    };
  },
});
