import { useState } from 'react';
import { Link } from 'wouter';
import { useApi, useApiList, useMay } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { DECIMAL, Money } from '../../components/money.tsx';
import { Card, Facts, Page } from '../../components/page.tsx';
import { Path } from '../../components/path.tsx';
import { ErrorState, Loading } from '../../components/states.tsx';
import { TagEditor } from '../../components/tag-editor.tsx';
import { Tasks } from '../../components/tasks.tsx';
import { Time } from '../../components/time.tsx';
import { useAct } from '../../components/use-act.ts';
import { useNewsAbout } from '../../components/use-news-about.ts';
import { useText } from '../../text/text.tsx';
import { MoveDialog } from '../board/move-dialog.tsx';
import { MoveOrder } from '../board/board.data.ts';
import styles from '../contacts/contact.module.css';
import { Events, Executions } from './about-order.tsx';
import { DeleteOrderButton } from './delete-order.tsx';
import { Items } from './items.tsx';
import { LIVE, OrderPath, OrderQuery, UpdateOrder, type Order } from './order.data.ts';

/** An order and everything about it. */
export function OrderPage({ params }: { params: Record<string, string | undefined> }) {
  const text = useText();
  const id = params.id!;
  const mayEdit = useMay('EDITOR');
  const [asked, setAsked] = useState<'edit' | 'move' | null>(null);
  const { data, error, refetch } = useApi(OrderQuery, { id });
  const path = useApiList(OrderPath, { orderId: id }, ({ orderPath }) => orderPath);
  useNewsAbout(id, LIVE);
  const order = data?.order;
  const errorState = error && <ErrorState error={error} retry={() => void refetch()} />;
  if (!order) return <Page title={text.orders.title}>{errorState ?? <Loading />}</Page>;
  const actions = mayEdit && (
    <>
      <Button look="primary" onClick={() => setAsked('move')}>
        {text.board.move}
      </Button>
      <Button onClick={() => setAsked('edit')}>{text.crm.edit}</Button>
      <DeleteOrderButton id={id} name={order.name} pipelineId={order.pipeline.id} />
    </>
  );
  const board = <Link href={`/board/${order.pipeline.id}`}>{order.pipeline.name}</Link>;
  return (
    <Page title={order.name} lead={board} actions={actions}>
      {errorState}
      <div className={styles.columns}>
        <div className={styles.column}>
          <OrderFacts order={order} />
          <Executions orderId={id} />
          <Events orderId={id} />
          <Items items={order.items} />
          <Tasks tasks={order.tasks} about={{ orderId: id, contactId: order.contact?.id ?? null }} />
        </div>
        <Card title={text.crm.path}>
          <Path {...path} />
        </Card>
      </div>
      {asked === 'edit' && <EditOrder order={order} close={() => setAsked(null)} />}
      {asked === 'move' && <Move order={order} close={() => setAsked(null)} />}
    </Page>
  );
}

function OrderFacts({ order }: { order: Order }) {
  const text = useText();
  return (
    <Card title={text.orders.title}>
      <Facts
        of={[
          [text.crm.stage, order.stage.name],
          [text.crm.value, <Money value={order.value} />],
          [
            text.crm.contact,
            order.contact ? (
              <Link href={`/contacts/${order.contact.id}`}>{order.contact.name}</Link>
            ) : (
              text.crm.noContact
            ),
          ],
          [text.crm.description, order.description],
          [text.crm.created, <Time at={order.createdAt} />],
          [text.crm.changed, <Time at={order.updatedAt} />],
        ]}
      />
      <TagEditor entityType="ORDER" entityId={order.id} tags={order.tags} />
    </Card>
  );
}

function Move({ order, close }: { order: Order; close: () => void }) {
  const text = useText().board;
  const { act, isPending } = useAct(MoveOrder);
  const stages = [...order.pipeline.stages].sort((a, b) => a.position - b.position);
  return (
    <MoveDialog
      order={order.name}
      stages={stages}
      at={order.stage.id}
      close={close}
      choose={(stage) =>
        !isPending && act({ id: order.id, stageId: stage.id }, text.moved(order.name, stage.name), close)
      }
    />
  );
}

function EditOrder({ order, close }: { order: Order; close: () => void }) {
  const { common, crm, orders } = useText();
  // The values when the form was opened: changes by others in the meantime are not overwritten.
  const [before] = useState(order);
  const { act, isPending, error } = useAct(UpdateOrder, { inForm: true });
  const submit = ({ name = '', value, description }: Record<string, string>) => {
    const input = { name, description: description || null, ...(value && { value }) };
    act({ id: before.id, expectedVersion: before.version, input }, crm.saved, close);
  };
  return (
    <FormDialog
      title={crm.edit}
      action={common.save}
      fields={[
        { name: 'name', label: crm.name, required: true, maxLength: 200, value: before.name },
        {
          name: 'value',
          label: crm.value,
          required: true,
          inputMode: 'decimal',
          pattern: DECIMAL,
          hint: orders.valueHint,
          value: before.value,
        },
        { name: 'description', label: crm.description, maxLength: 4096, value: before.description },
      ]}
      {...{ submit, isPending, error, close }}
    />
  );
}
