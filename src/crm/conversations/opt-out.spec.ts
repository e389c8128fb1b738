import { wishOf } from './opt-out.js';

const words = { out: new Set(['stop', 'salir', 'nao quero']), back: new Set(['start']) };
const said = (text: string) => ({ kind: 'TEXT' as const, text, payload: null });

describe('wishOf', () => {
  it.each(['STOP', ' stop ', 'Stóp', 'SALÍR', 'não  quero'])('treats %j as an opt-out', (text) => {
    expect(wishOf(said(text), words)).toBe('opt out');
  });

  it.each(['stop it', 'do not stop', 'nonstop', '', 'quero'])('treats %j as an ordinary message', (text) => {
    expect(wishOf(said(text), words)).toBeUndefined();
  });

  it('recognizes an opt-in', () => {
    expect(wishOf(said('Start'), words)).toBe('opt in');
  });

  it('reads a button like text, but neither a caption nor the name of a place', () => {
    const other = (type: string) => ({ kind: 'OTHER' as const, text: 'STOP', payload: { type } });
    expect(wishOf(other('button'), words)).toBe('opt out');
    expect(wishOf(other('interactive'), words)).toBe('opt out');
    expect(wishOf(other('location'), words)).toBeUndefined();
    expect(wishOf({ ...said('STOP'), kind: 'MEDIA' }, words)).toBeUndefined();
  });
});
