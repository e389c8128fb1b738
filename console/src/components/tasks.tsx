import { useState, type ComponentProps } from 'react';
import { graphql, type ResultOf } from '../api/graphql.ts';
import { useApi, useMay } from '../api/queries.ts';
import { useText } from '../text/text.tsx';
import { Button } from './button.tsx';
import { Confirm } from './dialog.tsx';
import { FormDialog } from './form-dialog.tsx';
import { Card } from './page.tsx';
import styles from './tasks.module.css';
import { Time } from './time.tsx';
import { useAct } from './use-act.ts';

/** What is shown of a task. */
export const TaskParts = graphql(`
  fragment TaskParts on Task {
    id
    title
    description
    status
    priority
    dueAt
    completedAt
    assigneeId
    assignee {
      name
    }
  }
`);
type Task = ResultOf<typeof TaskParts>;

const CreateTask = graphql(`
  mutation CreateTask($input: CreateTaskInput!) {
    createTask(input: $input) {
      id
    }
  }
`);
const UpdateTask = graphql(`
  mutation UpdateTask($id: ID!, $input: UpdateTaskInput!) {
    updateTask(id: $id, input: $input) {
      id
    }
  }
`);
const CompleteTask = graphql(`
  mutation CompleteTask($id: ID!) {
    completeTask(id: $id) {
      id
    }
  }
`);
const ReopenTask = graphql(`
  mutation ReopenTask($id: ID!) {
    reopenTask(id: $id) {
      id
      status
    }
  }
`);
const DeleteTask = graphql(`
  mutation DeleteTask($id: ID!) {
    deleteTask(id: $id) {
      id
    }
  }
`);
const Members = graphql(`
  query Members {
    members(first: 100) {
      edges {
        node {
          id
          name
        }
      }
    }
  }
`);

/** Who can be assigned a task by name; empty until they are loaded. */
export const useMembers = () => useApi(Members, {}).data?.members.edges.map(({ node }) => node) ?? [];

const PRIORITIES = ['MEDIUM', 'LOW', 'HIGH', 'URGENT'] as const;

interface TasksProps {
  tasks: readonly Task[];
  /** What a new one is about. */
  about: { contactId?: string | null; orderId?: string };
}

/** The tasks of a contact or order, open ones first. */
export function Tasks({ tasks, about }: TasksProps) {
  const text = useText().crm;
  const mayEdit = useMay('EDITOR');
  const [isCreating, setCreating] = useState(false);
  const inOrder = [
    ...tasks.filter(({ status }) => status === 'OPEN'),
    ...tasks.filter(({ status }) => status !== 'OPEN'),
  ];
  return (
    <Card title={text.tasks} actions={mayEdit && <Button onClick={() => setCreating(true)}>{text.newTask}</Button>}>
      {tasks.length === 0 && <p className={styles.faint}>{text.noTasks}</p>}
      <ul className={styles.tasks} hidden={tasks.length === 0}>
        {inOrder.map((task) => (
          <TaskLine key={task.id} task={task} mayEdit={mayEdit} />
        ))}
      </ul>
      {isCreating && <NewTask about={about} close={() => setCreating(false)} />}
    </Card>
  );
}

function TaskLine({ task, mayEdit }: { task: Task; mayEdit: boolean }) {
  const text = useText().crm;
  const isOpen = task.status === 'OPEN';
  const isOverdue = isOpen && task.dueAt !== null && new Date(task.dueAt) < new Date();
  return (
    <li className={isOpen ? '' : styles.done}>
      <div>
        <div className={styles.title}>{task.title}</div>
        {task.description && <div className={styles.faint}>{task.description}</div>}
        <div className={styles.faint}>
          {text.priorities[task.priority]}
          {task.assignee && ` · ${task.assignee.name}`}
          {task.completedAt && (
            <>
              {' · '}
              {text.completed} <Time at={task.completedAt} />
            </>
          )}
          {isOpen && task.dueAt && (
            <>
              {' · '}
              <span className={isOverdue ? styles.overdue : ''}>
                {isOverdue ? text.overdue : text.due} <Time at={task.dueAt} />
              </span>
            </>
          )}
        </div>
      </div>
      {mayEdit && <TaskActions task={task} />}
    </li>
  );
}

