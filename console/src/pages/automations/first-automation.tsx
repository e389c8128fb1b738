import { serverUrl } from '../../api/place.ts';
import { useMay } from '../../api/queries.ts';
import { CodeBlock } from '../../components/code-block.tsx';
import { Empty } from '../../components/states.tsx';
import { useText } from '../../text/text.tsx';
import styles from './automations.module.css';

const EXAMPLE = `mutation {
  createAutomation(input: {
    name: "Welcome"
    trigger: { type: "contact.created" }
    conditions: { logic: "AND", conditions: [{ field: "contact.phone", operator: "exists" }] }
    actions: [
      { type: "assign_tag", params: { tagName: "New" } }
      { type: "send_whatsapp_template", delay: "30s", params: {
        templateName: "welcome", language: "en", variables: ["{{ contact.name }}"]
      } }
    ]
  }) { id }
}`;

/** Instead of an empty list: how the first automation is made. */
export function FirstAutomation() {
  const text = useText().automations;
  const mayEdit = useMay('EDITOR');
  if (!mayEdit) return <Empty title={text.empty} />;
  return (
    <Empty title={text.empty}>
      <p>{text.emptyHint}</p>
      <div className={styles.example}>
        <CodeBlock label={text.emptyCode}>{EXAMPLE}</CodeBlock>
      </div>
      <p>{text.emptyThen}</p>
      <a href={serverUrl('graphiql')} target="_blank" rel="noreferrer">
        {text.graphiql}
      </a>
    </Empty>
  );
}
