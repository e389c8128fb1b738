/** The floors of the house: a file imports its own floor and those below, never up. See docs/architecture.md. */
const floor = (name, from, forbidden) => ({
  name,
  severity: 'error',
  comment: `${from} may not import ${forbidden}: move the thing down, or hand it in through a port`,
  from: { path: `^src/${from}/` },
  to: { path: `^src/(${forbidden})/` },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    { name: 'no-mutual-folders', severity: 'error', scope: 'folder', from: {}, to: { circular: true } },
    floor('kernel-is-the-ground', 'kernel', 'platform|crm|triggers|conditions|actions|executions|automations'),
    floor('platform-below-crm', 'platform', 'crm|triggers|conditions|actions|executions|automations'),
    floor('crm-below-the-shelves', 'crm', 'triggers|conditions|actions|executions|automations'),
    floor('triggers-are-strangers', 'triggers', 'conditions|actions|executions|automations'),
    floor('conditions-are-strangers', 'conditions', 'triggers|actions|executions|automations'),
    floor('actions-are-strangers', 'actions', 'triggers|conditions|executions|automations'),
    floor('executions-below-automations', 'executions', 'automations'),
    {
      name: 'the-roof-is-above-all',
      severity: 'error',
      comment: 'what starts the product is imported by no floor',
      from: { path: '^src/[^/]+/' },
      to: { path: '^src/[^/]+\\.ts$' },
    },
    {
      name: 'kernel-is-plain',
      severity: 'error',
      from: { path: '^src/kernel/' },
      to: { path: 'node_modules/(?!(zod|uuid|leven|big.js|@types/big.js)/)' },
    },
    {
      name: 'shelves-do-not-share-files',
      severity: 'error',
      comment: 'files on a shelf never import one another',
      from: { path: '^src/(triggers|conditions|actions)/library/' },
      to: { path: '^src/(triggers|conditions|actions)/library/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.spec\\.ts$' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
  },
};
