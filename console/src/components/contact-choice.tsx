import { graphql } from '../api/graphql.ts';
import { useApi } from '../api/queries.ts';
import { useText } from '../text/text.tsx';
import { FoundChoice, useSearch } from './found-choice.tsx';

const ContactChoices = graphql(`
  query ContactChoices($search: String) {
    contacts(search: $search, first: 20) {
      edges {
        node {
          id
          name
          phone
        }
      }
    }
  }
`);

interface ContactChoiceProps {
  /** The contact to begin with; none if omitted. */
  current?: { id: string; name: string } | null;
  /** Whether one must be chosen. */
  required?: boolean;
  /** A contact that cannot be chosen. */
  except?: string;
}

/** Finds a contact by its name, phone or e-mail and chooses it; the field `contactId` of the form around it. */
export function ContactChoice({ current, required = false, except }: ContactChoiceProps) {
  const text = useText().crm;
  const searching = useSearch();
  const { search } = searching;
  const { data } = useApi(ContactChoices, { search });
  const found = (data?.contacts.edges ?? [])
    .filter(({ node }) => node.id !== except && node.id !== current?.id)
    .map(({ node: { id, name, phone } }) => [id, phone ? `${name} · ${phone}` : name] as const);
  const first = current ? [[current.id, current.name] as const] : [];
  const none = [['', required ? text.choose : text.noContact] as const];
  return (
    <FoundChoice
      {...searching}
      findLabel={text.findContact}
      label={text.contact}
      name="contactId"
      required={required}
      options={search ? found : [...first, ...none, ...found]}
    />
  );
}
