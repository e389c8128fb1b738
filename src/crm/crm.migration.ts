import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Contacts, pipelines, orders, tags, tasks and conversations; every foreign key carries the workspace. */
export class Crm1700000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE contact (
        id uuid NOT NULL,
        workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
        name text NOT NULL,
        phone text,
        email text,
        city text,
        region text,
        address text,
        custom_fields jsonb NOT NULL DEFAULT '{}',
        created_at timestamptz NOT NULL DEFAULT clock_now(),
        updated_at timestamptz NOT NULL DEFAULT clock_now(),
        PRIMARY KEY (workspace_id, id),
        CONSTRAINT contact_phone_key UNIQUE (workspace_id, phone)
      ) WITH (fillfactor = 85);

      CREATE TABLE pipeline (
        id uuid NOT NULL,
        workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
        name text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_now(),
        PRIMARY KEY (workspace_id, id)
      );

      CREATE TABLE stage (
        id uuid NOT NULL,
        workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
        pipeline_id uuid NOT NULL,
        name text NOT NULL,
        position smallint NOT NULL,
        PRIMARY KEY (workspace_id, id),
        CONSTRAINT stage_of_pipeline_key UNIQUE (workspace_id, pipeline_id, id),
        CONSTRAINT stage_position_key UNIQUE (workspace_id, pipeline_id, position),
        FOREIGN KEY (workspace_id, pipeline_id) REFERENCES pipeline (workspace_id, id) ON DELETE CASCADE
      );

      CREATE TABLE "order" (
        id uuid NOT NULL,
        workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
        name text NOT NULL,
        value numeric(20,2) NOT NULL,
        description text,
        contact_id uuid,
        pipeline_id uuid NOT NULL,
        stage_id uuid NOT NULL,
        source_order_id uuid,
        shipping_address text,
        shipping_city text,
        shipping_region text,
        shipping_postal_code text,
        custom_fields jsonb NOT NULL DEFAULT '{}',
        created_at timestamptz NOT NULL DEFAULT clock_now(),
        updated_at timestamptz NOT NULL DEFAULT clock_now(),
        PRIMARY KEY (workspace_id, id),
        FOREIGN KEY (workspace_id, contact_id) REFERENCES contact (workspace_id, id),
        -- An order can only stand at a stage of its own pipeline.
        FOREIGN KEY (workspace_id, pipeline_id, stage_id) REFERENCES stage (workspace_id, pipeline_id, id),
        FOREIGN KEY (workspace_id, source_order_id) REFERENCES "order" (workspace_id, id)
      ) WITH (fillfactor = 85);
      CREATE INDEX order_by_contact ON "order" (workspace_id, contact_id, id);
      CREATE INDEX order_by_stage ON "order" (workspace_id, stage_id, id);
      CREATE INDEX order_by_source ON "order" (workspace_id, source_order_id, id) WHERE source_order_id IS NOT NULL;

      CREATE TABLE order_item (
        workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
        order_id uuid NOT NULL,
        position smallint NOT NULL,
        title text NOT NULL,
        sku text,
        quantity integer NOT NULL CHECK (quantity > 0),
        unit_price numeric(20,2) NOT NULL CHECK (unit_price >= 0),
        PRIMARY KEY (workspace_id, order_id, position),
        FOREIGN KEY (workspace_id, order_id) REFERENCES "order" (workspace_id, id) ON DELETE CASCADE
      );

      CREATE TABLE tag (
        id uuid NOT NULL,
        workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
        name text NOT NULL,
        -- The name without its case, folded by the engine, so that no database locale has a say in it.
        name_key text NOT NULL,
        color text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_now(),
        PRIMARY KEY (workspace_id, id),
        CONSTRAINT tag_name_key UNIQUE (workspace_id, name_key)
      );

      CREATE TABLE contact_tag (
        workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
        contact_id uuid NOT NULL,
        tag_id uuid NOT NULL,
        assigned_at timestamptz NOT NULL DEFAULT clock_now(),
        PRIMARY KEY (workspace_id, contact_id, tag_id),
        FOREIGN KEY (workspace_id, contact_id) REFERENCES contact (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, tag_id) REFERENCES tag (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX contact_tag_by_tag ON contact_tag (workspace_id, tag_id);

      CREATE TABLE order_tag (
        workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
        order_id uuid NOT NULL,
        tag_id uuid NOT NULL,
        assigned_at timestamptz NOT NULL DEFAULT clock_now(),
        PRIMARY KEY (workspace_id, order_id, tag_id),
        FOREIGN KEY (workspace_id, order_id) REFERENCES "order" (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, tag_id) REFERENCES tag (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX order_tag_by_tag ON order_tag (workspace_id, tag_id);

      CREATE TABLE task (
        id uuid NOT NULL,
        workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
        title text NOT NULL,
        description text,
        status text NOT NULL DEFAULT 'OPEN' CHECK (status IN ('OPEN', 'COMPLETED')),
        priority text NOT NULL DEFAULT 'MEDIUM' CHECK (priority IN ('LOW', 'MEDIUM', 'HIGH', 'URGENT')),
        due_at timestamptz,
        assignee_id text,
        contact_id uuid,
        order_id uuid,
        completed_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT clock_now(),
        updated_at timestamptz NOT NULL DEFAULT clock_now(),
        PRIMARY KEY (workspace_id, id),
        FOREIGN KEY (workspace_id, contact_id) REFERENCES contact (workspace_id, id),
        FOREIGN KEY (workspace_id, order_id) REFERENCES "order" (workspace_id, id)
      ) WITH (fillfactor = 85);
      CREATE INDEX task_by_contact ON task (workspace_id, contact_id, id) WHERE contact_id IS NOT NULL;
      CREATE INDEX task_by_order ON task (workspace_id, order_id, id) WHERE order_id IS NOT NULL;

      -- One row for each due date a task has had, so that each is told of once.
      CREATE TABLE task_deadline (
        workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
        task_id uuid NOT NULL,
        due_at timestamptz NOT NULL,
        settled_at timestamptz,
        PRIMARY KEY (task_id, due_at),
        FOREIGN KEY (workspace_id, task_id) REFERENCES task (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX task_deadline_open ON task_deadline (due_at) WHERE settled_at IS NULL;

      CREATE TABLE conversation (
        id uuid NOT NULL,
        workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
        contact_id uuid NOT NULL,
        channel text NOT NULL CHECK (channel IN ('whatsapp')),
        last_inbound_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT clock_now(),
        PRIMARY KEY (workspace_id, id),
        CONSTRAINT conversation_contact_key UNIQUE (workspace_id, contact_id, channel),
        CONSTRAINT conversation_of_contact_key UNIQUE (workspace_id, contact_id, id),
        FOREIGN KEY (workspace_id, contact_id) REFERENCES contact (workspace_id, id)
      );

      CREATE TABLE message (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
        contact_id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        direction text NOT NULL CHECK (direction IN ('INBOUND', 'OUTBOUND')),
        kind text NOT NULL CHECK (kind IN ('TEXT', 'TEMPLATE', 'MEDIA', 'OTHER')),
        text text,
        payload jsonb,
        status text NOT NULL
          CHECK (status IN ('RECEIVED', 'PENDING', 'SENT', 'DELIVERED', 'READ', 'FAILED', 'UNKNOWN')),
        provider text CHECK (provider IN ('local', 'whatsapp_cloud')),
        provider_message_id text,
        -- The execution whose action wrote it; its row may be past its retention.
        execution_id uuid,
        error jsonb,
        created_at timestamptz NOT NULL DEFAULT clock_now(),
        updated_at timestamptz NOT NULL DEFAULT clock_now(),
        CONSTRAINT message_key UNIQUE (workspace_id, id),
        CONSTRAINT message_provider_key UNIQUE (workspace_id, provider_message_id),
        FOREIGN KEY (workspace_id, contact_id, conversation_id) REFERENCES conversation (workspace_id, contact_id, id)
      );
      CREATE INDEX message_by_contact ON message (workspace_id, contact_id, created_at, id);

      -- What channels delivered, as it came; retry_at is null once it is processed, or given up.
      CREATE TABLE inbound_webhook (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
        body bytea NOT NULL,
        received_at timestamptz NOT NULL DEFAULT clock_now(),
        processed_at timestamptz,
        retry_at timestamptz,
        attempts smallint NOT NULL DEFAULT 0,
        error text
      );
      CREATE INDEX inbound_webhook_open ON inbound_webhook (retry_at) WHERE retry_at IS NOT NULL;
      CREATE INDEX inbound_webhook_processed ON inbound_webhook (processed_at) WHERE processed_at IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE inbound_webhook, message, conversation, task_deadline, task, order_tag, contact_tag, tag, order_item, "order", stage, pipeline, contact;
    `);
  }
}
