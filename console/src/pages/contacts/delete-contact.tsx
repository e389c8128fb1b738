import { useState } from 'react';
import { useLocation } from 'wouter';
import { graphql } from '../../api/graphql.ts';
import { useMay } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { Confirm } from '../../components/dialog.tsx';
import { useAct } from '../../components/use-act.ts';
import { useText } from '../../text/text.tsx';

const DeleteContact = graphql(`
  mutation DeleteContact($id: ID!, $erase: Boolean) {
    deleteContact(id: $id, erase: $erase) {
      id
    }
  }
`);

/** Deletes a contact after a confirmation; admins may erase its personal data from the history as well. */
export function DeleteContactButton({ id, name }: { id: string; name: string }) {
  const text = useText();
  const mayErase = useMay('ADMIN');
  const [, go] = useLocation();
  const [isAsked, setAsked] = useState(false);
  const [erase, setErase] = useState(false);
  const { act, isPending } = useAct(DeleteContact);
  return (
    <>
      <Button onClick={() => setAsked(true)}>{text.crm.delete}</Button>
      {isAsked && (
        <Confirm
          title={text.crm.deleteTitle(name)}
          action={erase ? text.contacts.eraseIt : text.crm.delete}
          isPending={isPending}
          confirm={() => act({ id, erase }, text.crm.deleted(name), () => go('/contacts'))}
          close={() => setAsked(false)}
        >
          <p>{text.contacts.deleteWords}</p>
          {mayErase && (
            <label>
              <input type="checkbox" checked={erase} onChange={(event) => setErase(event.currentTarget.checked)} />{' '}
              {text.contacts.erase}
            </label>
          )}
        </Confirm>
      )}
    </>
  );
}
