import { ContactEntity } from './contacts/contact.entity.js';
import { ConversationEntity } from './conversations/conversation.entity.js';
import { MessageEntity } from './conversations/message.entity.js';
import { OrderItemEntity } from './orders/order-item.entity.js';
import { OrderEntity } from './orders/order.entity.js';
import { PipelineEntity } from './pipelines/pipeline.entity.js';
import { StageEntity } from './pipelines/stage.entity.js';
import { ContactTagEntity, OrderTagEntity } from './tags/tag-assignment.entity.js';
import { TagEntity } from './tags/tag.entity.js';
import { TaskDeadlineEntity } from './tasks/task-deadline.entity.js';
import { TaskEntity } from './tasks/task.entity.js';

/** Every entity of the CRM, for the data source. */
export const CRM_ENTITIES = [
  ContactEntity,
  PipelineEntity,
  StageEntity,
  OrderEntity,
  OrderItemEntity,
  TagEntity,
  ContactTagEntity,
  OrderTagEntity,
  TaskEntity,
  TaskDeadlineEntity,
  ConversationEntity,
  MessageEntity,
];
