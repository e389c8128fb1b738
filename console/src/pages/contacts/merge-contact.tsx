import { useState } from 'react';
import { graphql } from '../../api/graphql.ts';
import { useApi, useMay } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { ContactChoice } from '../../components/contact-choice.tsx';
import { Confirm } from '../../components/dialog.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Loading } from '../../components/states.tsx';
import { useAct } from '../../components/use-act.ts';
import { useText } from '../../text/text.tsx';

const MergeContacts = graphql(`
  mutation MergeContacts($into: ID!, $from: ID!) {
    mergeContacts(into: $into, from: $from) {
      id
    }
  }
`);
const OtherContact = graphql(`
  query OtherContact($id: ID!) {
    contact(id: $id) {
      name
    }
  }
`);

/** Merges another contact into this one: chooses it, says what happens, and asks. For admins. */
export function MergeContactButton({ id, name }: { id: string; name: string }) {
  const text = useText().merge;
  const mayMerge = useMay('ADMIN');
  const [step, setStep] = useState<'choose' | { from: string } | null>(null);
  const close = () => setStep(null);
  if (!mayMerge) return null;
  return (
    <>
      <Button onClick={() => setStep('choose')}>{text.action}</Button>
      {step === 'choose' && (
        <FormDialog
          title={text.title(name)}
          action={text.next}
          fields={[]}
          isPending={false}
          error={null}
          submit={({ contactId }) => contactId && setStep({ from: contactId })}
          close={close}
        >
          <p>{text.none}</p>
          <ContactChoice required except={id} />
        </FormDialog>
      )}
      {step && step !== 'choose' && <ConfirmMerge into={{ id, name }} from={step.from} close={close} />}
    </>
  );
}

function ConfirmMerge({ into, from, close }: { into: { id: string; name: string }; from: string; close: () => void }) {
  const text = useText().merge;
  const { data } = useApi(OtherContact, { id: from });
  const { act, isPending } = useAct(MergeContacts);
  const other = data?.contact.name ?? '';
  return (
    <Confirm
      title={text.confirm(other, into.name)}
      action={text.action}
      isPending={isPending || !data}
      confirm={() => act({ into: into.id, from }, text.done(other, into.name), close)}
      close={close}
    >
      {data ? <p>{text.words(other, into.name)}</p> : <Loading />}
    </Confirm>
  );
}
