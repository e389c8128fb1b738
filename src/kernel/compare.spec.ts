import fc from 'fast-check';
import { compareValues, instantOf, keyOf, sameValue } from './compare.js';

describe('sameValue', () => {
  it.each([
    ['1500.00', 1500, 'decimal'],
    ['1.10', '1.1', 'number'],
    [1.1, '1.10', undefined],
    ['80', 80, undefined],
    ['80', 80, 'text'],
    [' Won ', 'Won', undefined],
    [true, 'true', undefined],
    [new Date('2026-01-31T00:00:00Z'), '2026-01-31', undefined],
    ['2026-01-31T12:00:00+02:00', '2026-01-31T10:00:00.000Z', 'date'],
  ])('%p and %p are equal for a fact of type %p', (a, b, type) => expect(sameValue(a, b, type)).toBe(true));

  it.each([
    ['1.10', '1.1', 'text'],
    ['1.10', '1.1', 'any'],
    ['1.10', '1.1', undefined],
    ['1.10', 1.1, 'text'],
    ['2026-01-31', '2026-01-31T00:00:00Z', 'text'],
    ['2026-01-31', '2026-01-31T00:00:00Z', 'any'],
  ])('%p and %p differ for a fact of type %p', (a, b, type) => expect(sameValue(a, b, type)).toBe(false));

  it.each([
    ['won', 'Won'],
    ['007', '7'],
    ['1e+21', 1e21],
    [null, null],
    [undefined, undefined],
    [['a'], 'a'],
    [{}, {}],
    [new Date(Number.NaN), new Date(Number.NaN)],
  ])('tells %p and %p apart', (a, b) => expect(sameValue(a, b)).toBe(false));
});

describe('keyOf', () => {
  const near = fc.constantFrom<unknown>(
    '1',
    1,
    '1.0',
    ' 1 ',
    '01',
    '+1',
    '-0',
    0,
    '0.00',
    1e21,
    '1e+21',
    '1000000000000000000000',
    1e-7,
    '1e-7',
    true,
    'true',
    'True',
    '',
    ' ',
    null,
    undefined,
    [],
    {},
    Number.NaN,
    'NaN',
    '2026-01-31',
    '2026-01-31T00:00:00Z',
    '2026-01-31T02:00:00+02:00',
    new Date('2026-01-31'),
    new Date(Number.NaN),
    '2026-02-31',
    'number 1',
    'text',
  );
  const any = fc.oneof(near, fc.double().map(String), fc.double(), fc.string());

  it('is the same for equal values of any type', () => {
    const type = fc.constantFrom('text', 'any', 'decimal', 'number', 'date', 'boolean', 'list', undefined);
    fc.assert(
      fc.property(
        any,
        any,
        type,
        (a, b, of) => !sameValue(a, b, of) || (keyOf(a) !== undefined && keyOf(a) === keyOf(b)),
      ),
      { numRuns: 5_000 },
    );
  });

  it('is the same only for values that are equal as numbers or dates', () => {
    fc.assert(
      fc.property(any, any, (a, b) => (keyOf(a) !== undefined && keyOf(a) === keyOf(b)) === sameValue(a, b, 'decimal')),
      { numRuns: 5_000 },
    );
  });
});

describe('instantOf', () => {
  it('reads every ISO text as the Date that produced it', () => {
    const date = fc.date({
      min: new Date('0000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(fc.property(date, (value) => instantOf(value.toISOString()) === value.getTime()));
  });

  it('reads a time without a zone as UTC', () => {
    expect(instantOf('2026-01-31T10:00')).toBe(Date.UTC(2026, 0, 31, 10));
  });

  it.each([
    '2026-02-30',
    '2026-13-01',
    '2026-01-01T24:00',
    '2026-01-01T10:00+24:00',
    '2026',
    'tomorrow',
    '',
    20260101,
    null,
  ])('does not read %p as a date', (value) => {
    expect(instantOf(value)).toBeUndefined();
  });
});

describe('compareValues', () => {
  it('does not compare values of different kinds', () => {
    expect(compareValues('2026-01-01', 5)).toBeUndefined();
    expect(compareValues('abc', 'abd')).toBeUndefined();
  });
});
