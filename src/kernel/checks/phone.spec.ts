import { normalizePhone } from './phone.js';

describe('normalizePhone', () => {
  it('normalizes every notation of a number', () => {
    const written = ['+55 11 99999-0000', '5511999990000', '+55 (11) 99999.0000', '0055 11 99999 0000'];
    expect(new Set(written.map(normalizePhone))).toEqual(new Set(['+5511999990000']));
  });

  it('rejects too few digits, too many digits, and letters', () => {
    expect(['123456', '1234567890123456', '+55 call me', ''].map(normalizePhone)).toEqual(Array(4).fill(undefined));
  });
});
