import { inSpan, traceparent } from './tracing.js';

it('does the work and keeps no traceparent while tracing is off', async () => {
  await expect(inSpan({ name: 'change', attributes: {} }, async () => traceparent())).resolves.toBeNull();
});

it('throws on what the work throws', async () => {
  const work = inSpan({ name: 'change', attributes: {}, parent: 'not a traceparent' }, () => Promise.reject(new Error('no')));

  await expect(work).rejects.toThrow('no');
});
