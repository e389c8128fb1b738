import { changedFields } from './audit-diff.ts';

const task = (key: string, title: string) => ({ key, type: 'create_task', params: { title } });
const branch = (...arms: object[]) => ({ actions: [{ key: 'size', type: 'branch', arms, otherwise: [] }] }) as never;

it('compares the arms of a branch by name, and the actions in them by key', () => {
  const small = { name: 'small', actions: [task('call', 'Call')] };
  const big = { name: 'big', actions: [task('visit', 'Visit')] };
  const after = branch(big, { name: 'small', actions: [task('call', 'Call them')] });
  expect(changedFields(branch(small), after)).toEqual([
    { path: 'actions.size.arms.order', before: 'small', after: 'big, small' },
    { path: 'actions.size.arms.small.actions.call.params.title', before: 'Call', after: 'Call them' },
    ...[
      ['name', 'big'],
      ['actions.order', 'visit'],
      ['actions.visit.key', 'visit'],
      ['actions.visit.type', 'create_task'],
      ['actions.visit.params.title', 'Visit'],
    ].map(([path, value]) => ({ path: `actions.size.arms.big.${path}`, before: undefined, after: value })),
  ]);
});
