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
    tagName: text(200)
      .optional()
      .meta({ title: 'Tag by name', description: 'Created if the workspace has no tag with this name' }),
    entityType: entityType.optional(),
  })
  .refine(({ tagId, tagName }) => !tagId !== !tagName, {
    path: ['tagId'],
    message: 'Give tagId or tagName, one of the two',
  });

const output = z.object({ tagId: uuid, tagName: z.string(), assigned: z.boolean() });

@Action({
  type: 'assign_tag',
  title: 'Assign a tag',
  description: 'Assigns a tag to the contact or the order; does nothing if it is already assigned.',
  effect: 'internal',
  needs: ({ entityType }) => neededAs(entityType),
  params,
  output,
})
export class AssignTagAction implements InternalAction<z.infer<typeof params>, z.infer<typeof output>> {
  constructor(private readonly tags: TagsService) {}

  async perform({ tagId, tagName, entityType }: z.infer<typeof params>, { work, subject }: InternalContext) {
    const entity = entityOf(subject, entityType);
    const { tag, changed } = tagId
      ? await this.tags.assign(work, { tagId, ...entity })
      : await this.tags.assignByName(work, { name: tagName!, ...entity });
    return { tagId: tag.id, tagName: tag.name, assigned: changed };
  }
}
