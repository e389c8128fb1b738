import { z } from 'zod';
import { defineFacts } from '../../platform/facts/define-facts.js';
import { idFact } from '../../platform/facts/id-fact.js';
import { CONVERSATION_COLUMNS, type ConversationRow } from './conversation.entity.js';
import { messagesByIds } from './conversations.loaders.js';
import { MESSAGE_DIRECTIONS, MESSAGE_KINDS, type MessageRow } from './message.entity.js';
import { MESSAGE_STATUSES } from './message-status.js';

const conversation = z.object({
  id: idFact('Id of the conversation'),
  channel: z.string().meta({ title: 'Channel, such as whatsapp' }),
  lastInboundAt: z.string().meta({ title: 'When the contact last wrote', factType: 'date' }).nullable(),
});

const message = z.object({
  id: idFact('Id of the message'),
  text: z.string().meta({ title: 'Text' }).nullable(),
  kind: z.enum(MESSAGE_KINDS).meta({ title: 'Kind' }),
  direction: z.enum(MESSAGE_DIRECTIONS).meta({ title: 'Direction' }),
  providerMessageId: z.string().meta({ title: "The provider's id of the message" }).nullable(),
  status: z.enum(MESSAGE_STATUSES).meta({ title: 'How far it has come' }),
  sentAt: z.string().meta({ title: 'When it was sent', factType: 'date' }),
  receivedAt: z.string().meta({ title: 'When it arrived here', factType: 'date' }).nullable(),
  createdAt: z.string().meta({ title: 'When it was received or written', factType: 'date' }),
});

const LOAD_CONVERSATIONS = `
  SELECT ${CONVERSATION_COLUMNS} FROM conversation v WHERE v.workspace_id = $1 AND v.id = ANY ($2::uuid[])`;

/** The facts about a conversation. */
export const conversationFacts = defineFacts({
  name: 'conversation',
  title: 'Conversation',
  schema: conversation,
  load: async (reader, ids) => {
    const rows = await reader.query<ConversationRow>(LOAD_CONVERSATIONS, [reader.workspaceId, ids]);
    return new Map(
      rows.map((row) => [
        row.id,
        conversation.parse({ ...row, lastInboundAt: row.lastInboundAt?.toISOString() ?? null }),
      ]),
    );
  },
});

/** The facts about a message. */
export const messageFacts = defineFacts({
  name: 'message',
  title: 'Message',
  schema: message,
  load: async (reader, ids) => {
    const rows = await messagesByIds(reader, ids);
    return new Map(rows.flatMap((row) => (row ? [[row.id, message.parse(snapshotOfMessage(row))]] : [])));
  },
});

/** A message as stored in events: its facts. */
export const messageSnapshot = message;

/** The snapshot of a row. */
export const snapshotOfMessage = (row: MessageRow) => ({
  ...row,
  sentAt: row.sentAt.toISOString(),
  receivedAt: row.receivedAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
});