/** Completes, reopens, edits or deletes a task. */
export function TaskActions({ task }: { task: Task }) {
  const { id, title, status } = task;
  const text = useText().crm;
  const [isEditing, setEditing] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const [complete, reopen, remove] = [useAct(CompleteTask), useAct(ReopenTask), useAct(DeleteTask)];
  const isPending = complete.isPending || reopen.isPending || remove.isPending;
  return (
    <div className={styles.actions}>
      {status === 'OPEN' ? (
        <Button
          aria-label={text.complete(title)}
          disabled={isPending}
          onClick={() => complete.act({ id }, text.taskCompleted)}
        >
          {text.completeIt}
        </Button>
      ) : (
        <Button
          aria-label={text.reopen(title)}
          disabled={isPending}
          onClick={() => reopen.act({ id }, text.taskReopened)}
        >
          {text.reopenIt}
        </Button>
      )}
      <Button aria-label={text.editOf(title)} disabled={isPending} onClick={() => setEditing(true)}>
        {text.edit}
      </Button>
      <Button aria-label={text.deleteOf(title)} disabled={isPending} onClick={() => setDeleting(true)}>
        {text.delete}
      </Button>
      {isEditing && <EditTask task={task} close={() => setEditing(false)} />}
      {isDeleting && (
        <Confirm
          title={text.deleteTitle(title)}
          action={text.delete}
          isPending={isPending}
          confirm={() => remove.act({ id }, text.deleted(title), () => setDeleting(false))}
          close={() => setDeleting(false)}
        >
          <p>{text.deleteWords}</p>
        </Confirm>
      )}
    </div>
  );
}

function NewTask({ about, close }: { about: TasksProps['about']; close: () => void }) {
  const text = useText().crm;
  const { act, isPending, error } = useAct(CreateTask, { inForm: true });
  const submit = (values: TaskValues) => act({ input: { ...about, ...values } }, text.taskCreated, close);
  return <TaskForm title={text.newTask} action={text.create} {...{ submit, isPending, error, close }} />;
}

function EditTask({ task, close }: { task: Task; close: () => void }) {
  const { common, crm: text } = useText();
  const { act, isPending, error } = useAct(UpdateTask, { inForm: true });
  const submit = (values: TaskValues) => act({ id: task.id, input: values }, text.saved, close);
  return (
    <TaskForm title={text.editOf(task.title)} action={common.save} {...{ task, submit, isPending, error, close }} />
  );
}

type TaskValues = Pick<Task, 'title' | 'description' | 'dueAt' | 'priority' | 'assigneeId'>;

interface TaskFormProps extends Pick<
  ComponentProps<typeof FormDialog>,
  'title' | 'action' | 'isPending' | 'error' | 'close'
> {
  task?: Task;
  submit: (values: TaskValues) => void;
}

function TaskForm({ task, submit, ...dialog }: TaskFormProps) {
  const text = useText().crm;
  const members = new Map(useMembers().map(({ id, name }) => [id, name]));
  // Before the members are loaded, and an assignee may be anybody's id.
  const { assigneeId } = task ?? {};
  if (assigneeId && !members.has(assigneeId)) members.set(assigneeId, task?.assignee?.name ?? assigneeId);
  const read = ({ title = '', description, dueAt, priority, assigneeId: assignee }: Record<string, string>) =>
    submit({
      title,
      description: description || null,
      dueAt: dueAt ? new Date(dueAt).toISOString() : null,
      priority: PRIORITIES.find((each) => each === priority) ?? 'MEDIUM',
      assigneeId: assignee || null,
    });
  return (
    <FormDialog
      fields={[
        { name: 'title', label: text.taskTitle, value: task?.title, required: true, maxLength: 200 },
        { name: 'description', label: text.description, value: task?.description, maxLength: 4096 },
        { name: 'dueAt', label: text.due, value: task?.dueAt && localTime(task.dueAt), type: 'datetime-local' },
        {
          name: 'priority',
          label: text.priority,
          value: task?.priority,
          options: PRIORITIES.map((each) => [each, text.priorities[each]] as const),
        },
        { name: 'assigneeId', label: text.assignee, value: assigneeId, options: [['', text.nobody], ...members] },
      ]}
      submit={read}
      {...dialog}
    />
  );
}

/** As an input of the type datetime-local has it. */
function localTime(at: string): string {
  const time = new Date(at);
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
