import { decimalOf } from './money.js';

describe('decimalOf', () => {
  it('keeps two decimals of numbers and of text', () => {
    expect(['12.5', 1500, '0', ' 7.10 '].map(decimalOf)).toEqual(['12.50', '1500.00', '0.00', '7.10']);
  });

  it('rounds half away from zero, as Postgres does', () => {
    expect(['0.005', '-0.005', 0.1 + 0.2, '9.999', '-0.001'].map(decimalOf)).toEqual(['0.01', '-0.01', '0.30', '10.00', '0.00']);
  });

  it('is exact where a float is not', () => {
    expect(decimalOf('99999999999999999.99')).toBe('99999999999999999.99');
  });

  it('knows what is no amount', () => {
    expect(['', 'abc', '1e5', '1,5', NaN, Infinity, 1e21, '123456789012345678'].map(decimalOf)).toEqual(Array(8).fill(undefined));
  });
});
