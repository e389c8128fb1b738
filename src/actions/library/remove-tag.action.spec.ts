import { jest } from '@jest/globals';
import { inStep, mistakesIn, paramsFor } from '../../../test/support/action-context.js';
import type { TagsService } from '../../crm/tags/tags.service.js';
import { newId } from '../../kernel/ids.js';
import { RemoveTagAction } from './remove-tag.action.js';

const tag = { id: newId(), name: 'Customer' };
const remove = jest.fn(async () => ({ tag, changed: true }));
const findByName = jest.fn(async (_reader: unknown, name: string) => (name === tag.name ? tag : undefined));
const action = new RemoveTagAction({ remove, findByName } as unknown as TagsService);

beforeEach(() => jest.clearAllMocks());

it('removes a tag by id or name', async () => {
  for (const params of [{ tagId: tag.id }, { tagName: tag.name }]) {
    expect(await action.perform(paramsFor(RemoveTagAction, params), inStep())).toEqual({
      tagId: tag.id,
      removed: true,
    });
  }
  expect(remove).toHaveBeenCalledTimes(2);
});

it('succeeds without doing anything when no tag has the name', async () => {
  expect(await action.perform(paramsFor(RemoveTagAction, { tagName: 'Nobody' }), inStep())).toEqual({
    tagId: null,
    removed: false,
  });
  expect(remove).not.toHaveBeenCalled();
});

it('requires exactly one of id and name', () => {
  expect(mistakesIn(RemoveTagAction, { tagId: tag.id, tagName: tag.name })).toEqual([
    'tagId: Give tagId or tagName, one of the two',
  ]);
});
