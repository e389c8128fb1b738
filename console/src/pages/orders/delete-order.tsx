import { useState } from 'react';
import { useLocation } from 'wouter';
import { graphql } from '../../api/graphql.ts';
import { Button } from '../../components/button.tsx';
import { Confirm } from '../../components/dialog.tsx';
import { useAct } from '../../components/use-act.ts';
import { useText } from '../../text/text.tsx';

const DeleteOrder = graphql(`
  mutation DeleteOrder($id: ID!) {
    deleteOrder(id: $id) {
      id
    }
  }
`);

/** Deletes an order after a confirmation, and goes to the board. */
export function DeleteOrderButton({ id, name, pipelineId }: { id: string; name: string; pipelineId: string }) {
  const text = useText();
  const [, go] = useLocation();
  const [isAsked, setAsked] = useState(false);
  const { act, isPending } = useAct(DeleteOrder);
  return (
    <>
      <Button onClick={() => setAsked(true)}>{text.crm.delete}</Button>
      {isAsked && (
        <Confirm
          title={text.crm.deleteTitle(name)}
          action={text.crm.delete}
          isPending={isPending}
          confirm={() => act({ id }, text.crm.deleted(name), () => go(`/board/${pipelineId}`))}
          close={() => setAsked(false)}
        >
          <p>{text.orders.deleteWords}</p>
        </Confirm>
      )}
    </>
  );
}
