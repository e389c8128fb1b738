import { z } from 'zod';
import { ShelfError, type Found } from '../platform/discovery.js';
import { shelve } from './action-shelf.js';
import { Action, type ActionDescription } from './action.js';

const plain: ActionDescription = {
  type: 'wave',
  title: 'Wave',
  description: 'Waves.',
  effect: 'internal',
  params: z.strictObject({}),
  output: z.object({}),
};

function found(file: string, changes: Partial<ActionDescription> = {}): Found {
  @Action({ ...plain, ...changes })
  class WaveAction {
    async perform() {}
  }
  return { file, exported: WaveAction };
}

const refusalOf = (...files: Found[]) => {
  try {
    shelve(files);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(ShelfError);
    return (error as Error).message;
  }
};

describe('the shelf', () => {
  it('maps what it finds by type', () => {
    const both = shelve([found('wave.action.ts'), found('nod.action.ts', { type: 'nod' })]);
    expect([...both.keys()]).toEqual(['wave', 'nod']);
    expect(both.get('nod')!.actionClass.name).toBe('WaveAction');
  });

  it.each<[string, Found[], RegExp]>([
    [
      'an export that is not an action',
      [{ file: 'wave.action.ts', exported: class Wave {} }],
      /wave\.action\.ts exports no action: write @Action/,
    ],
    ['a value', [{ file: 'wave.action.ts', exported: 7 }], /wave\.action\.ts exports no action/],
    [
      'two of one type',
      [found('wave.action.ts'), found('hello.action.ts')],
      /hello\.action\.ts and wave\.action\.ts both define "wave": rename one/,
    ],
    [
      'params without JSON Schema',
      [found('wave.action.ts', { params: z.strictObject({ at: z.date() }) })],
      /wave\.action\.ts: its params can't become JSON Schema/,
    ],
    [
      'output without JSON Schema',
      [found('wave.action.ts', { output: z.object({ at: z.bigint() }) })],
      /wave\.action\.ts: its output can't become JSON Schema/,
    ],
    [
      'delivery of an internal action',
      [found('wave.action.ts', { delivery: 'at_least_once' })],
      /wave\.action\.ts is internal.*remove delivery/,
    ],
    [
      'a secret that is not a param',
      [found('wave.action.ts', { secrets: ['pin'] })],
      /wave\.action\.ts: its params have no "pin": correct secrets/,
    ],
    [
      'a target that is not a param',
      [found('wave.action.ts', { secretsGoTo: 'url' })],
      /wave\.action\.ts: its params have no "url"/,
    ],
    [
      'an external action without delivery',
      [found('wave.action.ts', { effect: 'external' })],
      /wave\.action\.ts is external: say whether/,
    ],
  ])('rejects %s, naming the file and the fix', (_, files, message) => {
    expect(refusalOf(...files)).toMatch(message);
  });

  it('rejects a class that cannot be performed', () => {
    @Action(plain)
    class LazyAction {}
    expect(refusalOf({ file: 'lazy.action.ts', exported: LazyAction })).toMatch(
      /lazy\.action\.ts: LazyAction cannot be performed/,
    );
  });
});
