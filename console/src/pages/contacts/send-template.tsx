import { useState } from 'react';
import { graphql, type ResultOf } from '../../api/graphql.ts';
import { useApi } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Choice } from '../../components/field.tsx';
import { FormDialog, type FormField } from '../../components/form-dialog.tsx';
import { ErrorState, Loading } from '../../components/states.tsx';
import { useAct } from '../../components/use-act.ts';
import { useText } from '../../text/text.tsx';
import { SendMessage } from './compose.tsx';
import styles from './contact.module.css';

const MessageTemplates = graphql(`
  query MessageTemplates {
    messageTemplates {
      name
      language
      status
      text
      parameters {
        part
        kind
        name
        example
      }
    }
  }
`);
type Template = ResultOf<typeof MessageTemplates>['messageTemplates'][number];
type Parameter = Template['parameters'][number];

const keyOf = ({ name, language }: Template) => `${name} (${language})`;
// A location cannot be given here.
const canBeSent = ({ status, parameters }: Template) =>
  status === 'APPROVED' && !parameters.some(({ kind }) => kind === 'LOCATION');
// What a quick reply brings back may be left out.
const askedOf = ({ parameters }: Template) => parameters.filter(({ kind }) => kind !== 'QUICK_REPLY');
const fieldOf = (template: Template, { part, name }: Parameter) => `${keyOf(template)} ${part} ${name}`;

/** A button that opens a choice of templates and the form of the chosen one. */
export function SendTemplate({ contactId }: { contactId: string }) {
  const text = useText().contacts;
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{text.sendTemplate}</Button>
      {isOpen && <Choosing contactId={contactId} close={() => setOpen(false)} />}
    </>
  );
}

function Choosing({ contactId, close }: { contactId: string; close: () => void }) {
  const { common, contacts: text } = useText();
  const { data, error, refetch } = useApi(MessageTemplates, {});
  const templates = data?.messageTemplates.filter(canBeSent) ?? [];
  if (templates.length > 0) return <Filling {...{ contactId, templates, close }} />;
  return (
    <Dialog title={text.sendTemplate} close={close}>
      {error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : data ? (
        <p>{text.noTemplates}</p>
      ) : (
        <Loading />
      )}
      <div className={styles.end}>
        <Button onClick={close}>{common.close}</Button>
      </div>
    </Dialog>
  );
}

interface FillingProps {
  contactId: string;
  templates: Template[];
  close: () => void;
}

function Filling({ contactId, templates, close }: FillingProps) {
  const text = useText().contacts;
  const [chosen, choose] = useState(keyOf(templates[0]!));
  const template = templates.find((each) => keyOf(each) === chosen) ?? templates[0]!;
  const { act, isPending, error } = useAct(SendMessage, { inForm: true });
  const submit = (values: Record<string, string>) =>
    act(
      { input: { contactId, template: filled(template, values) } },
      ({ sendMessage }) => text.messageStatus[sendMessage.status],
      close,
    );
  const fields = askedOf(template).map((parameter): FormField => {
    const isFile = ['IMAGE', 'VIDEO', 'DOCUMENT'].includes(parameter.kind);
    return {
      name: fieldOf(template, parameter),
      label: text.parameters[parameter.kind](parameter.kind === 'TEXT' ? parameter.name : (parameter.example ?? '')),
      required: true,
      ...(isFile
        ? { type: 'url' }
        : parameter.kind === 'TEXT' && parameter.example && { hint: text.example(parameter.example) }),
    };
  });
  return (
    <FormDialog title={text.sendTemplate} action={text.send} {...{ fields, submit, isPending, error, close }}>
      <Choice
        label={text.template}
        value={chosen}
        onChange={({ target }) => choose(target.value)}
        options={templates.map((each) => [keyOf(each), keyOf(each)] as const)}
      />
      {template.text && <p className={styles.faint}>{template.text}</p>}
    </FormDialog>
  );
}

const isNumber = ({ name }: Parameter) => /^\d+$/.test(name);

/** The template with the values of its form, as the API takes it. */
function filled(template: Template, values: Record<string, string>) {
  const given = askedOf(template).map((parameter) => [parameter, values[fieldOf(template, parameter)] ?? ''] as const);
  const of = (part: Parameter['part']) => given.filter(([parameter]) => parameter.part === part);
  const body = of('BODY');
  const [header] = of('HEADER');
  return {
    name: template.name,
    language: template.language,
    variables: body.every(([parameter]) => isNumber(parameter))
      ? body.toSorted(([a], [b]) => Number(a.name) - Number(b.name)).map(([, value]) => value)
      : Object.fromEntries(body.map(([{ name }, value]) => [name, value])),
    ...(header && headerOf(...header)),
    buttons: of('BUTTON').map(([{ kind, name }, value]) => ({
      kind: kind === 'COPY_CODE' ? ('COPY_CODE' as const) : ('URL' as const),
      index: Number(name),
      value,
    })),
  };
}

function headerOf(parameter: Parameter, value: string) {
  if (parameter.kind !== 'TEXT') return { headerMediaUrl: value };
  return { headerText: isNumber(parameter) ? value : { [parameter.name]: value } };
}
