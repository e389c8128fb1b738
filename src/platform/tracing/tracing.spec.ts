/** @jest-environment-options {"ownProduct": true} */
import { inSpan, traceparent } from './tracing.js';

it('runs the work without a traceparent while tracing is off', async () => {
  await expect(inSpan({ name: 'change', attributes: {} }, async () => traceparent())).resolves.toBeNull();
});

it('rethrows the error of the work', async () => {
  const work = inSpan({ name: 'change', attributes: {}, parent: 'not a traceparent' }, () =>
    Promise.reject(new Error('no')),
  );

  await expect(work).rejects.toThrow('no');
});
