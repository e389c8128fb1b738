import { z } from 'zod';
import { TagsService } from '../../crm/tags/tags.service.js';
import { uuid } from '../../kernel/ids.js';
import { reference } from '../../platform/facts/reference.js';
import { Action, type InternalAction, type InternalContext } from '../action.js';
import { entityType, neededAs, text } from '../params.js';
import { entityOf } from '../subject.js';

const params = z
  .strictObject({
    tagId: reference('tag').optional().meta({ title: 'Tag' }),
    tagName: text(200).optional().meta({ title: 'Tag by name' }),
    entityType: entityType.optional(),
  })
  .refine(({ tagId, tagName }) => !tagId !== !tagName, {
    path: ['tagId'],
    message: 'Give tagId or tagName, one of the two',
  });

const output = z.object({ tagId: uuid.nullable(), removed: z.boolean() });

@Action({
  type: 'remove_tag',
  title: 'Remove a tag',
  description: 'Removes a tag from the contact or the order; does nothing if it is not assigned.',
  effect: 'internal',
  needs: ({ entityType }) => neededAs(entityType),
  params,
  output,
})
export class RemoveTagAction implements InternalAction<z.infer<typeof params>, z.infer<typeof output>> {
  constructor(private readonly tags: TagsService) {}

  async perform({ tagId, tagName, entityType }: z.infer<typeof params>, { work, subject }: InternalContext) {
    const entity = entityOf(subject, entityType);
    const id = tagId ?? (await this.tags.findByName(work, tagName!))?.id;
    if (!id) return { tagId: null, removed: false };
    const { changed } = await this.tags.remove(work, { tagId: id, ...entity });
    return { tagId: id, removed: changed };
  }
}
