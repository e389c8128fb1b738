import { graphql } from '../api/graphql.ts';
import { useApi, useMay } from '../api/queries.ts';
import { useText } from '../text/text.tsx';
import { TagDot, Tags } from './tags.tsx';
import styles from './tags.module.css';
import { useAct } from './use-act.ts';

/** The tags to choose from. */
export const AllTags = graphql(`
  query AllTags {
    tags(first: 100) {
      edges {
        node {
          id
          name
        }
      }
    }
  }
`);
const AssignTag = graphql(`
  mutation AssignTag($input: TagEntityInput!) {
    assignTag(input: $input) {
      id
    }
  }
`);
const RemoveTag = graphql(`
  mutation RemoveTag($input: TagEntityInput!) {
    removeTag(input: $input) {
      id
    }
  }
`);

interface TagEditorProps {
  entityType: 'CONTACT' | 'ORDER';
  entityId: string;
  tags: readonly { id: string; name: string; color: string }[];
}

/** The tags of a contact or order; editors add and remove them. */
export function TagEditor({ entityType, entityId, tags }: TagEditorProps) {
  const text = useText().crm;
  const mayEdit = useMay('EDITOR');
  const { data } = useApi(AllTags, {}, { enabled: mayEdit });
  const [assign, remove] = [useAct(AssignTag), useAct(RemoveTag)];
  const isPending = assign.isPending || remove.isPending;
  const others = data?.tags.edges.map(({ node }) => node).filter(({ id }) => !tags.some((tag) => tag.id === id)) ?? [];
  const add = (tagId: string) => {
    const name = others.find(({ id }) => id === tagId)?.name ?? '';
    if (tagId) assign.act({ input: { entityType, entityId, tagId } }, text.tagAdded(name));
  };
  if (!mayEdit) return tags.length > 0 ? <Tags of={tags} /> : <span className={styles.faint}>{text.noTags}</span>;
  return (
    <div className={styles.editor}>
      {tags.length === 0 && <span className={styles.faint}>{text.noTags}</span>}
      <ul className={styles.tags} hidden={tags.length === 0}>
        {tags.map(({ id, name, color }) => (
          <li key={id}>
            <TagDot color={color} />
            {name}
            <button
              type="button"
              className={styles.remove}
              aria-label={text.removeTag(name)}
              disabled={isPending}
              onClick={() => remove.act({ input: { entityType, entityId, tagId: id } }, text.tagRemoved(name))}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <form
          className={styles.editor}
          onSubmit={(event) => {
            event.preventDefault();
            add(String(new FormData(event.currentTarget).get('tag')));
          }}
        >
          <select name="tag" className={styles.add} aria-label={text.addTag}>
            {others.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
          <button className={styles.add} disabled={isPending}>
            {text.addTag}
          </button>
        </form>
      )}
    </div>
  );
}
