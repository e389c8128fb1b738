import { isConnectionLost } from './connection-lost.js';

it('distinguishes an unavailable database from one that rejects a statement', () => {
  const away = [
    { code: '57P01' },
    { code: '08006' },
    { code: 'ECONNREFUSED' },
    new Error('Connection terminated unexpectedly'),
    new Error('Query read timeout'),
  ];
  const refuses = [{ code: '23505' }, { code: '40P01' }, new Error('No tag with id 1'), null, undefined];
  expect(away.map(isConnectionLost)).toEqual(away.map(() => true));
  expect(refuses.map(isConnectionLost)).toEqual(refuses.map(() => false));
});
