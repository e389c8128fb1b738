import { decimalOf } from './money.js';

describe('decimalOf', () => {
  it('keeps two decimals of numbers and of text', () => {
    expect(['12.5', 1500, '0', ' 7.10 '].map(decimalOf)).toEqual(['12.50', '1500.00', '0.00', '7.10']);
  });

  it('rounds half away from zero, as Postgres does', () => {
    expect(['0.005', '-0.005', 0.1 + 0.2, '9.999', '-0.001'].map(decimalOf)).toEqual([
      '0.01',
      '-0.01',
      '0.30',
      '10.00',
      '0.00',
    ]);
  });

  it('is exact where floating point is not', () => {
    expect(decimalOf('99999999999999999.99')).toBe('99999999999999999.99');
  });

  it('accepts every amount that an order can hold, including rounded ones', () => {
    const most = '999999999999999999.99';
    expect([most, `-${most}`, '999999999999999999.994'].map(decimalOf)).toEqual([most, `-${most}`, most]);
    expect(['999999999999999999.995', '-999999999999999999.995', '1000000000000000000'].map(decimalOf)).toEqual(
      Array(3).fill(undefined),
    );
  });

  it('rejects what is not an amount', () => {
    expect(['', 'abc', '1e5', '1,5', NaN, Infinity, 1e21, '1234567890123456789'].map(decimalOf)).toEqual(
      Array(8).fill(undefined),
    );
  });
});
