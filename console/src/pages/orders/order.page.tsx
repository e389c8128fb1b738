import { useState } from 'react';
import { Link } from 'wouter';
import { useApi, useApiList, useMay } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { useCustomFields } from '../../components/custom-fields.tsx';
import { Money } from '../../components/money.tsx';
import { Card, Facts, Page } from '../../components/page.tsx';
import { Path } from '../../components/path.tsx';
import { ErrorState, Loading } from '../../components/states.tsx';
import { StartFor } from '../../components/start-by-hand.tsx';
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
import { EditItems } from './edit-items.tsx';
import { EditOrder } from './edit-order.tsx';
import { Items } from './items.tsx';
import { LIVE, OrderPath, OrderQuery, type Order } from './order.data.ts';

/** An order and everything about it. */
export function OrderPage({ params }: { params: Record<string, string | undefined> }) {
  const text = useText();
  const id = params.id!;
  const mayEdit = useMay('EDITOR');
  const [asked, setAsked] = useState<'edit' | 'move' | 'items' | null>(null);
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
      <StartFor about="order" id={id} />
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
          <Items items={order.items} edit={mayEdit ? () => setAsked('items') : undefined} />
          <Tasks tasks={order.tasks} about={{ orderId: id, contactId: order.contact?.id ?? null }} />
        </div>
        <Card title={text.crm.path}>
          <Path {...path} />
        </Card>
      </div>
      {asked === 'edit' && <EditOrder order={order} close={() => setAsked(null)} />}
      {asked === 'items' && <EditItems order={order} close={() => setAsked(null)} />}
      {asked === 'move' && <Move order={order} close={() => setAsked(null)} />}
    </Page>
  );
}

function OrderFacts({ order }: { order: Order }) {
  const text = useText();
  const { facts } = useCustomFields('ORDER', order.customFields);
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
          ...facts,
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
