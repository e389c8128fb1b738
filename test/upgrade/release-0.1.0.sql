CREATE FUNCTION public.clock_now() RETURNS timestamp with time zone
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$SELECT now()$$;
CREATE TABLE public.event (
    id uuid NOT NULL,
    seq bigint NOT NULL,
    workspace_id uuid NOT NULL,
    type text NOT NULL,
    entity_id uuid NOT NULL,
    order_id uuid,
    contact_id uuid,
    payload jsonb NOT NULL,
    occurred_at timestamp with time zone DEFAULT public.clock_now() NOT NULL,
    cascade_depth smallint NOT NULL,
    actor_type text NOT NULL,
    actor_id uuid,
    execution_id uuid,
    root_event_id uuid NOT NULL,
    traceparent text
);
CREATE TABLE public.execution (
    id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    automation_id uuid NOT NULL,
    automation_version integer NOT NULL,
    definition_id uuid NOT NULL,
    trigger_type text NOT NULL,
    event_id uuid NOT NULL,
    event_seq bigint NOT NULL,
    subject_id uuid,
    cascade_depth smallint NOT NULL,
    remembered jsonb,
    status text DEFAULT 'QUEUED'::text NOT NULL,
    next_step smallint DEFAULT 0 NOT NULL,
    seq integer DEFAULT 1 NOT NULL,
    fence integer DEFAULT 0 NOT NULL,
    crashes smallint DEFAULT 0 NOT NULL,
    retries smallint DEFAULT 0 NOT NULL,
    worker_id uuid,
    lease_until timestamp with time zone,
    wake_at timestamp with time zone,
    cancel_requested boolean DEFAULT false NOT NULL,
    error jsonb,
    queued_at timestamp with time zone DEFAULT public.clock_now() NOT NULL,
    started_at timestamp with time zone,
    completed_at timestamp with time zone,
    CONSTRAINT execution_cascade_depth_check CHECK (((cascade_depth >= 0) AND (cascade_depth <= 3))),
    CONSTRAINT execution_status_check CHECK ((status = ANY (ARRAY['QUEUED'::text, 'RUNNING'::text, 'SLEEPING'::text, 'SUCCEEDED'::text, 'FAILED'::text, 'CANCELLED'::text])))
)
WITH (fillfactor='80');
CREATE FUNCTION public.admit_executions(p_workspaces uuid[], p_worker uuid, p_limit integer, p_cap integer, p_lease interval) RETURNS TABLE(claimed public.execution, cause public.event)
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    AS $$
  DECLARE
    w uuid; free integer; front integer; waiting integer; admitted integer; remaining integer := p_limit;
  BEGIN
    -- A claim lost with the server was never taken: nothing its worker writes can survive it, for that is later in the WAL.
    PERFORM set_config('synchronous_commit', 'off', true);
    FOREACH w IN ARRAY p_workspaces LOOP
      EXIT WHEN remaining <= 0;
      PERFORM pg_advisory_xact_lock(hashtextextended(w::text, 4801));
      SELECT least(p_cap - count(*), remaining) INTO free FROM execution WHERE workspace_id = w AND status = 'RUNNING';
      CONTINUE WHEN free <= 0;
      front := free * 4 + 16;
      LOOP
        -- A front full of one subject's executions hides the others: look further. Chosen by id and seq, not by status, lest
        -- a plan made for a short queue walks a long one.
        RETURN QUERY
          WITH line AS (
            SELECT q.id, q.seq, q.subject_id, q.event_seq FROM execution q
            WHERE q.workspace_id = w AND q.status = 'QUEUED' ORDER BY q.event_seq, q.id LIMIT front
          ), head AS (
            SELECT DISTINCT ON (coalesce(line.subject_id, line.id)) line.*
            FROM line ORDER BY coalesce(line.subject_id, line.id), line.event_seq, line.id
          ), chosen AS (
            SELECT head.id, head.seq FROM head
            WHERE NOT EXISTS (SELECT FROM execution r
                              WHERE r.workspace_id = w AND r.status = 'RUNNING' AND r.subject_id = head.subject_id)
            ORDER BY head.event_seq, head.id LIMIT free
          )
          UPDATE execution e SET status = 'RUNNING', fence = e.fence + 1, seq = e.seq + 1, worker_id = p_worker,
            lease_until = clock_now() + p_lease, started_at = coalesce(e.started_at, clock_now()), wake_at = NULL
          FROM chosen WHERE e.id = chosen.id AND e.seq = chosen.seq
          RETURNING e, (SELECT v FROM event v WHERE v.id = e.event_id);
        GET DIAGNOSTICS admitted = ROW_COUNT;
        EXIT WHEN admitted > 0 OR front > 4096;
        SELECT count(*) INTO waiting FROM
          (SELECT FROM execution q WHERE q.workspace_id = w AND q.status = 'QUEUED' LIMIT front) AS counted;
        EXIT WHEN waiting < front;
        front := front * 16;
      END LOOP;
      remaining := remaining - admitted;
    END LOOP;
  END $$;
CREATE FUNCTION public.confine_to_workspace(t regclass, col text DEFAULT 'workspace_id'::text) RETURNS void
    LANGUAGE plpgsql
    AS $$
  BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %s TO crm_tenant USING (%I = tenant_workspace())', t, col);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO crm_tenant', t);
  END $$;
CREATE FUNCTION public.record_moves(p_worker uuid, p_lease interval, p_moves jsonb, p_steps jsonb, OUT recorded_at timestamp with time zone, OUT ended_at timestamp with time zone, OUT cancelled uuid[]) RETURNS record
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    AS $$
  DECLARE
    n record; is_cancelled boolean;
  BEGIN
    recorded_at := clock_now();
    ended_at := greatest(clock_timestamp(), recorded_at);
    cancelled := '{}';
    FOR n IN SELECT * FROM jsonb_to_recordset(p_moves) AS m(
      "executionId" uuid, fence integer, seq integer, guarded boolean, status text, "nextStep" smallint, "wakeInMs" bigint, error jsonb)
    LOOP
      UPDATE execution e SET status = CASE WHEN e.cancel_requested AND n.status = 'SLEEPING' THEN 'RUNNING' ELSE n.status END,
        next_step = n."nextStep", seq = e.seq + 1, error = n.error, lease_until = recorded_at + p_lease,
        crashes = CASE WHEN n."nextStep" > e.next_step THEN 0 ELSE e.crashes END,
        wake_at = CASE WHEN NOT e.cancel_requested THEN recorded_at + n."wakeInMs" * interval '1 millisecond' END,
        completed_at = CASE WHEN n.status IN ('SUCCEEDED', 'FAILED', 'CANCELLED') THEN ended_at END
      WHERE e.id = n."executionId" AND e.fence = n.fence AND e.worker_id = p_worker AND e.seq = n.seq
        AND EXISTS (SELECT FROM automation_gate g
                    WHERE g.automation_id = e.automation_id AND (NOT n.guarded OR (g.open AND NOT e.cancel_requested)))
      RETURNING e.cancel_requested INTO is_cancelled;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'stale write' USING ERRCODE = 'CR001';
      END IF;
      IF is_cancelled THEN
        cancelled := cancelled || n."executionId";
      END IF;
    END LOOP;
    INSERT INTO step AS s (execution_id, index, workspace_id, key, action_type, status, attempts, input, output, error, started_at, completed_at)
    SELECT m."executionId", m.index, m."workspaceId", m.key, m."actionType", m.status, m.attempts, m.input, m.output, m.error,
      CASE WHEN m.begun THEN recorded_at END, recorded_at + m."elapsedMs" * interval '1 millisecond'
    FROM jsonb_to_recordset(p_steps) AS m(
      "executionId" uuid, index smallint, "workspaceId" uuid, key text, "actionType" text, status text, attempts smallint,
      input jsonb, output jsonb, error jsonb, begun boolean, "elapsedMs" bigint)
    ON CONFLICT (execution_id, index) DO UPDATE SET status = excluded.status, attempts = excluded.attempts,
      input = excluded.input, output = excluded.output, error = excluded.error,
      started_at = coalesce(s.started_at, excluded.started_at), completed_at = excluded.completed_at;
  END $$;
CREATE FUNCTION public.tenant_workspace() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('crm.workspace', true), '')::uuid $$;
CREATE TABLE public.api_key (
    id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    key_hash bytea NOT NULL,
    created_at timestamp with time zone DEFAULT public.clock_now() NOT NULL,
    last_used_at timestamp with time zone,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone,
    CONSTRAINT api_key_role_check CHECK ((role = ANY (ARRAY['viewer'::text, 'editor'::text, 'admin'::text])))
);
CREATE TABLE public.automation (
    id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    name text NOT NULL,
    description text,
    enabled boolean NOT NULL,
    version integer NOT NULL,
    definition_id uuid NOT NULL,
    trigger_type text NOT NULL,
    event_type text NOT NULL,
    created_at timestamp with time zone DEFAULT public.clock_now() NOT NULL,
    updated_at timestamp with time zone DEFAULT public.clock_now() NOT NULL
);
CREATE TABLE public.automation_audit (
    id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    automation_id uuid NOT NULL,
    change text NOT NULL,
    actor_type text NOT NULL,
    actor_id uuid,
    actor_name text,
    before jsonb,
    after jsonb,
    changed_at timestamp with time zone DEFAULT public.clock_now() NOT NULL,
    CONSTRAINT automation_audit_change_check CHECK ((change = ANY (ARRAY['CREATED'::text, 'UPDATED'::text, 'ENABLED'::text, 'DISABLED'::text, 'DELETED'::text])))
);
CREATE TABLE public.automation_gate (
    automation_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    open boolean NOT NULL
);
CREATE TABLE public.contact (
    id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    name text NOT NULL,
    phone text,
    email text,
    city text,
    region text,
    address text,
    custom_fields jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT public.clock_now() NOT NULL,
    updated_at timestamp with time zone DEFAULT public.clock_now() NOT NULL
)
WITH (fillfactor='85');
CREATE TABLE public.contact_tag (
    workspace_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    tag_id uuid NOT NULL,
    assigned_at timestamp with time zone DEFAULT public.clock_now() NOT NULL
);
CREATE TABLE public.conversation (
    id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    channel text NOT NULL,
    last_inbound_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT public.clock_now() NOT NULL,
    CONSTRAINT conversation_channel_check CHECK ((channel = 'whatsapp'::text))
);
CREATE TABLE public.decision (
    event_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    revision bigint NOT NULL,
    decisions jsonb NOT NULL,
    decided_at timestamp with time zone DEFAULT public.clock_now() NOT NULL
);
CREATE TABLE public.definition (
    id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    automation_id uuid NOT NULL,
    version integer NOT NULL,
    name text NOT NULL,
    body jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT public.clock_now() NOT NULL
);
CREATE TABLE public.event_listener (
    workspace_id uuid NOT NULL,
    event_type text NOT NULL,
    revision bigint NOT NULL
);
ALTER TABLE public.event ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.event_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.inbound_webhook (
    id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    body bytea NOT NULL,
    received_at timestamp with time zone DEFAULT public.clock_now() NOT NULL,
    processed_at timestamp with time zone,
    retry_at timestamp with time zone,
    attempts smallint DEFAULT 0 NOT NULL,
    error text
);
CREATE TABLE public.listener_history (
    workspace_id uuid NOT NULL,
    event_type text NOT NULL,
    automation_id uuid NOT NULL,
    definition_id uuid NOT NULL,
    since bigint NOT NULL,
    until bigint
);
CREATE SEQUENCE public.listener_revision
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
CREATE TABLE public.message (
    id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    direction text NOT NULL,
    kind text NOT NULL,
    text text,
    payload jsonb,
    status text NOT NULL,
    provider text,
    provider_message_id text,
    execution_id uuid,
    error jsonb,
    created_at timestamp with time zone DEFAULT public.clock_now() NOT NULL,
    updated_at timestamp with time zone DEFAULT public.clock_now() NOT NULL,
    CONSTRAINT message_direction_check CHECK ((direction = ANY (ARRAY['INBOUND'::text, 'OUTBOUND'::text]))),
    CONSTRAINT message_kind_check CHECK ((kind = ANY (ARRAY['TEXT'::text, 'TEMPLATE'::text, 'MEDIA'::text, 'OTHER'::text]))),
    CONSTRAINT message_provider_check CHECK ((provider = ANY (ARRAY['local'::text, 'whatsapp_cloud'::text]))),
    CONSTRAINT message_status_check CHECK ((status = ANY (ARRAY['RECEIVED'::text, 'PENDING'::text, 'SENT'::text, 'DELIVERED'::text, 'READ'::text, 'FAILED'::text, 'UNKNOWN'::text])))
);
CREATE TABLE public.migrations (
    id integer NOT NULL,
    "timestamp" bigint NOT NULL,
    name character varying NOT NULL
);
CREATE SEQUENCE public.migrations_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.migrations_id_seq OWNED BY public.migrations.id;
CREATE TABLE public."order" (
    id uuid NOT NULL,
    workspace_id uuid NOT NULL,
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
    custom_fields jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT public.clock_now() NOT NULL,
    updated_at timestamp with time zone DEFAULT public.clock_now() NOT NULL
)
WITH (fillfactor='85');
CREATE TABLE public.order_item (
    workspace_id uuid NOT NULL,
    order_id uuid NOT NULL,
    "position" smallint NOT NULL,
    title text NOT NULL,
    sku text,
    quantity integer NOT NULL,
    unit_price numeric(20,2) NOT NULL,
    CONSTRAINT order_item_quantity_check CHECK ((quantity > 0)),
    CONSTRAINT order_item_unit_price_check CHECK ((unit_price >= (0)::numeric))
);
CREATE TABLE public.order_tag (
    workspace_id uuid NOT NULL,
    order_id uuid NOT NULL,
    tag_id uuid NOT NULL,
    assigned_at timestamp with time zone DEFAULT public.clock_now() NOT NULL
);
CREATE TABLE public.outbox (
    event_id uuid NOT NULL,
    stored_at timestamp with time zone DEFAULT public.clock_now() NOT NULL,
    attempts smallint DEFAULT 0 NOT NULL
);
CREATE TABLE public.pipeline (
    id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone DEFAULT public.clock_now() NOT NULL
);
CREATE TABLE public.stage (
    id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    pipeline_id uuid NOT NULL,
    name text NOT NULL,
    "position" smallint NOT NULL
);
CREATE TABLE public.step (
    execution_id uuid NOT NULL,
    index smallint NOT NULL,
    workspace_id uuid NOT NULL,
    key text NOT NULL,
    action_type text NOT NULL,
    status text NOT NULL,
    attempts smallint NOT NULL,
    input jsonb,
    output jsonb,
    error jsonb,
    started_at timestamp with time zone,
    completed_at timestamp with time zone,
    CONSTRAINT step_status_check CHECK ((status = ANY (ARRAY['RUNNING'::text, 'WAITING'::text, 'SUCCEEDED'::text, 'FAILED'::text, 'UNKNOWN'::text])))
);
CREATE TABLE public.tag (
    id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    color text NOT NULL,
    created_at timestamp with time zone DEFAULT public.clock_now() NOT NULL
);
CREATE TABLE public.task (
    id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    title text NOT NULL,
    description text,
    status text DEFAULT 'OPEN'::text NOT NULL,
    priority text DEFAULT 'MEDIUM'::text NOT NULL,
    due_at timestamp with time zone,
    assignee_id text,
    contact_id uuid,
    order_id uuid,
    completed_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT public.clock_now() NOT NULL,
    updated_at timestamp with time zone DEFAULT public.clock_now() NOT NULL,
    CONSTRAINT task_priority_check CHECK ((priority = ANY (ARRAY['LOW'::text, 'MEDIUM'::text, 'HIGH'::text, 'URGENT'::text]))),
    CONSTRAINT task_status_check CHECK ((status = ANY (ARRAY['OPEN'::text, 'COMPLETED'::text])))
)
WITH (fillfactor='85');
CREATE TABLE public.task_deadline (
    workspace_id uuid NOT NULL,
    task_id uuid NOT NULL,
    due_at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone
);
CREATE TABLE public.webhook_secret (
    workspace_id uuid NOT NULL,
    secret text NOT NULL,
    previous text,
    previous_until timestamp with time zone,
    created_at timestamp with time zone DEFAULT public.clock_now() NOT NULL,
    CONSTRAINT webhook_secret_previous_check CHECK ((previous ~~ 'sealed:%'::text)),
    CONSTRAINT webhook_secret_secret_check CHECK ((secret ~~ 'sealed:%'::text))
);
CREATE TABLE public.workspace (
    id uuid NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone DEFAULT public.clock_now() NOT NULL
);
ALTER TABLE ONLY public.migrations ALTER COLUMN id SET DEFAULT nextval('public.migrations_id_seq'::regclass);
INSERT INTO public.api_key VALUES
	('01a20f58-4272-7733-8e6c-de687ee062f4', '01900000-0000-7000-8000-000000000001', 'Demo', 'admin', '\xa66f890ac979950478d880c10ff5d4e783a66d517b0d0e653a60b126ac329edc', '2026-11-24 20:56:12.147902+00', '2026-11-24 20:56:12.224779+00', NULL, NULL);
INSERT INTO public.automation VALUES
	('01a20f58-424f-7687-af52-6384cc755694', '01900000-0000-7000-8000-000000000001', 'Thank for a won order', 'When an order over 100 is won: tag the contact, make a task for delivery, and thank on WhatsApp.', true, 1, '01a20f58-4250-762f-84c8-8a4989526d78', 'order.stage_changed', 'order.stage_changed', '2026-11-24 20:56:12.031403+00', '2026-11-24 20:56:12.031403+00'),
	('01a20f58-425f-77b1-96ae-16ed63ab2d8a', '01900000-0000-7000-8000-000000000001', 'Ask how it went', 'A minute after an order is won, a task to call the customer. Disable it meanwhile, and nothing happens.', true, 1, '01a20f58-425f-77b1-96ae-1857adca9bc5', 'order.stage_changed', 'order.stage_changed', '2026-11-24 20:56:12.031403+00', '2026-11-24 20:56:12.031403+00'),
	('01a20f58-4269-7614-b24d-156ad074086d', '01900000-0000-7000-8000-000000000001', 'Answer a question about prices', 'When somebody writes "price" or "preço": tag as lead and answer within the 24-hour window.', true, 1, '01a20f58-4269-7614-b24d-180d2140855f', 'whatsapp.keyword_match', 'whatsapp.message_received', '2026-11-24 20:56:12.031403+00', '2026-11-24 20:56:12.031403+00'),
	('01a20f58-435a-7031-922c-47782dae0a5a', '01900000-0000-7000-8000-000000000001', 'Succeeded', NULL, true, 1, '01a20f58-435b-721a-910a-e35a4ec4e8a4', 'order.stage_changed', 'order.stage_changed', '2026-11-24 20:56:12.376931+00', '2026-11-24 20:56:12.376931+00'),
	('01a20f58-4446-746e-9c9f-65467da753d9', '01900000-0000-7000-8000-000000000001', 'Failed', NULL, true, 1, '01a20f58-4446-746e-9c9f-6b68964affe0', 'order.stage_changed', 'order.stage_changed', '2026-11-24 20:56:12.597851+00', '2026-11-24 20:56:12.597851+00'),
	('01a20f58-44c2-71bb-9f49-40dadd6645d2', '01900000-0000-7000-8000-000000000001', 'Sleeping', NULL, true, 1, '01a20f58-44c2-71bb-9f49-46ad08f0d9ab', 'order.stage_changed', 'order.stage_changed', '2026-11-24 20:56:12.737044+00', '2026-11-24 20:56:12.737044+00'),
	('01a20f58-452f-754b-b80c-5dcdfdb63368', '01900000-0000-7000-8000-000000000001', 'Retrying', NULL, true, 1, '01a20f58-452f-754b-b80c-60e8735acd15', 'order.stage_changed', 'order.stage_changed', '2026-11-24 20:56:12.845558+00', '2026-11-24 20:56:12.845558+00'),
	('01a20f58-458d-74b6-8b46-bcef444fa89f', '01900000-0000-7000-8000-000000000001', 'Settled later', NULL, true, 1, '01a20f58-458d-74b6-8b46-c090b4059588', 'order.stage_changed', 'order.stage_changed', '2026-11-24 20:56:12.940556+00', '2026-11-24 20:56:12.940556+00'),
	('01a20f58-6cfb-7150-8a22-28c63676b303', '01900000-0000-7000-8000-000000000001', 'Never settled', NULL, true, 1, '01a20f58-6cfb-7150-8a22-2f125c11ffd8', 'order.stage_changed', 'order.stage_changed', '2026-11-24 20:56:23.033825+00', '2026-11-24 20:56:23.033825+00'),
	('01a20f58-9487-722e-ba0f-7b22d4b6f0c4', '01900000-0000-7000-8000-000000000001', 'Disabled', NULL, false, 1, '01a20f58-9487-722e-ba0f-7fd4ae86bacf', 'order.stage_changed', 'order.stage_changed', '2026-11-24 20:56:33.158288+00', '2026-11-24 20:56:33.256386+00'),
	('01a20f58-94f8-7353-a0c5-a9a188246eb3', '01900000-0000-7000-8000-000000000001', 'Half done', NULL, true, 1, '01a20f58-94f8-7353-a0c5-ac17e9de00dc', 'order.stage_changed', 'order.stage_changed', '2026-11-24 20:56:33.270383+00', '2026-11-24 20:56:33.270383+00');
INSERT INTO public.automation_audit VALUES
	('01a20f58-4258-7208-8e02-748ab6b8c6ac', '01900000-0000-7000-8000-000000000001', '01a20f58-424f-7687-af52-6384cc755694', 'CREATED', 'system', NULL, NULL, NULL, '{"name": "Thank for a won order", "actions": [{"key": "tag", "type": "assign_tag", "delay": null, "params": {"tagName": "Customer", "entityType": "contact"}}, {"key": "task", "type": "create_task", "delay": null, "params": {"due": "2d", "title": "Deliver {{ order.name }} to {{ contact.name }}", "priority": "HIGH"}}, {"key": "thanks", "type": "send_whatsapp_template", "delay": null, "params": {"language": "en", "variables": ["{{ contact.name }}", "{{ order.value }}"], "templateName": "order_won"}}], "enabled": true, "trigger": {"type": "order.stage_changed", "config": {"stageId": "01a20f58-4206-74f0-a85d-f12f9e6c98eb", "pipelineId": "01a20f58-4205-7196-8d50-2fc259986df4"}}, "version": 1, "conditions": {"logic": "AND", "conditions": [{"field": "order.value", "value": 100, "operator": "gt"}]}, "description": "When an order over 100 is won: tag the contact, make a task for delivery, and thank on WhatsApp."}', '2026-11-24 20:56:12.031403+00'),
	('01a20f58-4262-7554-ae16-f19b34fc5553', '01900000-0000-7000-8000-000000000001', '01a20f58-425f-77b1-96ae-16ed63ab2d8a', 'CREATED', 'system', NULL, NULL, NULL, '{"name": "Ask how it went", "actions": [{"key": "call", "type": "create_task", "delay": "1m", "params": {"title": "Call {{ contact.name | default: \"the customer\" }} about {{ order.name }}"}}], "enabled": true, "trigger": {"type": "order.stage_changed", "config": {"stageId": "01a20f58-4206-74f0-a85d-f12f9e6c98eb", "pipelineId": "01a20f58-4205-7196-8d50-2fc259986df4"}}, "version": 1, "conditions": null, "description": "A minute after an order is won, a task to call the customer. Disable it meanwhile, and nothing happens."}', '2026-11-24 20:56:12.031403+00'),
	('01a20f58-426d-7257-a3ce-b3ecd84d789c', '01900000-0000-7000-8000-000000000001', '01a20f58-4269-7614-b24d-156ad074086d', 'CREATED', 'system', NULL, NULL, NULL, '{"name": "Answer a question about prices", "actions": [{"key": "lead", "type": "assign_tag", "delay": null, "params": {"tagName": "Lead", "entityType": "contact"}}, {"key": "answer", "type": "send_whatsapp_text", "delay": null, "params": {"text": "Hi {{ contact.name }}, you asked about \"{{ keyword }}\": our list is on its way."}}], "enabled": true, "trigger": {"type": "whatsapp.keyword_match", "config": {"keywords": ["price", "preço"]}}, "version": 1, "conditions": null, "description": "When somebody writes \"price\" or \"preço\": tag as lead and answer within the 24-hour window."}', '2026-11-24 20:56:12.031403+00'),
	('01a20f58-435e-7340-8e91-dfa4e79dc081', '01900000-0000-7000-8000-000000000001', '01a20f58-435a-7031-922c-47782dae0a5a', 'CREATED', 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', 'Demo', NULL, '{"name": "Succeeded", "actions": [{"key": "only", "type": "create_task", "delay": null, "params": {"title": "only of {{ order.name }}"}}, {"key": "secret", "type": "webhook", "delay": null, "params": {"url": "http://127.0.0.1:34249/200", "headers": {"authorization": "•••"}}}], "enabled": true, "trigger": {"type": "order.stage_changed", "config": {"pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}}, "version": 1, "conditions": {"logic": "AND", "conditions": [{"field": "order.name", "value": "Succeeded", "operator": "contains"}]}, "description": null}', '2026-11-24 20:56:12.376931+00'),
	('01a20f58-444a-71ed-9b09-a6424ff8e9c3', '01900000-0000-7000-8000-000000000001', '01a20f58-4446-746e-9c9f-65467da753d9', 'CREATED', 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', 'Demo', NULL, '{"name": "Failed", "actions": [{"key": "before", "type": "create_task", "delay": null, "params": {"title": "before of {{ order.name }}"}}, {"key": "gone", "type": "webhook", "delay": null, "params": {"url": "{{ contact.customFields.hooks }}/410", "payload": {"order": "{{ order.name }}"}}}, {"key": "after", "type": "create_task", "delay": null, "params": {"title": "after of {{ order.name }}"}}], "enabled": true, "trigger": {"type": "order.stage_changed", "config": {"pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}}, "version": 1, "conditions": {"logic": "AND", "conditions": [{"field": "order.name", "value": "Failed", "operator": "contains"}]}, "description": null}', '2026-11-24 20:56:12.597851+00'),
	('01a20f58-44c4-70c6-9812-93b60a0a83f4', '01900000-0000-7000-8000-000000000001', '01a20f58-44c2-71bb-9f49-40dadd6645d2', 'CREATED', 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', 'Demo', NULL, '{"name": "Sleeping", "actions": [{"key": "before", "type": "create_task", "delay": null, "params": {"title": "before of {{ order.name }}"}}, {"key": "after", "type": "create_task", "delay": "1d", "params": {"title": "after of {{ order.name }}"}}], "enabled": true, "trigger": {"type": "order.stage_changed", "config": {"pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}}, "version": 1, "conditions": {"logic": "AND", "conditions": [{"field": "order.name", "value": "Sleeping", "operator": "contains"}]}, "description": null}', '2026-11-24 20:56:12.737044+00'),
	('01a20f58-4530-7132-ac4f-4a9471f8f18d', '01900000-0000-7000-8000-000000000001', '01a20f58-452f-754b-b80c-5dcdfdb63368', 'CREATED', 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', 'Demo', NULL, '{"name": "Retrying", "actions": [{"key": "before", "type": "create_task", "delay": null, "params": {"title": "before of {{ order.name }}"}}, {"key": "refused", "type": "webhook", "delay": null, "params": {"url": "{{ contact.customFields.hooks }}/503", "payload": {"order": "{{ order.name }}"}}}, {"key": "after", "type": "create_task", "delay": null, "params": {"title": "after of {{ order.name }}"}}], "enabled": true, "trigger": {"type": "order.stage_changed", "config": {"pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}}, "version": 1, "conditions": {"logic": "AND", "conditions": [{"field": "order.name", "value": "Retrying", "operator": "contains"}]}, "description": null}', '2026-11-24 20:56:12.845558+00'),
	('01a20f58-458f-76a5-907a-f38225d9682e', '01900000-0000-7000-8000-000000000001', '01a20f58-458d-74b6-8b46-bcef444fa89f', 'CREATED', 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', 'Demo', NULL, '{"name": "Settled later", "actions": [{"key": "thanks", "type": "send_whatsapp_text", "delay": null, "params": {"text": "Thank you for {{ order.name }}"}}, {"key": "after", "type": "create_task", "delay": null, "params": {"title": "after of {{ order.name }}"}}], "enabled": true, "trigger": {"type": "order.stage_changed", "config": {"pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}}, "version": 1, "conditions": {"logic": "AND", "conditions": [{"field": "order.name", "value": "Settled later", "operator": "contains"}]}, "description": null}', '2026-11-24 20:56:12.940556+00'),
	('01a20f58-6cfe-74f8-a1c8-023e7b0782c9', '01900000-0000-7000-8000-000000000001', '01a20f58-6cfb-7150-8a22-28c63676b303', 'CREATED', 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', 'Demo', NULL, '{"name": "Never settled", "actions": [{"key": "thanks", "type": "send_whatsapp_text", "delay": null, "params": {"text": "Thank you for {{ order.name }}"}}, {"key": "after", "type": "create_task", "delay": null, "params": {"title": "after of {{ order.name }}"}}], "enabled": true, "trigger": {"type": "order.stage_changed", "config": {"pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}}, "version": 1, "conditions": {"logic": "AND", "conditions": [{"field": "order.name", "value": "Never settled", "operator": "contains"}]}, "description": null}', '2026-11-24 20:56:23.033825+00'),
	('01a20f58-9489-74dd-b487-84f38d11b5f5', '01900000-0000-7000-8000-000000000001', '01a20f58-9487-722e-ba0f-7b22d4b6f0c4', 'CREATED', 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', 'Demo', NULL, '{"name": "Disabled", "actions": [{"key": "before", "type": "create_task", "delay": null, "params": {"title": "before of {{ order.name }}"}}, {"key": "after", "type": "create_task", "delay": "1d", "params": {"title": "after of {{ order.name }}"}}], "enabled": true, "trigger": {"type": "order.stage_changed", "config": {"pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}}, "version": 1, "conditions": {"logic": "AND", "conditions": [{"field": "order.name", "value": "Disabled", "operator": "contains"}]}, "description": null}', '2026-11-24 20:56:33.158288+00'),
	('01a20f58-94ec-727d-9f73-80718886b241', '01900000-0000-7000-8000-000000000001', '01a20f58-9487-722e-ba0f-7b22d4b6f0c4', 'DISABLED', 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', 'Demo', '{"name": "Disabled", "actions": [{"key": "before", "type": "create_task", "delay": null, "params": {"title": "before of {{ order.name }}"}}, {"key": "after", "type": "create_task", "delay": "1d", "params": {"title": "after of {{ order.name }}"}}], "enabled": true, "trigger": {"type": "order.stage_changed", "config": {"pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}}, "version": 1, "conditions": {"logic": "AND", "conditions": [{"field": "order.name", "value": "Disabled", "operator": "contains"}]}, "description": null}', '{"name": "Disabled", "actions": [{"key": "before", "type": "create_task", "delay": null, "params": {"title": "before of {{ order.name }}"}}, {"key": "after", "type": "create_task", "delay": "1d", "params": {"title": "after of {{ order.name }}"}}], "enabled": false, "trigger": {"type": "order.stage_changed", "config": {"pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}}, "version": 1, "conditions": {"logic": "AND", "conditions": [{"field": "order.name", "value": "Disabled", "operator": "contains"}]}, "description": null}', '2026-11-24 20:56:33.256386+00'),
	('01a20f58-94fa-72a1-b0d7-537856c1092e', '01900000-0000-7000-8000-000000000001', '01a20f58-94f8-7353-a0c5-a9a188246eb3', 'CREATED', 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', 'Demo', NULL, '{"name": "Half done", "actions": [{"key": "before", "type": "create_task", "delay": null, "params": {"title": "before of {{ order.name }}"}}, {"key": "silent", "type": "webhook", "delay": null, "params": {"url": "{{ contact.customFields.hooks }}/silent", "payload": {"order": "{{ order.name }}"}}}, {"key": "after", "type": "create_task", "delay": null, "params": {"title": "after of {{ order.name }}"}}], "enabled": true, "trigger": {"type": "order.stage_changed", "config": {"pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}}, "version": 1, "conditions": {"logic": "AND", "conditions": [{"field": "order.name", "value": "Half done", "operator": "contains"}]}, "description": null}', '2026-11-24 20:56:33.270383+00');
INSERT INTO public.automation_gate VALUES
	('01a20f58-424f-7687-af52-6384cc755694', '01900000-0000-7000-8000-000000000001', true),
	('01a20f58-425f-77b1-96ae-16ed63ab2d8a', '01900000-0000-7000-8000-000000000001', true),
	('01a20f58-4269-7614-b24d-156ad074086d', '01900000-0000-7000-8000-000000000001', true),
	('01a20f58-435a-7031-922c-47782dae0a5a', '01900000-0000-7000-8000-000000000001', true),
	('01a20f58-4446-746e-9c9f-65467da753d9', '01900000-0000-7000-8000-000000000001', true),
	('01a20f58-44c2-71bb-9f49-40dadd6645d2', '01900000-0000-7000-8000-000000000001', true),
	('01a20f58-452f-754b-b80c-5dcdfdb63368', '01900000-0000-7000-8000-000000000001', true),
	('01a20f58-458d-74b6-8b46-bcef444fa89f', '01900000-0000-7000-8000-000000000001', true),
	('01a20f58-6cfb-7150-8a22-28c63676b303', '01900000-0000-7000-8000-000000000001', true),
	('01a20f58-9487-722e-ba0f-7b22d4b6f0c4', '01900000-0000-7000-8000-000000000001', false),
	('01a20f58-94f8-7353-a0c5-a9a188246eb3', '01900000-0000-7000-8000-000000000001', true);
INSERT INTO public.contact VALUES
	('01a20f58-4216-76e1-988c-358546f71bd9', '01900000-0000-7000-8000-000000000001', 'Ana Souza', '+5511999990001', NULL, 'São Paulo', NULL, NULL, '{}', '2026-11-24 20:56:12.031403+00', '2026-11-24 20:56:12.031403+00'),
	('01a20f58-421c-768c-80cd-8b278821dd08', '01900000-0000-7000-8000-000000000001', 'Bruno Lima', '+5511999990002', NULL, 'Recife', NULL, NULL, '{}', '2026-11-24 20:56:12.031403+00', '2026-11-24 20:56:12.031403+00'),
	('01a20f58-430a-7248-be04-76f1ddac74f9', '01900000-0000-7000-8000-000000000001', 'Carla Dias', '+5511999990009', 'carla@example.org', NULL, NULL, NULL, '{"size": 12.5, "tags": ["a", "b"], "hooks": "http://127.0.0.1:34249"}', '2026-11-24 20:56:12.299027+00', '2026-11-24 20:56:12.299027+00');
INSERT INTO public.conversation VALUES
	('01a20f58-431a-7518-9921-4000c7fce359', '01900000-0000-7000-8000-000000000001', '01a20f58-430a-7248-be04-76f1ddac74f9', 'whatsapp', '2026-11-24 20:56:12.314496+00', '2026-11-24 20:56:12.314496+00');
INSERT INTO public.decision VALUES
	('01a20f58-4322-70aa-991a-e25f63b1c8fd', '01900000-0000-7000-8000-000000000001', 3, '[]', '2026-11-24 20:56:12.339098+00'),
	('01a20f58-437e-709b-bae3-60b1654f3236', '01900000-0000-7000-8000-000000000001', 4, '[{"name": "Succeeded", "reason": "order.name \"Succeeded 1\" contains \"Succeeded\"", "outcome": "STARTED", "executionId": "01a20f58-439d-71fd-9870-b349af191366", "automationId": "01a20f58-435a-7031-922c-47782dae0a5a"}]', '2026-11-24 20:56:12.446704+00'),
	('01a20f58-4462-7248-a43b-09a858a9e306', '01900000-0000-7000-8000-000000000001', 5, '[{"name": "Succeeded", "reason": "order.name \"Failed 1\" does not contain \"Succeeded\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-435a-7031-922c-47782dae0a5a"}, {"name": "Failed", "reason": "order.name \"Failed 1\" contains \"Failed\"", "outcome": "STARTED", "executionId": "01a20f58-446c-772d-9cee-4d16ee9cf246", "automationId": "01a20f58-4446-746e-9c9f-65467da753d9"}]', '2026-11-24 20:56:12.6534+00'),
	('01a20f58-44d8-7740-a5da-b1b08cf9b765', '01900000-0000-7000-8000-000000000001', 6, '[{"name": "Succeeded", "reason": "order.name \"Sleeping 1\" does not contain \"Succeeded\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-435a-7031-922c-47782dae0a5a"}, {"name": "Failed", "reason": "order.name \"Sleeping 1\" does not contain \"Failed\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-4446-746e-9c9f-65467da753d9"}, {"name": "Sleeping", "reason": "order.name \"Sleeping 1\" contains \"Sleeping\"", "outcome": "STARTED", "executionId": "01a20f58-44e6-745a-b75c-9f4d70ac78f3", "automationId": "01a20f58-44c2-71bb-9f49-40dadd6645d2"}]', '2026-11-24 20:56:12.775657+00'),
	('01a20f58-4540-766b-8ab2-73254ab2efe4', '01900000-0000-7000-8000-000000000001', 7, '[{"name": "Succeeded", "reason": "order.name \"Retrying 1\" does not contain \"Succeeded\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-435a-7031-922c-47782dae0a5a"}, {"name": "Failed", "reason": "order.name \"Retrying 1\" does not contain \"Failed\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-4446-746e-9c9f-65467da753d9"}, {"name": "Sleeping", "reason": "order.name \"Retrying 1\" does not contain \"Sleeping\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-44c2-71bb-9f49-40dadd6645d2"}, {"name": "Retrying", "reason": "order.name \"Retrying 1\" contains \"Retrying\"", "outcome": "STARTED", "executionId": "01a20f58-4548-758a-8a9a-4623557f770a", "automationId": "01a20f58-452f-754b-b80c-5dcdfdb63368"}]', '2026-11-24 20:56:12.872902+00'),
	('01a20f58-45a0-7388-a166-50bfcef33de0', '01900000-0000-7000-8000-000000000001', 8, '[{"name": "Succeeded", "reason": "order.name \"Settled later 1\" does not contain \"Succeeded\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-435a-7031-922c-47782dae0a5a"}, {"name": "Failed", "reason": "order.name \"Settled later 1\" does not contain \"Failed\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-4446-746e-9c9f-65467da753d9"}, {"name": "Sleeping", "reason": "order.name \"Settled later 1\" does not contain \"Sleeping\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-44c2-71bb-9f49-40dadd6645d2"}, {"name": "Retrying", "reason": "order.name \"Settled later 1\" does not contain \"Retrying\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-452f-754b-b80c-5dcdfdb63368"}, {"name": "Settled later", "reason": "order.name \"Settled later 1\" contains \"Settled later\"", "outcome": "STARTED", "executionId": "01a20f58-45ae-75ce-977f-5b24ba514791", "automationId": "01a20f58-458d-74b6-8b46-bcef444fa89f"}]', '2026-11-24 20:56:12.975395+00'),
	('01a20f58-6d17-75ea-a851-e642bf85ef97', '01900000-0000-7000-8000-000000000001', 9, '[{"name": "Succeeded", "reason": "order.name \"Never settled 1\" does not contain \"Succeeded\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-435a-7031-922c-47782dae0a5a"}, {"name": "Failed", "reason": "order.name \"Never settled 1\" does not contain \"Failed\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-4446-746e-9c9f-65467da753d9"}, {"name": "Sleeping", "reason": "order.name \"Never settled 1\" does not contain \"Sleeping\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-44c2-71bb-9f49-40dadd6645d2"}, {"name": "Retrying", "reason": "order.name \"Never settled 1\" does not contain \"Retrying\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-452f-754b-b80c-5dcdfdb63368"}, {"name": "Settled later", "reason": "order.name \"Never settled 1\" does not contain \"Settled later\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-458d-74b6-8b46-bcef444fa89f"}, {"name": "Never settled", "reason": "order.name \"Never settled 1\" contains \"Never settled\"", "outcome": "STARTED", "executionId": "01a20f58-6d25-72ac-bafe-950d41f6f61e", "automationId": "01a20f58-6cfb-7150-8a22-28c63676b303"}]', '2026-11-24 20:56:23.078081+00'),
	('01a20f58-9498-7205-b215-cd29f597e5e9', '01900000-0000-7000-8000-000000000001', 10, '[{"name": "Succeeded", "reason": "order.name \"Disabled 1\" does not contain \"Succeeded\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-435a-7031-922c-47782dae0a5a"}, {"name": "Failed", "reason": "order.name \"Disabled 1\" does not contain \"Failed\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-4446-746e-9c9f-65467da753d9"}, {"name": "Sleeping", "reason": "order.name \"Disabled 1\" does not contain \"Sleeping\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-44c2-71bb-9f49-40dadd6645d2"}, {"name": "Retrying", "reason": "order.name \"Disabled 1\" does not contain \"Retrying\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-452f-754b-b80c-5dcdfdb63368"}, {"name": "Settled later", "reason": "order.name \"Disabled 1\" does not contain \"Settled later\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-458d-74b6-8b46-bcef444fa89f"}, {"name": "Never settled", "reason": "order.name \"Disabled 1\" does not contain \"Never settled\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-6cfb-7150-8a22-28c63676b303"}, {"name": "Disabled", "reason": "order.name \"Disabled 1\" contains \"Disabled\"", "outcome": "STARTED", "executionId": "01a20f58-94a4-738a-905e-734317702e67", "automationId": "01a20f58-9487-722e-ba0f-7b22d4b6f0c4"}]', '2026-11-24 20:56:33.189112+00'),
	('01a20f58-950d-71e9-bbfc-47ac271e08e2', '01900000-0000-7000-8000-000000000001', 12, '[{"name": "Succeeded", "reason": "order.name \"Half done 1\" does not contain \"Succeeded\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-435a-7031-922c-47782dae0a5a"}, {"name": "Failed", "reason": "order.name \"Half done 1\" does not contain \"Failed\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-4446-746e-9c9f-65467da753d9"}, {"name": "Sleeping", "reason": "order.name \"Half done 1\" does not contain \"Sleeping\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-44c2-71bb-9f49-40dadd6645d2"}, {"name": "Retrying", "reason": "order.name \"Half done 1\" does not contain \"Retrying\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-452f-754b-b80c-5dcdfdb63368"}, {"name": "Settled later", "reason": "order.name \"Half done 1\" does not contain \"Settled later\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-458d-74b6-8b46-bcef444fa89f"}, {"name": "Never settled", "reason": "order.name \"Half done 1\" does not contain \"Never settled\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-6cfb-7150-8a22-28c63676b303"}, {"name": "Half done", "reason": "order.name \"Half done 1\" contains \"Half done\"", "outcome": "STARTED", "executionId": "01a20f58-9519-7685-ae3a-9076132f5329", "automationId": "01a20f58-94f8-7353-a0c5-a9a188246eb3"}]', '2026-11-24 20:56:33.305969+00'),
	('01a20f58-9526-7382-bbfa-0fc42144ed5f', '01900000-0000-7000-8000-000000000001', 12, '[{"name": "Succeeded", "reason": "order.name \"Half done 2\" does not contain \"Succeeded\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-435a-7031-922c-47782dae0a5a"}, {"name": "Failed", "reason": "order.name \"Half done 2\" does not contain \"Failed\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-4446-746e-9c9f-65467da753d9"}, {"name": "Sleeping", "reason": "order.name \"Half done 2\" does not contain \"Sleeping\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-44c2-71bb-9f49-40dadd6645d2"}, {"name": "Retrying", "reason": "order.name \"Half done 2\" does not contain \"Retrying\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-452f-754b-b80c-5dcdfdb63368"}, {"name": "Settled later", "reason": "order.name \"Half done 2\" does not contain \"Settled later\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-458d-74b6-8b46-bcef444fa89f"}, {"name": "Never settled", "reason": "order.name \"Half done 2\" does not contain \"Never settled\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-6cfb-7150-8a22-28c63676b303"}, {"name": "Half done", "reason": "order.name \"Half done 2\" contains \"Half done\"", "outcome": "STARTED", "executionId": "01a20f58-952a-7391-ae95-ab534c7f337e", "automationId": "01a20f58-94f8-7353-a0c5-a9a188246eb3"}]', '2026-11-24 20:56:33.322956+00'),
	('01a20f58-9545-70e8-83c6-99c70932ab2a', '01900000-0000-7000-8000-000000000001', 12, '[{"name": "Succeeded", "reason": "order.name \"Half done 3\" does not contain \"Succeeded\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-435a-7031-922c-47782dae0a5a"}, {"name": "Failed", "reason": "order.name \"Half done 3\" does not contain \"Failed\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-4446-746e-9c9f-65467da753d9"}, {"name": "Sleeping", "reason": "order.name \"Half done 3\" does not contain \"Sleeping\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-44c2-71bb-9f49-40dadd6645d2"}, {"name": "Retrying", "reason": "order.name \"Half done 3\" does not contain \"Retrying\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-452f-754b-b80c-5dcdfdb63368"}, {"name": "Settled later", "reason": "order.name \"Half done 3\" does not contain \"Settled later\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-458d-74b6-8b46-bcef444fa89f"}, {"name": "Never settled", "reason": "order.name \"Half done 3\" does not contain \"Never settled\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-6cfb-7150-8a22-28c63676b303"}, {"name": "Half done", "reason": "order.name \"Half done 3\" contains \"Half done\"", "outcome": "STARTED", "executionId": "01a20f58-9548-76c9-b95a-3cc0af7ab8a6", "automationId": "01a20f58-94f8-7353-a0c5-a9a188246eb3"}]', '2026-11-24 20:56:33.352884+00'),
	('01a20f58-9565-7143-85b0-a7466403e207', '01900000-0000-7000-8000-000000000001', 12, '[{"name": "Succeeded", "reason": "order.name \"Half done 4\" does not contain \"Succeeded\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-435a-7031-922c-47782dae0a5a"}, {"name": "Failed", "reason": "order.name \"Half done 4\" does not contain \"Failed\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-4446-746e-9c9f-65467da753d9"}, {"name": "Sleeping", "reason": "order.name \"Half done 4\" does not contain \"Sleeping\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-44c2-71bb-9f49-40dadd6645d2"}, {"name": "Retrying", "reason": "order.name \"Half done 4\" does not contain \"Retrying\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-452f-754b-b80c-5dcdfdb63368"}, {"name": "Settled later", "reason": "order.name \"Half done 4\" does not contain \"Settled later\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-458d-74b6-8b46-bcef444fa89f"}, {"name": "Never settled", "reason": "order.name \"Half done 4\" does not contain \"Never settled\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-6cfb-7150-8a22-28c63676b303"}, {"name": "Half done", "reason": "order.name \"Half done 4\" contains \"Half done\"", "outcome": "STARTED", "executionId": "01a20f58-9567-7779-82f2-5f2212e04b6d", "automationId": "01a20f58-94f8-7353-a0c5-a9a188246eb3"}]', '2026-11-24 20:56:33.384249+00'),
	('01a20f58-9588-7285-bf92-c09c176c4df2', '01900000-0000-7000-8000-000000000001', 12, '[{"name": "Succeeded", "reason": "order.name \"Half done 5\" does not contain \"Succeeded\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-435a-7031-922c-47782dae0a5a"}, {"name": "Failed", "reason": "order.name \"Half done 5\" does not contain \"Failed\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-4446-746e-9c9f-65467da753d9"}, {"name": "Sleeping", "reason": "order.name \"Half done 5\" does not contain \"Sleeping\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-44c2-71bb-9f49-40dadd6645d2"}, {"name": "Retrying", "reason": "order.name \"Half done 5\" does not contain \"Retrying\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-452f-754b-b80c-5dcdfdb63368"}, {"name": "Settled later", "reason": "order.name \"Half done 5\" does not contain \"Settled later\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-458d-74b6-8b46-bcef444fa89f"}, {"name": "Never settled", "reason": "order.name \"Half done 5\" does not contain \"Never settled\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-6cfb-7150-8a22-28c63676b303"}, {"name": "Half done", "reason": "order.name \"Half done 5\" contains \"Half done\"", "outcome": "STARTED", "executionId": "01a20f58-958e-7423-b49e-6e4b28f59722", "automationId": "01a20f58-94f8-7353-a0c5-a9a188246eb3"}]', '2026-11-24 20:56:33.425587+00'),
	('01a20f58-95a2-7014-94ff-693a85ec8d9c', '01900000-0000-7000-8000-000000000001', 12, '[{"name": "Succeeded", "reason": "order.name \"Half done 6\" does not contain \"Succeeded\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-435a-7031-922c-47782dae0a5a"}, {"name": "Failed", "reason": "order.name \"Half done 6\" does not contain \"Failed\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-4446-746e-9c9f-65467da753d9"}, {"name": "Sleeping", "reason": "order.name \"Half done 6\" does not contain \"Sleeping\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-44c2-71bb-9f49-40dadd6645d2"}, {"name": "Retrying", "reason": "order.name \"Half done 6\" does not contain \"Retrying\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-452f-754b-b80c-5dcdfdb63368"}, {"name": "Settled later", "reason": "order.name \"Half done 6\" does not contain \"Settled later\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-458d-74b6-8b46-bcef444fa89f"}, {"name": "Never settled", "reason": "order.name \"Half done 6\" does not contain \"Never settled\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-6cfb-7150-8a22-28c63676b303"}, {"name": "Half done", "reason": "order.name \"Half done 6\" contains \"Half done\"", "outcome": "STARTED", "executionId": "01a20f58-95a4-7666-b98e-a334e58ccad1", "automationId": "01a20f58-94f8-7353-a0c5-a9a188246eb3"}]', '2026-11-24 20:56:33.446612+00'),
	('01a20f58-95b7-71a0-846b-548b24561e9c', '01900000-0000-7000-8000-000000000001', 12, '[{"name": "Succeeded", "reason": "order.name \"Half done 7\" does not contain \"Succeeded\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-435a-7031-922c-47782dae0a5a"}, {"name": "Failed", "reason": "order.name \"Half done 7\" does not contain \"Failed\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-4446-746e-9c9f-65467da753d9"}, {"name": "Sleeping", "reason": "order.name \"Half done 7\" does not contain \"Sleeping\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-44c2-71bb-9f49-40dadd6645d2"}, {"name": "Retrying", "reason": "order.name \"Half done 7\" does not contain \"Retrying\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-452f-754b-b80c-5dcdfdb63368"}, {"name": "Settled later", "reason": "order.name \"Half done 7\" does not contain \"Settled later\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-458d-74b6-8b46-bcef444fa89f"}, {"name": "Never settled", "reason": "order.name \"Half done 7\" does not contain \"Never settled\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-6cfb-7150-8a22-28c63676b303"}, {"name": "Half done", "reason": "order.name \"Half done 7\" contains \"Half done\"", "outcome": "STARTED", "executionId": "01a20f58-95b9-72ee-adb5-7cf5697c3e96", "automationId": "01a20f58-94f8-7353-a0c5-a9a188246eb3"}]', '2026-11-24 20:56:33.466373+00'),
	('01a20f58-95ce-77fa-9300-e0a2243dcd31', '01900000-0000-7000-8000-000000000001', 12, '[{"name": "Succeeded", "reason": "order.name \"Half done 8\" does not contain \"Succeeded\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-435a-7031-922c-47782dae0a5a"}, {"name": "Failed", "reason": "order.name \"Half done 8\" does not contain \"Failed\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-4446-746e-9c9f-65467da753d9"}, {"name": "Sleeping", "reason": "order.name \"Half done 8\" does not contain \"Sleeping\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-44c2-71bb-9f49-40dadd6645d2"}, {"name": "Retrying", "reason": "order.name \"Half done 8\" does not contain \"Retrying\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-452f-754b-b80c-5dcdfdb63368"}, {"name": "Settled later", "reason": "order.name \"Half done 8\" does not contain \"Settled later\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-458d-74b6-8b46-bcef444fa89f"}, {"name": "Never settled", "reason": "order.name \"Half done 8\" does not contain \"Never settled\"", "outcome": "CONDITIONS_FALSE", "executionId": null, "automationId": "01a20f58-6cfb-7150-8a22-28c63676b303"}, {"name": "Half done", "reason": "order.name \"Half done 8\" contains \"Half done\"", "outcome": "STARTED", "executionId": "01a20f58-95d0-7220-882c-3c43b5428c0e", "automationId": "01a20f58-94f8-7353-a0c5-a9a188246eb3"}]', '2026-11-24 20:56:33.489339+00');
INSERT INTO public.definition VALUES
	('01a20f58-4250-762f-84c8-8a4989526d78', '01900000-0000-7000-8000-000000000001', '01a20f58-424f-7687-af52-6384cc755694', 1, 'Thank for a won order', '{"actions": [{"key": "tag", "type": "assign_tag", "delay": null, "params": {"tagName": "Customer", "entityType": "contact"}}, {"key": "task", "type": "create_task", "delay": null, "params": {"due": "2d", "title": "Deliver {{ order.name }} to {{ contact.name }}", "priority": "HIGH"}}, {"key": "thanks", "type": "send_whatsapp_template", "delay": null, "params": {"language": "en", "variables": ["{{ contact.name }}", "{{ order.value }}"], "templateName": "order_won"}}], "trigger": {"type": "order.stage_changed", "config": {"stageId": "01a20f58-4206-74f0-a85d-f12f9e6c98eb", "pipelineId": "01a20f58-4205-7196-8d50-2fc259986df4"}}, "conditions": {"logic": "AND", "conditions": [{"field": "order.value", "value": 100, "operator": "gt"}]}}', '2026-11-24 20:56:12.031403+00'),
	('01a20f58-425f-77b1-96ae-1857adca9bc5', '01900000-0000-7000-8000-000000000001', '01a20f58-425f-77b1-96ae-16ed63ab2d8a', 1, 'Ask how it went', '{"actions": [{"key": "call", "type": "create_task", "delay": "1m", "params": {"title": "Call {{ contact.name | default: \"the customer\" }} about {{ order.name }}"}}], "trigger": {"type": "order.stage_changed", "config": {"stageId": "01a20f58-4206-74f0-a85d-f12f9e6c98eb", "pipelineId": "01a20f58-4205-7196-8d50-2fc259986df4"}}, "conditions": null}', '2026-11-24 20:56:12.031403+00'),
	('01a20f58-4269-7614-b24d-180d2140855f', '01900000-0000-7000-8000-000000000001', '01a20f58-4269-7614-b24d-156ad074086d', 1, 'Answer a question about prices', '{"actions": [{"key": "lead", "type": "assign_tag", "delay": null, "params": {"tagName": "Lead", "entityType": "contact"}}, {"key": "answer", "type": "send_whatsapp_text", "delay": null, "params": {"text": "Hi {{ contact.name }}, you asked about \"{{ keyword }}\": our list is on its way."}}], "trigger": {"type": "whatsapp.keyword_match", "config": {"keywords": ["price", "preço"]}}, "conditions": null}', '2026-11-24 20:56:12.031403+00'),
	('01a20f58-435b-721a-910a-e35a4ec4e8a4', '01900000-0000-7000-8000-000000000001', '01a20f58-435a-7031-922c-47782dae0a5a', 1, 'Succeeded', '{"actions": [{"key": "only", "type": "create_task", "delay": null, "params": {"title": "only of {{ order.name }}"}}, {"key": "secret", "type": "webhook", "delay": null, "params": {"url": "http://127.0.0.1:34249/200", "headers": {"authorization": "sealed:test:yJvecisBdx5QFLV8L7VfNkCJExwzYHNGRCjmRWd4_qmUpAL_N_ZU1T6qAsIF9yzyJB9onL3Swm-y"}}}], "trigger": {"type": "order.stage_changed", "config": {"pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}}, "conditions": {"logic": "AND", "conditions": [{"field": "order.name", "value": "Succeeded", "operator": "contains"}]}}', '2026-11-24 20:56:12.376931+00'),
	('01a20f58-4446-746e-9c9f-6b68964affe0', '01900000-0000-7000-8000-000000000001', '01a20f58-4446-746e-9c9f-65467da753d9', 1, 'Failed', '{"actions": [{"key": "before", "type": "create_task", "delay": null, "params": {"title": "before of {{ order.name }}"}}, {"key": "gone", "type": "webhook", "delay": null, "params": {"url": "{{ contact.customFields.hooks }}/410", "payload": {"order": "{{ order.name }}"}}}, {"key": "after", "type": "create_task", "delay": null, "params": {"title": "after of {{ order.name }}"}}], "trigger": {"type": "order.stage_changed", "config": {"pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}}, "conditions": {"logic": "AND", "conditions": [{"field": "order.name", "value": "Failed", "operator": "contains"}]}}', '2026-11-24 20:56:12.597851+00'),
	('01a20f58-44c2-71bb-9f49-46ad08f0d9ab', '01900000-0000-7000-8000-000000000001', '01a20f58-44c2-71bb-9f49-40dadd6645d2', 1, 'Sleeping', '{"actions": [{"key": "before", "type": "create_task", "delay": null, "params": {"title": "before of {{ order.name }}"}}, {"key": "after", "type": "create_task", "delay": "1d", "params": {"title": "after of {{ order.name }}"}}], "trigger": {"type": "order.stage_changed", "config": {"pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}}, "conditions": {"logic": "AND", "conditions": [{"field": "order.name", "value": "Sleeping", "operator": "contains"}]}}', '2026-11-24 20:56:12.737044+00'),
	('01a20f58-452f-754b-b80c-60e8735acd15', '01900000-0000-7000-8000-000000000001', '01a20f58-452f-754b-b80c-5dcdfdb63368', 1, 'Retrying', '{"actions": [{"key": "before", "type": "create_task", "delay": null, "params": {"title": "before of {{ order.name }}"}}, {"key": "refused", "type": "webhook", "delay": null, "params": {"url": "{{ contact.customFields.hooks }}/503", "payload": {"order": "{{ order.name }}"}}}, {"key": "after", "type": "create_task", "delay": null, "params": {"title": "after of {{ order.name }}"}}], "trigger": {"type": "order.stage_changed", "config": {"pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}}, "conditions": {"logic": "AND", "conditions": [{"field": "order.name", "value": "Retrying", "operator": "contains"}]}}', '2026-11-24 20:56:12.845558+00'),
	('01a20f58-458d-74b6-8b46-c090b4059588', '01900000-0000-7000-8000-000000000001', '01a20f58-458d-74b6-8b46-bcef444fa89f', 1, 'Settled later', '{"actions": [{"key": "thanks", "type": "send_whatsapp_text", "delay": null, "params": {"text": "Thank you for {{ order.name }}"}}, {"key": "after", "type": "create_task", "delay": null, "params": {"title": "after of {{ order.name }}"}}], "trigger": {"type": "order.stage_changed", "config": {"pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}}, "conditions": {"logic": "AND", "conditions": [{"field": "order.name", "value": "Settled later", "operator": "contains"}]}}', '2026-11-24 20:56:12.940556+00'),
	('01a20f58-6cfb-7150-8a22-2f125c11ffd8', '01900000-0000-7000-8000-000000000001', '01a20f58-6cfb-7150-8a22-28c63676b303', 1, 'Never settled', '{"actions": [{"key": "thanks", "type": "send_whatsapp_text", "delay": null, "params": {"text": "Thank you for {{ order.name }}"}}, {"key": "after", "type": "create_task", "delay": null, "params": {"title": "after of {{ order.name }}"}}], "trigger": {"type": "order.stage_changed", "config": {"pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}}, "conditions": {"logic": "AND", "conditions": [{"field": "order.name", "value": "Never settled", "operator": "contains"}]}}', '2026-11-24 20:56:23.033825+00'),
	('01a20f58-9487-722e-ba0f-7fd4ae86bacf', '01900000-0000-7000-8000-000000000001', '01a20f58-9487-722e-ba0f-7b22d4b6f0c4', 1, 'Disabled', '{"actions": [{"key": "before", "type": "create_task", "delay": null, "params": {"title": "before of {{ order.name }}"}}, {"key": "after", "type": "create_task", "delay": "1d", "params": {"title": "after of {{ order.name }}"}}], "trigger": {"type": "order.stage_changed", "config": {"pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}}, "conditions": {"logic": "AND", "conditions": [{"field": "order.name", "value": "Disabled", "operator": "contains"}]}}', '2026-11-24 20:56:33.158288+00'),
	('01a20f58-94f8-7353-a0c5-ac17e9de00dc', '01900000-0000-7000-8000-000000000001', '01a20f58-94f8-7353-a0c5-a9a188246eb3', 1, 'Half done', '{"actions": [{"key": "before", "type": "create_task", "delay": null, "params": {"title": "before of {{ order.name }}"}}, {"key": "silent", "type": "webhook", "delay": null, "params": {"url": "{{ contact.customFields.hooks }}/silent", "payload": {"order": "{{ order.name }}"}}}, {"key": "after", "type": "create_task", "delay": null, "params": {"title": "after of {{ order.name }}"}}], "trigger": {"type": "order.stage_changed", "config": {"pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}}, "conditions": {"logic": "AND", "conditions": [{"field": "order.name", "value": "Half done", "operator": "contains"}]}}', '2026-11-24 20:56:33.270383+00');
INSERT INTO public.event OVERRIDING SYSTEM VALUE VALUES
	('01a20f58-421c-768c-80cd-854891b2a622', 1, '01900000-0000-7000-8000-000000000001', 'contact.created', '01a20f58-4216-76e1-988c-358546f71bd9', NULL, '01a20f58-4216-76e1-988c-358546f71bd9', '{"contact": {"id": "01a20f58-4216-76e1-988c-358546f71bd9", "city": "São Paulo", "name": "Ana Souza", "email": null, "phone": "+5511999990001", "region": null, "address": null, "createdAt": "2026-11-24T20:56:12.031Z", "customFields": {}}, "contactId": "01a20f58-4216-76e1-988c-358546f71bd9"}', '2026-11-24 20:56:12.031403+00', 0, 'system', NULL, NULL, '01a20f58-421c-768c-80cd-854891b2a622', NULL),
	('01a20f58-421e-75cc-bf27-42006a9a77bf', 2, '01900000-0000-7000-8000-000000000001', 'contact.created', '01a20f58-421c-768c-80cd-8b278821dd08', NULL, '01a20f58-421c-768c-80cd-8b278821dd08', '{"contact": {"id": "01a20f58-421c-768c-80cd-8b278821dd08", "city": "Recife", "name": "Bruno Lima", "email": null, "phone": "+5511999990002", "region": null, "address": null, "createdAt": "2026-11-24T20:56:12.031Z", "customFields": {}}, "contactId": "01a20f58-421c-768c-80cd-8b278821dd08"}', '2026-11-24 20:56:12.031403+00', 0, 'system', NULL, NULL, '01a20f58-421e-75cc-bf27-42006a9a77bf', NULL),
	('01a20f58-4230-7080-8d0c-0be919ce7dbb', 3, '01900000-0000-7000-8000-000000000001', 'order.created', '01a20f58-4222-71f5-b976-64d360464b6f', '01a20f58-4222-71f5-b976-64d360464b6f', '01a20f58-4216-76e1-988c-358546f71bd9', '{"order": {"id": "01a20f58-4222-71f5-b976-64d360464b6f", "name": "Coffee for the office", "stage": {"id": "01a20f58-4206-74f0-a85d-e93d54cf2088", "name": "New"}, "value": "250.00", "pipeline": {"id": "01a20f58-4205-7196-8d50-2fc259986df4", "name": "Sales"}, "contactId": "01a20f58-4216-76e1-988c-358546f71bd9", "createdAt": "2026-11-24T20:56:12.031Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "stage": {"id": "01a20f58-4206-74f0-a85d-e93d54cf2088", "name": "New"}, "orderId": "01a20f58-4222-71f5-b976-64d360464b6f", "stageId": "01a20f58-4206-74f0-a85d-e93d54cf2088", "pipeline": {"id": "01a20f58-4205-7196-8d50-2fc259986df4", "name": "Sales"}, "contactId": "01a20f58-4216-76e1-988c-358546f71bd9", "pipelineId": "01a20f58-4205-7196-8d50-2fc259986df4"}', '2026-11-24 20:56:12.031403+00', 0, 'system', NULL, NULL, '01a20f58-4230-7080-8d0c-0be919ce7dbb', NULL),
	('01a20f58-4235-768c-8126-bc8564ad69f8', 4, '01900000-0000-7000-8000-000000000001', 'order.created', '01a20f58-4231-771b-9d9b-0f2338dd1474', '01a20f58-4231-771b-9d9b-0f2338dd1474', '01a20f58-421c-768c-80cd-8b278821dd08', '{"order": {"id": "01a20f58-4231-771b-9d9b-0f2338dd1474", "name": "Grinder", "stage": {"id": "01a20f58-4206-74f0-a85d-e93d54cf2088", "name": "New"}, "value": "890.00", "pipeline": {"id": "01a20f58-4205-7196-8d50-2fc259986df4", "name": "Sales"}, "contactId": "01a20f58-421c-768c-80cd-8b278821dd08", "createdAt": "2026-11-24T20:56:12.031Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "stage": {"id": "01a20f58-4206-74f0-a85d-e93d54cf2088", "name": "New"}, "orderId": "01a20f58-4231-771b-9d9b-0f2338dd1474", "stageId": "01a20f58-4206-74f0-a85d-e93d54cf2088", "pipeline": {"id": "01a20f58-4205-7196-8d50-2fc259986df4", "name": "Sales"}, "contactId": "01a20f58-421c-768c-80cd-8b278821dd08", "pipelineId": "01a20f58-4205-7196-8d50-2fc259986df4"}', '2026-11-24 20:56:12.031403+00', 0, 'system', NULL, NULL, '01a20f58-4235-768c-8126-bc8564ad69f8', NULL),
	('01a20f58-4239-74ca-a2bc-9da84d1f3056', 5, '01900000-0000-7000-8000-000000000001', 'order.created', '01a20f58-4235-768c-8126-c0805ce41c30', '01a20f58-4235-768c-8126-c0805ce41c30', '01a20f58-421c-768c-80cd-8b278821dd08', '{"order": {"id": "01a20f58-4235-768c-8126-c0805ce41c30", "name": "Sample pack", "stage": {"id": "01a20f58-4206-74f0-a85d-e93d54cf2088", "name": "New"}, "value": "35.00", "pipeline": {"id": "01a20f58-4205-7196-8d50-2fc259986df4", "name": "Sales"}, "contactId": "01a20f58-421c-768c-80cd-8b278821dd08", "createdAt": "2026-11-24T20:56:12.031Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "stage": {"id": "01a20f58-4206-74f0-a85d-e93d54cf2088", "name": "New"}, "orderId": "01a20f58-4235-768c-8126-c0805ce41c30", "stageId": "01a20f58-4206-74f0-a85d-e93d54cf2088", "pipeline": {"id": "01a20f58-4205-7196-8d50-2fc259986df4", "name": "Sales"}, "contactId": "01a20f58-421c-768c-80cd-8b278821dd08", "pipelineId": "01a20f58-4205-7196-8d50-2fc259986df4"}', '2026-11-24 20:56:12.031403+00', 0, 'system', NULL, NULL, '01a20f58-4239-74ca-a2bc-9da84d1f3056', NULL),
	('01a20f58-430c-73c8-81b3-66531fa797f6', 6, '01900000-0000-7000-8000-000000000001', 'contact.created', '01a20f58-430a-7248-be04-76f1ddac74f9', NULL, '01a20f58-430a-7248-be04-76f1ddac74f9', '{"contact": {"id": "01a20f58-430a-7248-be04-76f1ddac74f9", "city": null, "name": "Carla Dias", "email": "carla@example.org", "phone": "+5511999990009", "region": null, "address": null, "createdAt": "2026-11-24T20:56:12.299Z", "customFields": {"size": 12.5, "tags": ["a", "b"], "hooks": "http://127.0.0.1:34249"}}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9"}', '2026-11-24 20:56:12.299027+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-430c-73c8-81b3-66531fa797f6', NULL),
	('01a20f58-4322-70aa-991a-e25f63b1c8fd', 7, '01900000-0000-7000-8000-000000000001', 'whatsapp.message_received', '01a20f58-4319-71ec-86aa-4875d3341779', NULL, '01a20f58-430a-7248-be04-76f1ddac74f9', '{"message": {"id": "01a20f58-4319-71ec-86aa-4875d3341779", "kind": "TEXT", "text": "Good morning", "createdAt": "2026-11-24T20:56:12.314Z", "direction": "INBOUND", "providerMessageId": null}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "messageId": "01a20f58-4319-71ec-86aa-4875d3341779", "conversationId": "01a20f58-431a-7518-9921-4000c7fce359"}', '2026-11-24 20:56:12.314496+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-4322-70aa-991a-e25f63b1c8fd', NULL),
	('01a20f58-436e-716f-bb2d-c6c7c214757a', 8, '01900000-0000-7000-8000-000000000001', 'order.created', '01a20f58-436a-7734-a936-1852b9280bdc', '01a20f58-436a-7734-a936-1852b9280bdc', '01a20f58-430a-7248-be04-76f1ddac74f9', '{"order": {"id": "01a20f58-436a-7734-a936-1852b9280bdc", "name": "Succeeded 1", "stage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "value": "250.00", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "createdAt": "2026-11-24T20:56:12.394Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "stage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "orderId": "01a20f58-436a-7734-a936-1852b9280bdc", "stageId": "01a20f58-42d6-776a-8afd-ed004da7c483", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}', '2026-11-24 20:56:12.394454+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-436e-716f-bb2d-c6c7c214757a', NULL),
	('01a20f58-437e-709b-bae3-60b1654f3236', 9, '01900000-0000-7000-8000-000000000001', 'order.stage_changed', '01a20f58-436a-7734-a936-1852b9280bdc', '01a20f58-436a-7734-a936-1852b9280bdc', '01a20f58-430a-7248-be04-76f1ddac74f9', '{"order": {"id": "01a20f58-436a-7734-a936-1852b9280bdc", "name": "Succeeded 1", "stage": {"id": "01a20f58-42d6-776a-8afd-f17468bb27c8", "name": "Won"}, "value": "250.00", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "createdAt": "2026-11-24T20:56:12.394Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "orderId": "01a20f58-436a-7734-a936-1852b9280bdc", "toStage": {"id": "01a20f58-42d6-776a-8afd-f17468bb27c8", "name": "Won"}, "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "fromStage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "toStageId": "01a20f58-42d6-776a-8afd-f17468bb27c8", "pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "fromStageId": "01a20f58-42d6-776a-8afd-ed004da7c483"}', '2026-11-24 20:56:12.410246+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-437e-709b-bae3-60b1654f3236', NULL),
	('01a20f58-4458-7174-bedb-9aecdf5d4913', 10, '01900000-0000-7000-8000-000000000001', 'order.created', '01a20f58-4454-70fc-9d8b-c783b7202836', '01a20f58-4454-70fc-9d8b-c783b7202836', '01a20f58-430a-7248-be04-76f1ddac74f9', '{"order": {"id": "01a20f58-4454-70fc-9d8b-c783b7202836", "name": "Failed 1", "stage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "value": "250.00", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "createdAt": "2026-11-24T20:56:12.628Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "stage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "orderId": "01a20f58-4454-70fc-9d8b-c783b7202836", "stageId": "01a20f58-42d6-776a-8afd-ed004da7c483", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}', '2026-11-24 20:56:12.628742+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-4458-7174-bedb-9aecdf5d4913', NULL),
	('01a20f58-4462-7248-a43b-09a858a9e306', 11, '01900000-0000-7000-8000-000000000001', 'order.stage_changed', '01a20f58-4454-70fc-9d8b-c783b7202836', '01a20f58-4454-70fc-9d8b-c783b7202836', '01a20f58-430a-7248-be04-76f1ddac74f9', '{"order": {"id": "01a20f58-4454-70fc-9d8b-c783b7202836", "name": "Failed 1", "stage": {"id": "01a20f58-42d6-776a-8afd-f17468bb27c8", "name": "Won"}, "value": "250.00", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "createdAt": "2026-11-24T20:56:12.628Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "orderId": "01a20f58-4454-70fc-9d8b-c783b7202836", "toStage": {"id": "01a20f58-42d6-776a-8afd-f17468bb27c8", "name": "Won"}, "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "fromStage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "toStageId": "01a20f58-42d6-776a-8afd-f17468bb27c8", "pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "fromStageId": "01a20f58-42d6-776a-8afd-ed004da7c483"}', '2026-11-24 20:56:12.640691+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-4462-7248-a43b-09a858a9e306', NULL),
	('01a20f58-44ce-7348-882a-90b624395905', 12, '01900000-0000-7000-8000-000000000001', 'order.created', '01a20f58-44cb-70e4-88ba-3050afc62e89', '01a20f58-44cb-70e4-88ba-3050afc62e89', '01a20f58-430a-7248-be04-76f1ddac74f9', '{"order": {"id": "01a20f58-44cb-70e4-88ba-3050afc62e89", "name": "Sleeping 1", "stage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "value": "250.00", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "createdAt": "2026-11-24T20:56:12.747Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "stage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "orderId": "01a20f58-44cb-70e4-88ba-3050afc62e89", "stageId": "01a20f58-42d6-776a-8afd-ed004da7c483", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}', '2026-11-24 20:56:12.747629+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-44ce-7348-882a-90b624395905', NULL),
	('01a20f58-44d8-7740-a5da-b1b08cf9b765', 13, '01900000-0000-7000-8000-000000000001', 'order.stage_changed', '01a20f58-44cb-70e4-88ba-3050afc62e89', '01a20f58-44cb-70e4-88ba-3050afc62e89', '01a20f58-430a-7248-be04-76f1ddac74f9', '{"order": {"id": "01a20f58-44cb-70e4-88ba-3050afc62e89", "name": "Sleeping 1", "stage": {"id": "01a20f58-42d6-776a-8afd-f17468bb27c8", "name": "Won"}, "value": "250.00", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "createdAt": "2026-11-24T20:56:12.747Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "orderId": "01a20f58-44cb-70e4-88ba-3050afc62e89", "toStage": {"id": "01a20f58-42d6-776a-8afd-f17468bb27c8", "name": "Won"}, "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "fromStage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "toStageId": "01a20f58-42d6-776a-8afd-f17468bb27c8", "pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "fromStageId": "01a20f58-42d6-776a-8afd-ed004da7c483"}', '2026-11-24 20:56:12.758252+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-44d8-7740-a5da-b1b08cf9b765', NULL),
	('01a20f58-4538-72d2-b4b8-e5c3291ec969', 14, '01900000-0000-7000-8000-000000000001', 'order.created', '01a20f58-4536-72ca-93cf-f4d408297d94', '01a20f58-4536-72ca-93cf-f4d408297d94', '01a20f58-430a-7248-be04-76f1ddac74f9', '{"order": {"id": "01a20f58-4536-72ca-93cf-f4d408297d94", "name": "Retrying 1", "stage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "value": "250.00", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "createdAt": "2026-11-24T20:56:12.854Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "stage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "orderId": "01a20f58-4536-72ca-93cf-f4d408297d94", "stageId": "01a20f58-42d6-776a-8afd-ed004da7c483", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}', '2026-11-24 20:56:12.854513+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-4538-72d2-b4b8-e5c3291ec969', NULL),
	('01a20f58-4540-766b-8ab2-73254ab2efe4', 15, '01900000-0000-7000-8000-000000000001', 'order.stage_changed', '01a20f58-4536-72ca-93cf-f4d408297d94', '01a20f58-4536-72ca-93cf-f4d408297d94', '01a20f58-430a-7248-be04-76f1ddac74f9', '{"order": {"id": "01a20f58-4536-72ca-93cf-f4d408297d94", "name": "Retrying 1", "stage": {"id": "01a20f58-42d6-776a-8afd-f17468bb27c8", "name": "Won"}, "value": "250.00", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "createdAt": "2026-11-24T20:56:12.854Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "orderId": "01a20f58-4536-72ca-93cf-f4d408297d94", "toStage": {"id": "01a20f58-42d6-776a-8afd-f17468bb27c8", "name": "Won"}, "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "fromStage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "toStageId": "01a20f58-42d6-776a-8afd-f17468bb27c8", "pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "fromStageId": "01a20f58-42d6-776a-8afd-ed004da7c483"}', '2026-11-24 20:56:12.86275+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-4540-766b-8ab2-73254ab2efe4', NULL),
	('01a20f58-4597-705e-8cd5-f07b9b1e9cba', 16, '01900000-0000-7000-8000-000000000001', 'order.created', '01a20f58-4595-77dc-a0fc-f00d03b80390', '01a20f58-4595-77dc-a0fc-f00d03b80390', '01a20f58-430a-7248-be04-76f1ddac74f9', '{"order": {"id": "01a20f58-4595-77dc-a0fc-f00d03b80390", "name": "Settled later 1", "stage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "value": "250.00", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "createdAt": "2026-11-24T20:56:12.950Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "stage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "orderId": "01a20f58-4595-77dc-a0fc-f00d03b80390", "stageId": "01a20f58-42d6-776a-8afd-ed004da7c483", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}', '2026-11-24 20:56:12.950124+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-4597-705e-8cd5-f07b9b1e9cba', NULL),
	('01a20f58-45a0-7388-a166-50bfcef33de0', 17, '01900000-0000-7000-8000-000000000001', 'order.stage_changed', '01a20f58-4595-77dc-a0fc-f00d03b80390', '01a20f58-4595-77dc-a0fc-f00d03b80390', '01a20f58-430a-7248-be04-76f1ddac74f9', '{"order": {"id": "01a20f58-4595-77dc-a0fc-f00d03b80390", "name": "Settled later 1", "stage": {"id": "01a20f58-42d6-776a-8afd-f17468bb27c8", "name": "Won"}, "value": "250.00", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "createdAt": "2026-11-24T20:56:12.950Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "orderId": "01a20f58-4595-77dc-a0fc-f00d03b80390", "toStage": {"id": "01a20f58-42d6-776a-8afd-f17468bb27c8", "name": "Won"}, "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "fromStage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "toStageId": "01a20f58-42d6-776a-8afd-f17468bb27c8", "pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "fromStageId": "01a20f58-42d6-776a-8afd-ed004da7c483"}', '2026-11-24 20:56:12.958221+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-45a0-7388-a166-50bfcef33de0', NULL),
	('01a20f58-6d0c-75cd-af14-a186ec853d48', 18, '01900000-0000-7000-8000-000000000001', 'order.created', '01a20f58-6d09-7772-a643-9fc261cc0852', '01a20f58-6d09-7772-a643-9fc261cc0852', '01a20f58-430a-7248-be04-76f1ddac74f9', '{"order": {"id": "01a20f58-6d09-7772-a643-9fc261cc0852", "name": "Never settled 1", "stage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "value": "250.00", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "createdAt": "2026-11-24T20:56:23.050Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "stage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "orderId": "01a20f58-6d09-7772-a643-9fc261cc0852", "stageId": "01a20f58-42d6-776a-8afd-ed004da7c483", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}', '2026-11-24 20:56:23.050131+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-6d0c-75cd-af14-a186ec853d48', NULL),
	('01a20f58-6d17-75ea-a851-e642bf85ef97', 19, '01900000-0000-7000-8000-000000000001', 'order.stage_changed', '01a20f58-6d09-7772-a643-9fc261cc0852', '01a20f58-6d09-7772-a643-9fc261cc0852', '01a20f58-430a-7248-be04-76f1ddac74f9', '{"order": {"id": "01a20f58-6d09-7772-a643-9fc261cc0852", "name": "Never settled 1", "stage": {"id": "01a20f58-42d6-776a-8afd-f17468bb27c8", "name": "Won"}, "value": "250.00", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "createdAt": "2026-11-24T20:56:23.050Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "orderId": "01a20f58-6d09-7772-a643-9fc261cc0852", "toStage": {"id": "01a20f58-42d6-776a-8afd-f17468bb27c8", "name": "Won"}, "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "fromStage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "toStageId": "01a20f58-42d6-776a-8afd-f17468bb27c8", "pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "fromStageId": "01a20f58-42d6-776a-8afd-ed004da7c483"}', '2026-11-24 20:56:23.060473+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-6d17-75ea-a851-e642bf85ef97', NULL),
	('01a20f58-9492-708c-b19f-2f0bbc63bb23', 20, '01900000-0000-7000-8000-000000000001', 'order.created', '01a20f58-9490-74b9-b77d-a932aa9f58e3', '01a20f58-9490-74b9-b77d-a932aa9f58e3', '01a20f58-430a-7248-be04-76f1ddac74f9', '{"order": {"id": "01a20f58-9490-74b9-b77d-a932aa9f58e3", "name": "Disabled 1", "stage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "value": "250.00", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "createdAt": "2026-11-24T20:56:33.169Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "stage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "orderId": "01a20f58-9490-74b9-b77d-a932aa9f58e3", "stageId": "01a20f58-42d6-776a-8afd-ed004da7c483", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}', '2026-11-24 20:56:33.169174+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-9492-708c-b19f-2f0bbc63bb23', NULL),
	('01a20f58-9498-7205-b215-cd29f597e5e9', 21, '01900000-0000-7000-8000-000000000001', 'order.stage_changed', '01a20f58-9490-74b9-b77d-a932aa9f58e3', '01a20f58-9490-74b9-b77d-a932aa9f58e3', '01a20f58-430a-7248-be04-76f1ddac74f9', '{"order": {"id": "01a20f58-9490-74b9-b77d-a932aa9f58e3", "name": "Disabled 1", "stage": {"id": "01a20f58-42d6-776a-8afd-f17468bb27c8", "name": "Won"}, "value": "250.00", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "createdAt": "2026-11-24T20:56:33.169Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "orderId": "01a20f58-9490-74b9-b77d-a932aa9f58e3", "toStage": {"id": "01a20f58-42d6-776a-8afd-f17468bb27c8", "name": "Won"}, "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "fromStage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "toStageId": "01a20f58-42d6-776a-8afd-f17468bb27c8", "pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "fromStageId": "01a20f58-42d6-776a-8afd-ed004da7c483"}', '2026-11-24 20:56:33.175861+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-9498-7205-b215-cd29f597e5e9', NULL),
	('01a20f58-9506-701a-8ad0-5bc416cb5a33', 22, '01900000-0000-7000-8000-000000000001', 'order.created', '01a20f58-9504-75ad-a540-10623d3e0980', '01a20f58-9504-75ad-a540-10623d3e0980', '01a20f58-430a-7248-be04-76f1ddac74f9', '{"order": {"id": "01a20f58-9504-75ad-a540-10623d3e0980", "name": "Half done 1", "stage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "value": "250.00", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "createdAt": "2026-11-24T20:56:33.284Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "stage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "orderId": "01a20f58-9504-75ad-a540-10623d3e0980", "stageId": "01a20f58-42d6-776a-8afd-ed004da7c483", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}', '2026-11-24 20:56:33.284821+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-9506-701a-8ad0-5bc416cb5a33', NULL),
	('01a20f58-950d-71e9-bbfc-47ac271e08e2', 23, '01900000-0000-7000-8000-000000000001', 'order.stage_changed', '01a20f58-9504-75ad-a540-10623d3e0980', '01a20f58-9504-75ad-a540-10623d3e0980', '01a20f58-430a-7248-be04-76f1ddac74f9', '{"order": {"id": "01a20f58-9504-75ad-a540-10623d3e0980", "name": "Half done 1", "stage": {"id": "01a20f58-42d6-776a-8afd-f17468bb27c8", "name": "Won"}, "value": "250.00", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "createdAt": "2026-11-24T20:56:33.284Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "orderId": "01a20f58-9504-75ad-a540-10623d3e0980", "toStage": {"id": "01a20f58-42d6-776a-8afd-f17468bb27c8", "name": "Won"}, "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "fromStage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "toStageId": "01a20f58-42d6-776a-8afd-f17468bb27c8", "pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "fromStageId": "01a20f58-42d6-776a-8afd-ed004da7c483"}', '2026-11-24 20:56:33.292092+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-950d-71e9-bbfc-47ac271e08e2', NULL),
	('01a20f58-951a-7569-bfb7-b43ed5cffbc4', 24, '01900000-0000-7000-8000-000000000001', 'order.created', '01a20f58-9513-771b-83e7-90f920cf5b1a', '01a20f58-9513-771b-83e7-90f920cf5b1a', '01a20f58-430a-7248-be04-76f1ddac74f9', '{"order": {"id": "01a20f58-9513-771b-83e7-90f920cf5b1a", "name": "Half done 2", "stage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "value": "250.00", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "createdAt": "2026-11-24T20:56:33.299Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "stage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "orderId": "01a20f58-9513-771b-83e7-90f920cf5b1a", "stageId": "01a20f58-42d6-776a-8afd-ed004da7c483", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}', '2026-11-24 20:56:33.299208+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-951a-7569-bfb7-b43ed5cffbc4', NULL),
	('01a20f58-9526-7382-bbfa-0fc42144ed5f', 25, '01900000-0000-7000-8000-000000000001', 'order.stage_changed', '01a20f58-9513-771b-83e7-90f920cf5b1a', '01a20f58-9513-771b-83e7-90f920cf5b1a', '01a20f58-430a-7248-be04-76f1ddac74f9', '{"order": {"id": "01a20f58-9513-771b-83e7-90f920cf5b1a", "name": "Half done 2", "stage": {"id": "01a20f58-42d6-776a-8afd-f17468bb27c8", "name": "Won"}, "value": "250.00", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "createdAt": "2026-11-24T20:56:33.299Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "orderId": "01a20f58-9513-771b-83e7-90f920cf5b1a", "toStage": {"id": "01a20f58-42d6-776a-8afd-f17468bb27c8", "name": "Won"}, "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "fromStage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "toStageId": "01a20f58-42d6-776a-8afd-f17468bb27c8", "pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "fromStageId": "01a20f58-42d6-776a-8afd-ed004da7c483"}', '2026-11-24 20:56:33.315956+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-9526-7382-bbfa-0fc42144ed5f', NULL),
	('01a20f58-953a-7488-b4e7-d4e070de1853', 26, '01900000-0000-7000-8000-000000000001', 'order.created', '01a20f58-9538-7256-8dc1-614cd4733f36', '01a20f58-9538-7256-8dc1-614cd4733f36', '01a20f58-430a-7248-be04-76f1ddac74f9', '{"order": {"id": "01a20f58-9538-7256-8dc1-614cd4733f36", "name": "Half done 3", "stage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "value": "250.00", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "createdAt": "2026-11-24T20:56:33.336Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "stage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "orderId": "01a20f58-9538-7256-8dc1-614cd4733f36", "stageId": "01a20f58-42d6-776a-8afd-ed004da7c483", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}', '2026-11-24 20:56:33.336658+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-953a-7488-b4e7-d4e070de1853', NULL),
	('01a20f58-9545-70e8-83c6-99c70932ab2a', 27, '01900000-0000-7000-8000-000000000001', 'order.stage_changed', '01a20f58-9538-7256-8dc1-614cd4733f36', '01a20f58-9538-7256-8dc1-614cd4733f36', '01a20f58-430a-7248-be04-76f1ddac74f9', '{"order": {"id": "01a20f58-9538-7256-8dc1-614cd4733f36", "name": "Half done 3", "stage": {"id": "01a20f58-42d6-776a-8afd-f17468bb27c8", "name": "Won"}, "value": "250.00", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "createdAt": "2026-11-24T20:56:33.336Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "orderId": "01a20f58-9538-7256-8dc1-614cd4733f36", "toStage": {"id": "01a20f58-42d6-776a-8afd-f17468bb27c8", "name": "Won"}, "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "fromStage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "toStageId": "01a20f58-42d6-776a-8afd-f17468bb27c8", "pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "fromStageId": "01a20f58-42d6-776a-8afd-ed004da7c483"}', '2026-11-24 20:56:33.348256+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-9545-70e8-83c6-99c70932ab2a', NULL),
	('01a20f58-955c-75f8-81d7-bceb6344a25d', 28, '01900000-0000-7000-8000-000000000001', 'order.created', '01a20f58-9555-74dd-b042-4e701b08e821', '01a20f58-9555-74dd-b042-4e701b08e821', '01a20f58-430a-7248-be04-76f1ddac74f9', '{"order": {"id": "01a20f58-9555-74dd-b042-4e701b08e821", "name": "Half done 4", "stage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "value": "250.00", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "createdAt": "2026-11-24T20:56:33.365Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "stage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "orderId": "01a20f58-9555-74dd-b042-4e701b08e821", "stageId": "01a20f58-42d6-776a-8afd-ed004da7c483", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}', '2026-11-24 20:56:33.365301+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-955c-75f8-81d7-bceb6344a25d', NULL),
	('01a20f58-9565-7143-85b0-a7466403e207', 29, '01900000-0000-7000-8000-000000000001', 'order.stage_changed', '01a20f58-9555-74dd-b042-4e701b08e821', '01a20f58-9555-74dd-b042-4e701b08e821', '01a20f58-430a-7248-be04-76f1ddac74f9', '{"order": {"id": "01a20f58-9555-74dd-b042-4e701b08e821", "name": "Half done 4", "stage": {"id": "01a20f58-42d6-776a-8afd-f17468bb27c8", "name": "Won"}, "value": "250.00", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "createdAt": "2026-11-24T20:56:33.365Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "orderId": "01a20f58-9555-74dd-b042-4e701b08e821", "toStage": {"id": "01a20f58-42d6-776a-8afd-f17468bb27c8", "name": "Won"}, "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "fromStage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "toStageId": "01a20f58-42d6-776a-8afd-f17468bb27c8", "pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "fromStageId": "01a20f58-42d6-776a-8afd-ed004da7c483"}', '2026-11-24 20:56:33.380195+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-9565-7143-85b0-a7466403e207', NULL),
	('01a20f58-9578-7357-ab74-9cde07fa8971', 30, '01900000-0000-7000-8000-000000000001', 'order.created', '01a20f58-9574-71b8-aca2-635e9cbbbd2c', '01a20f58-9574-71b8-aca2-635e9cbbbd2c', '01a20f58-430a-7248-be04-76f1ddac74f9', '{"order": {"id": "01a20f58-9574-71b8-aca2-635e9cbbbd2c", "name": "Half done 5", "stage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "value": "250.00", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "createdAt": "2026-11-24T20:56:33.397Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "stage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "orderId": "01a20f58-9574-71b8-aca2-635e9cbbbd2c", "stageId": "01a20f58-42d6-776a-8afd-ed004da7c483", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}', '2026-11-24 20:56:33.397671+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-9578-7357-ab74-9cde07fa8971', NULL),
	('01a20f58-9588-7285-bf92-c09c176c4df2', 31, '01900000-0000-7000-8000-000000000001', 'order.stage_changed', '01a20f58-9574-71b8-aca2-635e9cbbbd2c', '01a20f58-9574-71b8-aca2-635e9cbbbd2c', '01a20f58-430a-7248-be04-76f1ddac74f9', '{"order": {"id": "01a20f58-9574-71b8-aca2-635e9cbbbd2c", "name": "Half done 5", "stage": {"id": "01a20f58-42d6-776a-8afd-f17468bb27c8", "name": "Won"}, "value": "250.00", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "createdAt": "2026-11-24T20:56:33.397Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "orderId": "01a20f58-9574-71b8-aca2-635e9cbbbd2c", "toStage": {"id": "01a20f58-42d6-776a-8afd-f17468bb27c8", "name": "Won"}, "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "fromStage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "toStageId": "01a20f58-42d6-776a-8afd-f17468bb27c8", "pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "fromStageId": "01a20f58-42d6-776a-8afd-ed004da7c483"}', '2026-11-24 20:56:33.41335+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-9588-7285-bf92-c09c176c4df2', NULL),
	('01a20f58-9597-74a7-9da3-c0557a9a5442', 32, '01900000-0000-7000-8000-000000000001', 'order.created', '01a20f58-9595-7589-b0f9-55e280ece832', '01a20f58-9595-7589-b0f9-55e280ece832', '01a20f58-430a-7248-be04-76f1ddac74f9', '{"order": {"id": "01a20f58-9595-7589-b0f9-55e280ece832", "name": "Half done 6", "stage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "value": "250.00", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "createdAt": "2026-11-24T20:56:33.430Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "stage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "orderId": "01a20f58-9595-7589-b0f9-55e280ece832", "stageId": "01a20f58-42d6-776a-8afd-ed004da7c483", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}', '2026-11-24 20:56:33.430136+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-9597-74a7-9da3-c0557a9a5442', NULL),
	('01a20f58-95a2-7014-94ff-693a85ec8d9c', 33, '01900000-0000-7000-8000-000000000001', 'order.stage_changed', '01a20f58-9595-7589-b0f9-55e280ece832', '01a20f58-9595-7589-b0f9-55e280ece832', '01a20f58-430a-7248-be04-76f1ddac74f9', '{"order": {"id": "01a20f58-9595-7589-b0f9-55e280ece832", "name": "Half done 6", "stage": {"id": "01a20f58-42d6-776a-8afd-f17468bb27c8", "name": "Won"}, "value": "250.00", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "createdAt": "2026-11-24T20:56:33.430Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "orderId": "01a20f58-9595-7589-b0f9-55e280ece832", "toStage": {"id": "01a20f58-42d6-776a-8afd-f17468bb27c8", "name": "Won"}, "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "fromStage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "toStageId": "01a20f58-42d6-776a-8afd-f17468bb27c8", "pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "fromStageId": "01a20f58-42d6-776a-8afd-ed004da7c483"}', '2026-11-24 20:56:33.439247+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-95a2-7014-94ff-693a85ec8d9c', NULL),
	('01a20f58-95b0-77c8-8431-d0083fac3e49', 34, '01900000-0000-7000-8000-000000000001', 'order.created', '01a20f58-95ac-701e-a454-2bffdc07bd83', '01a20f58-95ac-701e-a454-2bffdc07bd83', '01a20f58-430a-7248-be04-76f1ddac74f9', '{"order": {"id": "01a20f58-95ac-701e-a454-2bffdc07bd83", "name": "Half done 7", "stage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "value": "250.00", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "createdAt": "2026-11-24T20:56:33.454Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "stage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "orderId": "01a20f58-95ac-701e-a454-2bffdc07bd83", "stageId": "01a20f58-42d6-776a-8afd-ed004da7c483", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}', '2026-11-24 20:56:33.454599+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-95b0-77c8-8431-d0083fac3e49', NULL),
	('01a20f58-95b7-71a0-846b-548b24561e9c', 35, '01900000-0000-7000-8000-000000000001', 'order.stage_changed', '01a20f58-95ac-701e-a454-2bffdc07bd83', '01a20f58-95ac-701e-a454-2bffdc07bd83', '01a20f58-430a-7248-be04-76f1ddac74f9', '{"order": {"id": "01a20f58-95ac-701e-a454-2bffdc07bd83", "name": "Half done 7", "stage": {"id": "01a20f58-42d6-776a-8afd-f17468bb27c8", "name": "Won"}, "value": "250.00", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "createdAt": "2026-11-24T20:56:33.454Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "orderId": "01a20f58-95ac-701e-a454-2bffdc07bd83", "toStage": {"id": "01a20f58-42d6-776a-8afd-f17468bb27c8", "name": "Won"}, "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "fromStage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "toStageId": "01a20f58-42d6-776a-8afd-f17468bb27c8", "pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "fromStageId": "01a20f58-42d6-776a-8afd-ed004da7c483"}', '2026-11-24 20:56:33.462509+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-95b7-71a0-846b-548b24561e9c', NULL),
	('01a20f58-95c0-77d1-aa55-6cbc4236fb20', 36, '01900000-0000-7000-8000-000000000001', 'order.created', '01a20f58-95be-7414-8015-4defdf56fefe', '01a20f58-95be-7414-8015-4defdf56fefe', '01a20f58-430a-7248-be04-76f1ddac74f9', '{"order": {"id": "01a20f58-95be-7414-8015-4defdf56fefe", "name": "Half done 8", "stage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "value": "250.00", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "createdAt": "2026-11-24T20:56:33.470Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "stage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "orderId": "01a20f58-95be-7414-8015-4defdf56fefe", "stageId": "01a20f58-42d6-776a-8afd-ed004da7c483", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe"}', '2026-11-24 20:56:33.470807+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-95c0-77d1-aa55-6cbc4236fb20', NULL),
	('01a20f58-95ce-77fa-9300-e0a2243dcd31', 37, '01900000-0000-7000-8000-000000000001', 'order.stage_changed', '01a20f58-95be-7414-8015-4defdf56fefe', '01a20f58-95be-7414-8015-4defdf56fefe', '01a20f58-430a-7248-be04-76f1ddac74f9', '{"order": {"id": "01a20f58-95be-7414-8015-4defdf56fefe", "name": "Half done 8", "stage": {"id": "01a20f58-42d6-776a-8afd-f17468bb27c8", "name": "Won"}, "value": "250.00", "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "createdAt": "2026-11-24T20:56:33.470Z", "description": null, "customFields": {}, "shippingCity": null, "sourceOrderId": null, "shippingRegion": null, "shippingAddress": null, "shippingPostalCode": null}, "orderId": "01a20f58-95be-7414-8015-4defdf56fefe", "toStage": {"id": "01a20f58-42d6-776a-8afd-f17468bb27c8", "name": "Won"}, "pipeline": {"id": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "name": "Upgrade"}, "contactId": "01a20f58-430a-7248-be04-76f1ddac74f9", "fromStage": {"id": "01a20f58-42d6-776a-8afd-ed004da7c483", "name": "New"}, "toStageId": "01a20f58-42d6-776a-8afd-f17468bb27c8", "pipelineId": "01a20f58-42d6-776a-8afd-eb66c8706bbe", "fromStageId": "01a20f58-42d6-776a-8afd-ed004da7c483"}', '2026-11-24 20:56:33.484543+00', 0, 'api_key', '01a20f58-4272-7733-8e6c-de687ee062f4', NULL, '01a20f58-95ce-77fa-9300-e0a2243dcd31', NULL);
INSERT INTO public.event_listener VALUES
	('01900000-0000-7000-8000-000000000001', 'whatsapp.message_received', 12),
	('01900000-0000-7000-8000-000000000001', 'order.stage_changed', 12);
INSERT INTO public.execution VALUES
	('01a20f58-439d-71fd-9870-b349af191366', '01900000-0000-7000-8000-000000000001', '01a20f58-435a-7031-922c-47782dae0a5a', 1, '01a20f58-435b-721a-910a-e35a4ec4e8a4', 'order.stage_changed', '01a20f58-437e-709b-bae3-60b1654f3236', 9, '01a20f58-436a-7734-a936-1852b9280bdc', 0, NULL, 'SUCCEEDED', 2, 5, 1, 0, 0, '01a20f58-404f-7199-adf2-fe31de859785', '2026-11-24 20:56:42.534918+00', NULL, false, NULL, '2026-11-24 20:56:12.446704+00', '2026-11-24 20:56:12.452045+00', '2026-11-24 20:56:12.535219+00'),
	('01a20f58-94a4-738a-905e-734317702e67', '01900000-0000-7000-8000-000000000001', '01a20f58-9487-722e-ba0f-7b22d4b6f0c4', 1, '01a20f58-9487-722e-ba0f-7fd4ae86bacf', 'order.stage_changed', '01a20f58-9498-7205-b215-cd29f597e5e9', 21, '01a20f58-9490-74b9-b77d-a932aa9f58e3', 0, NULL, 'SLEEPING', 1, 3, 1, 0, 0, '01a20f58-404f-7199-adf2-fe31de859785', '2026-11-24 20:57:03.197019+00', '2026-11-25 20:56:33.197019+00', false, NULL, '2026-11-24 20:56:33.189112+00', '2026-11-24 20:56:33.192129+00', NULL),
	('01a20f58-446c-772d-9cee-4d16ee9cf246', '01900000-0000-7000-8000-000000000001', '01a20f58-4446-746e-9c9f-65467da753d9', 1, '01a20f58-4446-746e-9c9f-6b68964affe0', 'order.stage_changed', '01a20f58-4462-7248-a43b-09a858a9e306', 11, '01a20f58-4454-70fc-9d8b-c783b7202836', 0, NULL, 'FAILED', 1, 5, 1, 0, 0, '01a20f58-404f-7199-adf2-fe31de859785', '2026-11-24 20:56:42.687815+00', NULL, false, '{"code": "HTTP_410", "message": "The receiver answered HTTP 410"}', '2026-11-24 20:56:12.6534+00', '2026-11-24 20:56:12.65617+00', '2026-11-24 20:56:12.688037+00'),
	('01a20f58-44e6-745a-b75c-9f4d70ac78f3', '01900000-0000-7000-8000-000000000001', '01a20f58-44c2-71bb-9f49-40dadd6645d2', 1, '01a20f58-44c2-71bb-9f49-46ad08f0d9ab', 'order.stage_changed', '01a20f58-44d8-7740-a5da-b1b08cf9b765', 13, '01a20f58-44cb-70e4-88ba-3050afc62e89', 0, NULL, 'SLEEPING', 1, 3, 1, 0, 0, '01a20f58-404f-7199-adf2-fe31de859785', '2026-11-24 20:56:42.783217+00', '2026-11-25 20:56:12.783217+00', false, NULL, '2026-11-24 20:56:12.775657+00', '2026-11-24 20:56:12.77754+00', NULL),
	('01a20f58-958e-7423-b49e-6e4b28f59722', '01900000-0000-7000-8000-000000000001', '01a20f58-94f8-7353-a0c5-a9a188246eb3', 1, '01a20f58-94f8-7353-a0c5-ac17e9de00dc', 'order.stage_changed', '01a20f58-9588-7285-bf92-c09c176c4df2', 31, '01a20f58-9574-71b8-aca2-635e9cbbbd2c', 0, NULL, 'RUNNING', 1, 4, 1, 0, 0, '01a20f58-404f-7199-adf2-fe31de859785', '2026-11-24 20:57:03.439657+00', NULL, false, NULL, '2026-11-24 20:56:33.425587+00', '2026-11-24 20:56:33.428795+00', NULL),
	('01a20f58-4548-758a-8a9a-4623557f770a', '01900000-0000-7000-8000-000000000001', '01a20f58-452f-754b-b80c-5dcdfdb63368', 1, '01a20f58-452f-754b-b80c-60e8735acd15', 'order.stage_changed', '01a20f58-4540-766b-8ab2-73254ab2efe4', 15, '01a20f58-4536-72ca-93cf-f4d408297d94', 0, NULL, 'SLEEPING', 1, 5, 1, 0, 0, '01a20f58-404f-7199-adf2-fe31de859785', '2026-11-24 20:56:42.889003+00', '2026-11-24 21:56:12.889003+00', false, NULL, '2026-11-24 20:56:12.872902+00', '2026-11-24 20:56:12.875177+00', NULL),
	('01a20f58-9519-7685-ae3a-9076132f5329', '01900000-0000-7000-8000-000000000001', '01a20f58-94f8-7353-a0c5-a9a188246eb3', 1, '01a20f58-94f8-7353-a0c5-ac17e9de00dc', 'order.stage_changed', '01a20f58-950d-71e9-bbfc-47ac271e08e2', 23, '01a20f58-9504-75ad-a540-10623d3e0980', 0, NULL, 'RUNNING', 1, 4, 1, 0, 0, '01a20f58-404f-7199-adf2-fe31de859785', '2026-11-24 20:57:03.318938+00', NULL, false, NULL, '2026-11-24 20:56:33.305969+00', '2026-11-24 20:56:33.307985+00', NULL),
	('01a20f58-45ae-75ce-977f-5b24ba514791', '01900000-0000-7000-8000-000000000001', '01a20f58-458d-74b6-8b46-bcef444fa89f', 1, '01a20f58-458d-74b6-8b46-c090b4059588', 'order.stage_changed', '01a20f58-45a0-7388-a166-50bfcef33de0', 17, '01a20f58-4595-77dc-a0fc-f00d03b80390', 0, NULL, 'SLEEPING', 0, 4, 1, 0, 0, '01a20f58-404f-7199-adf2-fe31de859785', '2026-11-24 20:56:52.997107+00', '2026-11-24 21:06:22.997107+00', false, NULL, '2026-11-24 20:56:12.975395+00', '2026-11-24 20:56:12.97769+00', NULL),
	('01a20f58-95a4-7666-b98e-a334e58ccad1', '01900000-0000-7000-8000-000000000001', '01a20f58-94f8-7353-a0c5-a9a188246eb3', 1, '01a20f58-94f8-7353-a0c5-ac17e9de00dc', 'order.stage_changed', '01a20f58-95a2-7014-94ff-693a85ec8d9c', 33, '01a20f58-9595-7589-b0f9-55e280ece832', 0, NULL, 'QUEUED', 0, 1, 0, 0, 0, NULL, NULL, NULL, false, NULL, '2026-11-24 20:56:33.446612+00', NULL, NULL),
	('01a20f58-6d25-72ac-bafe-950d41f6f61e', '01900000-0000-7000-8000-000000000001', '01a20f58-6cfb-7150-8a22-28c63676b303', 1, '01a20f58-6cfb-7150-8a22-2f125c11ffd8', 'order.stage_changed', '01a20f58-6d17-75ea-a851-e642bf85ef97', 19, '01a20f58-6d09-7772-a643-9fc261cc0852', 0, NULL, 'SLEEPING', 0, 4, 1, 0, 0, '01a20f58-404f-7199-adf2-fe31de859785', '2026-11-24 20:57:03.101443+00', '2026-11-24 21:06:33.101443+00', false, NULL, '2026-11-24 20:56:23.078081+00', '2026-11-24 20:56:23.080949+00', NULL),
	('01a20f58-952a-7391-ae95-ab534c7f337e', '01900000-0000-7000-8000-000000000001', '01a20f58-94f8-7353-a0c5-a9a188246eb3', 1, '01a20f58-94f8-7353-a0c5-ac17e9de00dc', 'order.stage_changed', '01a20f58-9526-7382-bbfa-0fc42144ed5f', 25, '01a20f58-9513-771b-83e7-90f920cf5b1a', 0, NULL, 'RUNNING', 1, 4, 1, 0, 0, '01a20f58-404f-7199-adf2-fe31de859785', '2026-11-24 20:57:03.350971+00', NULL, false, NULL, '2026-11-24 20:56:33.322956+00', '2026-11-24 20:56:33.329823+00', NULL),
	('01a20f58-95b9-72ee-adb5-7cf5697c3e96', '01900000-0000-7000-8000-000000000001', '01a20f58-94f8-7353-a0c5-a9a188246eb3', 1, '01a20f58-94f8-7353-a0c5-ac17e9de00dc', 'order.stage_changed', '01a20f58-95b7-71a0-846b-548b24561e9c', 35, '01a20f58-95ac-701e-a454-2bffdc07bd83', 0, NULL, 'QUEUED', 0, 1, 0, 0, 0, NULL, NULL, NULL, false, NULL, '2026-11-24 20:56:33.466373+00', NULL, NULL),
	('01a20f58-9548-76c9-b95a-3cc0af7ab8a6', '01900000-0000-7000-8000-000000000001', '01a20f58-94f8-7353-a0c5-a9a188246eb3', 1, '01a20f58-94f8-7353-a0c5-ac17e9de00dc', 'order.stage_changed', '01a20f58-9545-70e8-83c6-99c70932ab2a', 27, '01a20f58-9538-7256-8dc1-614cd4733f36', 0, NULL, 'RUNNING', 1, 4, 1, 0, 0, '01a20f58-404f-7199-adf2-fe31de859785', '2026-11-24 20:57:03.38752+00', NULL, false, NULL, '2026-11-24 20:56:33.352884+00', '2026-11-24 20:56:33.359783+00', NULL),
	('01a20f58-95d0-7220-882c-3c43b5428c0e', '01900000-0000-7000-8000-000000000001', '01a20f58-94f8-7353-a0c5-a9a188246eb3', 1, '01a20f58-94f8-7353-a0c5-ac17e9de00dc', 'order.stage_changed', '01a20f58-95ce-77fa-9300-e0a2243dcd31', 37, '01a20f58-95be-7414-8015-4defdf56fefe', 0, NULL, 'QUEUED', 0, 1, 0, 0, 0, NULL, NULL, NULL, false, NULL, '2026-11-24 20:56:33.489339+00', NULL, NULL),
	('01a20f58-9567-7779-82f2-5f2212e04b6d', '01900000-0000-7000-8000-000000000001', '01a20f58-94f8-7353-a0c5-a9a188246eb3', 1, '01a20f58-94f8-7353-a0c5-ac17e9de00dc', 'order.stage_changed', '01a20f58-9565-7143-85b0-a7466403e207', 29, '01a20f58-9555-74dd-b042-4e701b08e821', 0, NULL, 'RUNNING', 1, 4, 1, 0, 0, '01a20f58-404f-7199-adf2-fe31de859785', '2026-11-24 20:57:03.409812+00', NULL, false, NULL, '2026-11-24 20:56:33.384249+00', '2026-11-24 20:56:33.388286+00', NULL);
INSERT INTO public.listener_history VALUES
	('01900000-0000-7000-8000-000000000001', 'order.stage_changed', '01a20f58-424f-7687-af52-6384cc755694', '01a20f58-4250-762f-84c8-8a4989526d78', 1, NULL),
	('01900000-0000-7000-8000-000000000001', 'order.stage_changed', '01a20f58-425f-77b1-96ae-16ed63ab2d8a', '01a20f58-425f-77b1-96ae-1857adca9bc5', 2, NULL),
	('01900000-0000-7000-8000-000000000001', 'whatsapp.message_received', '01a20f58-4269-7614-b24d-156ad074086d', '01a20f58-4269-7614-b24d-180d2140855f', 3, NULL),
	('01900000-0000-7000-8000-000000000001', 'order.stage_changed', '01a20f58-435a-7031-922c-47782dae0a5a', '01a20f58-435b-721a-910a-e35a4ec4e8a4', 4, NULL),
	('01900000-0000-7000-8000-000000000001', 'order.stage_changed', '01a20f58-4446-746e-9c9f-65467da753d9', '01a20f58-4446-746e-9c9f-6b68964affe0', 5, NULL),
	('01900000-0000-7000-8000-000000000001', 'order.stage_changed', '01a20f58-44c2-71bb-9f49-40dadd6645d2', '01a20f58-44c2-71bb-9f49-46ad08f0d9ab', 6, NULL),
	('01900000-0000-7000-8000-000000000001', 'order.stage_changed', '01a20f58-452f-754b-b80c-5dcdfdb63368', '01a20f58-452f-754b-b80c-60e8735acd15', 7, NULL),
	('01900000-0000-7000-8000-000000000001', 'order.stage_changed', '01a20f58-458d-74b6-8b46-bcef444fa89f', '01a20f58-458d-74b6-8b46-c090b4059588', 8, NULL),
	('01900000-0000-7000-8000-000000000001', 'order.stage_changed', '01a20f58-6cfb-7150-8a22-28c63676b303', '01a20f58-6cfb-7150-8a22-2f125c11ffd8', 9, NULL),
	('01900000-0000-7000-8000-000000000001', 'order.stage_changed', '01a20f58-9487-722e-ba0f-7b22d4b6f0c4', '01a20f58-9487-722e-ba0f-7fd4ae86bacf', 10, 11),
	('01900000-0000-7000-8000-000000000001', 'order.stage_changed', '01a20f58-94f8-7353-a0c5-a9a188246eb3', '01a20f58-94f8-7353-a0c5-ac17e9de00dc', 12, NULL);
INSERT INTO public.message VALUES
	('01a20f58-4319-71ec-86aa-4875d3341779', '01900000-0000-7000-8000-000000000001', '01a20f58-430a-7248-be04-76f1ddac74f9', '01a20f58-431a-7518-9921-4000c7fce359', 'INBOUND', 'TEXT', 'Good morning', NULL, 'RECEIVED', NULL, NULL, NULL, NULL, '2026-11-24 20:56:12.314496+00', '2026-11-24 20:56:12.314496+00'),
	('481ba69c-6692-5dbe-961c-0a2cd9b04745', '01900000-0000-7000-8000-000000000001', '01a20f58-430a-7248-be04-76f1ddac74f9', '01a20f58-431a-7518-9921-4000c7fce359', 'OUTBOUND', 'TEXT', 'Thank you for Settled later 1', NULL, 'UNKNOWN', 'whatsapp_cloud', NULL, '01a20f58-45ae-75ce-977f-5b24ba514791', '{"code": "UNKNOWN_OUTCOME", "message": "127.0.0.1:34249 was sent the request and did not answer it whole: No whole answer within 10000 ms"}', '2026-11-24 20:56:12.980959+00', '2026-11-24 20:56:22.997107+00'),
	('cc50d53b-b7b0-594e-b995-053bab0d9926', '01900000-0000-7000-8000-000000000001', '01a20f58-430a-7248-be04-76f1ddac74f9', '01a20f58-431a-7518-9921-4000c7fce359', 'OUTBOUND', 'TEXT', 'Thank you for Never settled 1', NULL, 'UNKNOWN', 'whatsapp_cloud', NULL, '01a20f58-6d25-72ac-bafe-950d41f6f61e', '{"code": "UNKNOWN_OUTCOME", "message": "127.0.0.1:34249 was sent the request and did not answer it whole: No whole answer within 10000 ms"}', '2026-11-24 20:56:23.087599+00', '2026-11-24 20:56:33.101443+00');
INSERT INTO public.migrations VALUES
	(1, 1700000000000, 'Platform1700000000000'),
	(2, 1700000001000, 'Crm1700000001000'),
	(3, 1700000002000, 'Executions1700000002000'),
	(4, 1700000003000, 'Automations1700000003000'),
	(5, 1700000009000, 'RowSecurity1700000009000'),
	(6, 1700000009500, 'WebhookSecrets1700000009500');
INSERT INTO public."order" VALUES
	('01a20f58-4222-71f5-b976-64d360464b6f', '01900000-0000-7000-8000-000000000001', 'Coffee for the office', 250.00, NULL, '01a20f58-4216-76e1-988c-358546f71bd9', '01a20f58-4205-7196-8d50-2fc259986df4', '01a20f58-4206-74f0-a85d-e93d54cf2088', NULL, NULL, NULL, NULL, NULL, '{}', '2026-11-24 20:56:12.031403+00', '2026-11-24 20:56:12.031403+00'),
	('01a20f58-4231-771b-9d9b-0f2338dd1474', '01900000-0000-7000-8000-000000000001', 'Grinder', 890.00, NULL, '01a20f58-421c-768c-80cd-8b278821dd08', '01a20f58-4205-7196-8d50-2fc259986df4', '01a20f58-4206-74f0-a85d-e93d54cf2088', NULL, NULL, NULL, NULL, NULL, '{}', '2026-11-24 20:56:12.031403+00', '2026-11-24 20:56:12.031403+00'),
	('01a20f58-4235-768c-8126-c0805ce41c30', '01900000-0000-7000-8000-000000000001', 'Sample pack', 35.00, NULL, '01a20f58-421c-768c-80cd-8b278821dd08', '01a20f58-4205-7196-8d50-2fc259986df4', '01a20f58-4206-74f0-a85d-e93d54cf2088', NULL, NULL, NULL, NULL, NULL, '{}', '2026-11-24 20:56:12.031403+00', '2026-11-24 20:56:12.031403+00'),
	('01a20f58-436a-7734-a936-1852b9280bdc', '01900000-0000-7000-8000-000000000001', 'Succeeded 1', 250.00, NULL, '01a20f58-430a-7248-be04-76f1ddac74f9', '01a20f58-42d6-776a-8afd-eb66c8706bbe', '01a20f58-42d6-776a-8afd-f17468bb27c8', NULL, NULL, NULL, NULL, NULL, '{}', '2026-11-24 20:56:12.394454+00', '2026-11-24 20:56:12.410246+00'),
	('01a20f58-4454-70fc-9d8b-c783b7202836', '01900000-0000-7000-8000-000000000001', 'Failed 1', 250.00, NULL, '01a20f58-430a-7248-be04-76f1ddac74f9', '01a20f58-42d6-776a-8afd-eb66c8706bbe', '01a20f58-42d6-776a-8afd-f17468bb27c8', NULL, NULL, NULL, NULL, NULL, '{}', '2026-11-24 20:56:12.628742+00', '2026-11-24 20:56:12.640691+00'),
	('01a20f58-44cb-70e4-88ba-3050afc62e89', '01900000-0000-7000-8000-000000000001', 'Sleeping 1', 250.00, NULL, '01a20f58-430a-7248-be04-76f1ddac74f9', '01a20f58-42d6-776a-8afd-eb66c8706bbe', '01a20f58-42d6-776a-8afd-f17468bb27c8', NULL, NULL, NULL, NULL, NULL, '{}', '2026-11-24 20:56:12.747629+00', '2026-11-24 20:56:12.758252+00'),
	('01a20f58-4536-72ca-93cf-f4d408297d94', '01900000-0000-7000-8000-000000000001', 'Retrying 1', 250.00, NULL, '01a20f58-430a-7248-be04-76f1ddac74f9', '01a20f58-42d6-776a-8afd-eb66c8706bbe', '01a20f58-42d6-776a-8afd-f17468bb27c8', NULL, NULL, NULL, NULL, NULL, '{}', '2026-11-24 20:56:12.854513+00', '2026-11-24 20:56:12.86275+00'),
	('01a20f58-4595-77dc-a0fc-f00d03b80390', '01900000-0000-7000-8000-000000000001', 'Settled later 1', 250.00, NULL, '01a20f58-430a-7248-be04-76f1ddac74f9', '01a20f58-42d6-776a-8afd-eb66c8706bbe', '01a20f58-42d6-776a-8afd-f17468bb27c8', NULL, NULL, NULL, NULL, NULL, '{}', '2026-11-24 20:56:12.950124+00', '2026-11-24 20:56:12.958221+00'),
	('01a20f58-6d09-7772-a643-9fc261cc0852', '01900000-0000-7000-8000-000000000001', 'Never settled 1', 250.00, NULL, '01a20f58-430a-7248-be04-76f1ddac74f9', '01a20f58-42d6-776a-8afd-eb66c8706bbe', '01a20f58-42d6-776a-8afd-f17468bb27c8', NULL, NULL, NULL, NULL, NULL, '{}', '2026-11-24 20:56:23.050131+00', '2026-11-24 20:56:23.060473+00'),
	('01a20f58-9490-74b9-b77d-a932aa9f58e3', '01900000-0000-7000-8000-000000000001', 'Disabled 1', 250.00, NULL, '01a20f58-430a-7248-be04-76f1ddac74f9', '01a20f58-42d6-776a-8afd-eb66c8706bbe', '01a20f58-42d6-776a-8afd-f17468bb27c8', NULL, NULL, NULL, NULL, NULL, '{}', '2026-11-24 20:56:33.169174+00', '2026-11-24 20:56:33.175861+00'),
	('01a20f58-9504-75ad-a540-10623d3e0980', '01900000-0000-7000-8000-000000000001', 'Half done 1', 250.00, NULL, '01a20f58-430a-7248-be04-76f1ddac74f9', '01a20f58-42d6-776a-8afd-eb66c8706bbe', '01a20f58-42d6-776a-8afd-f17468bb27c8', NULL, NULL, NULL, NULL, NULL, '{}', '2026-11-24 20:56:33.284821+00', '2026-11-24 20:56:33.292092+00'),
	('01a20f58-9513-771b-83e7-90f920cf5b1a', '01900000-0000-7000-8000-000000000001', 'Half done 2', 250.00, NULL, '01a20f58-430a-7248-be04-76f1ddac74f9', '01a20f58-42d6-776a-8afd-eb66c8706bbe', '01a20f58-42d6-776a-8afd-f17468bb27c8', NULL, NULL, NULL, NULL, NULL, '{}', '2026-11-24 20:56:33.299208+00', '2026-11-24 20:56:33.315956+00'),
	('01a20f58-9538-7256-8dc1-614cd4733f36', '01900000-0000-7000-8000-000000000001', 'Half done 3', 250.00, NULL, '01a20f58-430a-7248-be04-76f1ddac74f9', '01a20f58-42d6-776a-8afd-eb66c8706bbe', '01a20f58-42d6-776a-8afd-f17468bb27c8', NULL, NULL, NULL, NULL, NULL, '{}', '2026-11-24 20:56:33.336658+00', '2026-11-24 20:56:33.348256+00'),
	('01a20f58-9555-74dd-b042-4e701b08e821', '01900000-0000-7000-8000-000000000001', 'Half done 4', 250.00, NULL, '01a20f58-430a-7248-be04-76f1ddac74f9', '01a20f58-42d6-776a-8afd-eb66c8706bbe', '01a20f58-42d6-776a-8afd-f17468bb27c8', NULL, NULL, NULL, NULL, NULL, '{}', '2026-11-24 20:56:33.365301+00', '2026-11-24 20:56:33.380195+00'),
	('01a20f58-9574-71b8-aca2-635e9cbbbd2c', '01900000-0000-7000-8000-000000000001', 'Half done 5', 250.00, NULL, '01a20f58-430a-7248-be04-76f1ddac74f9', '01a20f58-42d6-776a-8afd-eb66c8706bbe', '01a20f58-42d6-776a-8afd-f17468bb27c8', NULL, NULL, NULL, NULL, NULL, '{}', '2026-11-24 20:56:33.397671+00', '2026-11-24 20:56:33.41335+00'),
	('01a20f58-9595-7589-b0f9-55e280ece832', '01900000-0000-7000-8000-000000000001', 'Half done 6', 250.00, NULL, '01a20f58-430a-7248-be04-76f1ddac74f9', '01a20f58-42d6-776a-8afd-eb66c8706bbe', '01a20f58-42d6-776a-8afd-f17468bb27c8', NULL, NULL, NULL, NULL, NULL, '{}', '2026-11-24 20:56:33.430136+00', '2026-11-24 20:56:33.439247+00'),
	('01a20f58-95ac-701e-a454-2bffdc07bd83', '01900000-0000-7000-8000-000000000001', 'Half done 7', 250.00, NULL, '01a20f58-430a-7248-be04-76f1ddac74f9', '01a20f58-42d6-776a-8afd-eb66c8706bbe', '01a20f58-42d6-776a-8afd-f17468bb27c8', NULL, NULL, NULL, NULL, NULL, '{}', '2026-11-24 20:56:33.454599+00', '2026-11-24 20:56:33.462509+00'),
	('01a20f58-95be-7414-8015-4defdf56fefe', '01900000-0000-7000-8000-000000000001', 'Half done 8', 250.00, NULL, '01a20f58-430a-7248-be04-76f1ddac74f9', '01a20f58-42d6-776a-8afd-eb66c8706bbe', '01a20f58-42d6-776a-8afd-f17468bb27c8', NULL, NULL, NULL, NULL, NULL, '{}', '2026-11-24 20:56:33.470807+00', '2026-11-24 20:56:33.484543+00');
INSERT INTO public.order_item VALUES
	('01900000-0000-7000-8000-000000000001', '01a20f58-4222-71f5-b976-64d360464b6f', 0, 'Coffee beans 1 kg', 'COFFEE-1', 4, 62.50);
INSERT INTO public.pipeline VALUES
	('01a20f58-4205-7196-8d50-2fc259986df4', '01900000-0000-7000-8000-000000000001', 'Sales', '2026-11-24 20:56:12.031403+00'),
	('01a20f58-42d6-776a-8afd-eb66c8706bbe', '01900000-0000-7000-8000-000000000001', 'Upgrade', '2026-11-24 20:56:12.254623+00');
INSERT INTO public.stage VALUES
	('01a20f58-4206-74f0-a85d-e93d54cf2088', '01900000-0000-7000-8000-000000000001', '01a20f58-4205-7196-8d50-2fc259986df4', 'New', 0),
	('01a20f58-4206-74f0-a85d-ed49132985d9', '01900000-0000-7000-8000-000000000001', '01a20f58-4205-7196-8d50-2fc259986df4', 'Negotiation', 1),
	('01a20f58-4206-74f0-a85d-f12f9e6c98eb', '01900000-0000-7000-8000-000000000001', '01a20f58-4205-7196-8d50-2fc259986df4', 'Won', 2),
	('01a20f58-4206-74f0-a85d-f62f4c9bc6d7', '01900000-0000-7000-8000-000000000001', '01a20f58-4205-7196-8d50-2fc259986df4', 'Lost', 3),
	('01a20f58-42d6-776a-8afd-ed004da7c483', '01900000-0000-7000-8000-000000000001', '01a20f58-42d6-776a-8afd-eb66c8706bbe', 'New', 0),
	('01a20f58-42d6-776a-8afd-f17468bb27c8', '01900000-0000-7000-8000-000000000001', '01a20f58-42d6-776a-8afd-eb66c8706bbe', 'Won', 1);
INSERT INTO public.step VALUES
	('01a20f58-439d-71fd-9870-b349af191366', 0, '01900000-0000-7000-8000-000000000001', 'only', 'create_task', 'SUCCEEDED', 1, '{"title": "only of Succeeded 1"}', '{"dueAt": null, "taskId": "01a20f58-43bf-7441-b021-9eabe380e7e9"}', NULL, '2026-11-24 20:56:12.470621+00', '2026-11-24 20:56:12.487621+00'),
	('01a20f58-439d-71fd-9870-b349af191366', 1, '01900000-0000-7000-8000-000000000001', 'secret', 'webhook', 'SUCCEEDED', 1, '{"url": "http://127.0.0.1:34249/200", "headers": {"authorization": "•••"}}', '{"body": "", "status": 200, "durationMs": 29}', NULL, '2026-11-24 20:56:12.497844+00', '2026-11-24 20:56:12.534918+00'),
	('01a20f58-446c-772d-9cee-4d16ee9cf246', 0, '01900000-0000-7000-8000-000000000001', 'before', 'create_task', 'SUCCEEDED', 1, '{"title": "before of Failed 1"}', '{"dueAt": null, "taskId": "01a20f58-447b-7314-bf6c-d7892a9982cf"}', NULL, '2026-11-24 20:56:12.665302+00', '2026-11-24 20:56:12.670302+00'),
	('01a20f58-446c-772d-9cee-4d16ee9cf246', 1, '01900000-0000-7000-8000-000000000001', 'gone', 'webhook', 'FAILED', 1, '{"url": "http://127.0.0.1:34249/410", "payload": {"order": "Failed 1"}}', NULL, '{"code": "HTTP_410", "message": "The receiver answered HTTP 410", "retryable": false}', '2026-11-24 20:56:12.674774+00', '2026-11-24 20:56:12.687815+00'),
	('01a20f58-44e6-745a-b75c-9f4d70ac78f3', 0, '01900000-0000-7000-8000-000000000001', 'before', 'create_task', 'SUCCEEDED', 1, '{"title": "before of Sleeping 1"}', '{"dueAt": null, "taskId": "01a20f58-44f0-7379-be23-27b6f00e3421"}', NULL, '2026-11-24 20:56:12.783217+00', '2026-11-24 20:56:12.785217+00'),
	('01a20f58-44e6-745a-b75c-9f4d70ac78f3', 1, '01900000-0000-7000-8000-000000000001', 'after', 'create_task', 'WAITING', 0, NULL, NULL, NULL, NULL, NULL),
	('01a20f58-4548-758a-8a9a-4623557f770a', 0, '01900000-0000-7000-8000-000000000001', 'before', 'create_task', 'SUCCEEDED', 1, '{"title": "before of Retrying 1"}', '{"dueAt": null, "taskId": "01a20f58-454f-713b-b8ed-591b1f1ffd90"}', NULL, '2026-11-24 20:56:12.878081+00', '2026-11-24 20:56:12.880081+00'),
	('01a20f58-4548-758a-8a9a-4623557f770a', 1, '01900000-0000-7000-8000-000000000001', 'refused', 'webhook', 'WAITING', 1, '{"url": "http://127.0.0.1:34249/503", "payload": {"order": "Retrying 1"}}', NULL, '{"code": "HTTP_503", "message": "The receiver answered HTTP 503", "retryable": true}', '2026-11-24 20:56:12.882331+00', NULL),
	('01a20f58-45ae-75ce-977f-5b24ba514791', 0, '01900000-0000-7000-8000-000000000001', 'thanks', 'send_whatsapp_text', 'UNKNOWN', 1, '{"text": "Thank you for Settled later 1"}', NULL, '{"code": "UNKNOWN_OUTCOME", "message": "127.0.0.1:34249 was sent the request and did not answer it whole: No whole answer within 10000 ms", "retryable": false}', '2026-11-24 20:56:12.980959+00', NULL),
	('01a20f58-6d25-72ac-bafe-950d41f6f61e', 0, '01900000-0000-7000-8000-000000000001', 'thanks', 'send_whatsapp_text', 'UNKNOWN', 1, '{"text": "Thank you for Never settled 1"}', NULL, '{"code": "UNKNOWN_OUTCOME", "message": "127.0.0.1:34249 was sent the request and did not answer it whole: No whole answer within 10000 ms", "retryable": false}', '2026-11-24 20:56:23.087599+00', NULL),
	('01a20f58-94a4-738a-905e-734317702e67', 0, '01900000-0000-7000-8000-000000000001', 'before', 'create_task', 'SUCCEEDED', 1, '{"title": "before of Disabled 1"}', '{"dueAt": null, "taskId": "01a20f58-94ae-75cf-8d45-52d78d2d167f"}', NULL, '2026-11-24 20:56:33.197019+00', '2026-11-24 20:56:33.201019+00'),
	('01a20f58-94a4-738a-905e-734317702e67', 1, '01900000-0000-7000-8000-000000000001', 'after', 'create_task', 'WAITING', 0, NULL, NULL, NULL, NULL, NULL),
	('01a20f58-9519-7685-ae3a-9076132f5329', 0, '01900000-0000-7000-8000-000000000001', 'before', 'create_task', 'SUCCEEDED', 1, '{"title": "before of Half done 1"}', '{"dueAt": null, "taskId": "01a20f58-9521-7072-b219-9bc98aee6ede"}', NULL, '2026-11-24 20:56:33.312587+00', '2026-11-24 20:56:33.317587+00'),
	('01a20f58-9519-7685-ae3a-9076132f5329', 1, '01900000-0000-7000-8000-000000000001', 'silent', 'webhook', 'RUNNING', 1, '{"url": "http://127.0.0.1:34249/silent", "payload": {"order": "Half done 1"}}', NULL, NULL, '2026-11-24 20:56:33.318938+00', NULL),
	('01a20f58-952a-7391-ae95-ab534c7f337e', 0, '01900000-0000-7000-8000-000000000001', 'before', 'create_task', 'SUCCEEDED', 1, '{"title": "before of Half done 2"}', '{"dueAt": null, "taskId": "01a20f58-953c-74e3-8da6-8362f0e12660"}', NULL, '2026-11-24 20:56:33.337541+00', '2026-11-24 20:56:33.346541+00'),
	('01a20f58-952a-7391-ae95-ab534c7f337e', 1, '01900000-0000-7000-8000-000000000001', 'silent', 'webhook', 'RUNNING', 1, '{"url": "http://127.0.0.1:34249/silent", "payload": {"order": "Half done 2"}}', NULL, NULL, '2026-11-24 20:56:33.350971+00', NULL),
	('01a20f58-9548-76c9-b95a-3cc0af7ab8a6', 0, '01900000-0000-7000-8000-000000000001', 'before', 'create_task', 'SUCCEEDED', 1, '{"title": "before of Half done 3"}', '{"dueAt": null, "taskId": "01a20f58-9561-7439-b6e6-42e558ff1725"}', NULL, '2026-11-24 20:56:33.373611+00', '2026-11-24 20:56:33.380611+00'),
	('01a20f58-9548-76c9-b95a-3cc0af7ab8a6', 1, '01900000-0000-7000-8000-000000000001', 'silent', 'webhook', 'RUNNING', 1, '{"url": "http://127.0.0.1:34249/silent", "payload": {"order": "Half done 3"}}', NULL, NULL, '2026-11-24 20:56:33.38752+00', NULL),
	('01a20f58-9567-7779-82f2-5f2212e04b6d', 0, '01900000-0000-7000-8000-000000000001', 'before', 'create_task', 'SUCCEEDED', 1, '{"title": "before of Half done 4"}', '{"dueAt": null, "taskId": "01a20f58-9578-7357-ab74-99bec1472ce3"}', NULL, '2026-11-24 20:56:33.395429+00', '2026-11-24 20:56:33.403429+00'),
	('01a20f58-9567-7779-82f2-5f2212e04b6d', 1, '01900000-0000-7000-8000-000000000001', 'silent', 'webhook', 'RUNNING', 1, '{"url": "http://127.0.0.1:34249/silent", "payload": {"order": "Half done 4"}}', NULL, NULL, '2026-11-24 20:56:33.409812+00', NULL),
	('01a20f58-958e-7423-b49e-6e4b28f59722', 0, '01900000-0000-7000-8000-000000000001', 'before', 'create_task', 'SUCCEEDED', 1, '{"title": "before of Half done 5"}', '{"dueAt": null, "taskId": "01a20f58-9598-71a9-9fd8-2c2481add540"}', NULL, '2026-11-24 20:56:33.430971+00', '2026-11-24 20:56:33.434971+00'),
	('01a20f58-958e-7423-b49e-6e4b28f59722', 1, '01900000-0000-7000-8000-000000000001', 'silent', 'webhook', 'RUNNING', 1, '{"url": "http://127.0.0.1:34249/silent", "payload": {"order": "Half done 5"}}', NULL, NULL, '2026-11-24 20:56:33.439657+00', NULL);
INSERT INTO public.tag VALUES
	('01a20f58-4211-7618-ac2e-4dd36b4abf7e', '01900000-0000-7000-8000-000000000001', 'Customer', 'customer', '#6b7280', '2026-11-24 20:56:12.031403+00'),
	('01a20f58-4213-74fb-ade1-7723abbf2351', '01900000-0000-7000-8000-000000000001', 'Lead', 'lead', '#6b7280', '2026-11-24 20:56:12.031403+00');
INSERT INTO public.task VALUES
	('01a20f58-43bf-7441-b021-9eabe380e7e9', '01900000-0000-7000-8000-000000000001', 'only of Succeeded 1', NULL, 'OPEN', 'MEDIUM', NULL, NULL, '01a20f58-430a-7248-be04-76f1ddac74f9', '01a20f58-436a-7734-a936-1852b9280bdc', NULL, '2026-11-24 20:56:12.470621+00', '2026-11-24 20:56:12.470621+00'),
	('01a20f58-447b-7314-bf6c-d7892a9982cf', '01900000-0000-7000-8000-000000000001', 'before of Failed 1', NULL, 'OPEN', 'MEDIUM', NULL, NULL, '01a20f58-430a-7248-be04-76f1ddac74f9', '01a20f58-4454-70fc-9d8b-c783b7202836', NULL, '2026-11-24 20:56:12.665302+00', '2026-11-24 20:56:12.665302+00'),
	('01a20f58-44f0-7379-be23-27b6f00e3421', '01900000-0000-7000-8000-000000000001', 'before of Sleeping 1', NULL, 'OPEN', 'MEDIUM', NULL, NULL, '01a20f58-430a-7248-be04-76f1ddac74f9', '01a20f58-44cb-70e4-88ba-3050afc62e89', NULL, '2026-11-24 20:56:12.783217+00', '2026-11-24 20:56:12.783217+00'),
	('01a20f58-454f-713b-b8ed-591b1f1ffd90', '01900000-0000-7000-8000-000000000001', 'before of Retrying 1', NULL, 'OPEN', 'MEDIUM', NULL, NULL, '01a20f58-430a-7248-be04-76f1ddac74f9', '01a20f58-4536-72ca-93cf-f4d408297d94', NULL, '2026-11-24 20:56:12.878081+00', '2026-11-24 20:56:12.878081+00'),
	('01a20f58-94ae-75cf-8d45-52d78d2d167f', '01900000-0000-7000-8000-000000000001', 'before of Disabled 1', NULL, 'OPEN', 'MEDIUM', NULL, NULL, '01a20f58-430a-7248-be04-76f1ddac74f9', '01a20f58-9490-74b9-b77d-a932aa9f58e3', NULL, '2026-11-24 20:56:33.197019+00', '2026-11-24 20:56:33.197019+00'),
	('01a20f58-9521-7072-b219-9bc98aee6ede', '01900000-0000-7000-8000-000000000001', 'before of Half done 1', NULL, 'OPEN', 'MEDIUM', NULL, NULL, '01a20f58-430a-7248-be04-76f1ddac74f9', '01a20f58-9504-75ad-a540-10623d3e0980', NULL, '2026-11-24 20:56:33.312587+00', '2026-11-24 20:56:33.312587+00'),
	('01a20f58-953c-74e3-8da6-8362f0e12660', '01900000-0000-7000-8000-000000000001', 'before of Half done 2', NULL, 'OPEN', 'MEDIUM', NULL, NULL, '01a20f58-430a-7248-be04-76f1ddac74f9', '01a20f58-9513-771b-83e7-90f920cf5b1a', NULL, '2026-11-24 20:56:33.337541+00', '2026-11-24 20:56:33.337541+00'),
	('01a20f58-9561-7439-b6e6-42e558ff1725', '01900000-0000-7000-8000-000000000001', 'before of Half done 3', NULL, 'OPEN', 'MEDIUM', NULL, NULL, '01a20f58-430a-7248-be04-76f1ddac74f9', '01a20f58-9538-7256-8dc1-614cd4733f36', NULL, '2026-11-24 20:56:33.373611+00', '2026-11-24 20:56:33.373611+00'),
	('01a20f58-9578-7357-ab74-99bec1472ce3', '01900000-0000-7000-8000-000000000001', 'before of Half done 4', NULL, 'OPEN', 'MEDIUM', NULL, NULL, '01a20f58-430a-7248-be04-76f1ddac74f9', '01a20f58-9555-74dd-b042-4e701b08e821', NULL, '2026-11-24 20:56:33.395429+00', '2026-11-24 20:56:33.395429+00'),
	('01a20f58-9598-71a9-9fd8-2c2481add540', '01900000-0000-7000-8000-000000000001', 'before of Half done 5', NULL, 'OPEN', 'MEDIUM', NULL, NULL, '01a20f58-430a-7248-be04-76f1ddac74f9', '01a20f58-9574-71b8-aca2-635e9cbbbd2c', NULL, '2026-11-24 20:56:33.430971+00', '2026-11-24 20:56:33.430971+00');
INSERT INTO public.webhook_secret VALUES
	('01900000-0000-7000-8000-000000000001', 'sealed:test:ZcZRuKRL7JnMzoLIUtfBIAy44O_y5IMzoHvo0rYox7UoaH_JkAYZJq4yoiCPD5P2vE3JXE74wJcm1Ce8PXSYQJW8AuxI7WPvyoU3akb6', NULL, NULL, '2026-11-24 20:56:12.358735+00');
INSERT INTO public.workspace VALUES
	('01900000-0000-7000-8000-000000000001', 'Demo', '2026-11-24 20:56:12.031403+00');
SELECT pg_catalog.setval('public.event_seq_seq', 37, true);
SELECT pg_catalog.setval('public.listener_revision', 12, true);
SELECT pg_catalog.setval('public.migrations_id_seq', 6, true);
ALTER TABLE ONLY public.migrations
    ADD CONSTRAINT "PK_8c82d7f526340ab734260ea46be" PRIMARY KEY (id);
ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_key_hash_key UNIQUE (key_hash);
ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.automation_audit
    ADD CONSTRAINT automation_audit_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.automation_gate
    ADD CONSTRAINT automation_gate_pkey PRIMARY KEY (automation_id);
ALTER TABLE ONLY public.automation
    ADD CONSTRAINT automation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.automation
    ADD CONSTRAINT automation_workspace_id_id_key UNIQUE (workspace_id, id);
ALTER TABLE ONLY public.contact
    ADD CONSTRAINT contact_phone_key UNIQUE (workspace_id, phone);
ALTER TABLE ONLY public.contact
    ADD CONSTRAINT contact_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE ONLY public.contact_tag
    ADD CONSTRAINT contact_tag_pkey PRIMARY KEY (workspace_id, contact_id, tag_id);
ALTER TABLE ONLY public.conversation
    ADD CONSTRAINT conversation_contact_key UNIQUE (workspace_id, contact_id, channel);
ALTER TABLE ONLY public.conversation
    ADD CONSTRAINT conversation_of_contact_key UNIQUE (workspace_id, contact_id, id);
ALTER TABLE ONLY public.conversation
    ADD CONSTRAINT conversation_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE ONLY public.decision
    ADD CONSTRAINT decision_pkey PRIMARY KEY (event_id);
ALTER TABLE ONLY public.definition
    ADD CONSTRAINT definition_automation_id_version_key UNIQUE (automation_id, version);
ALTER TABLE ONLY public.definition
    ADD CONSTRAINT definition_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.event_listener
    ADD CONSTRAINT event_listener_pkey PRIMARY KEY (workspace_id, event_type);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.execution
    ADD CONSTRAINT execution_event_id_automation_id_key UNIQUE (event_id, automation_id);
ALTER TABLE ONLY public.execution
    ADD CONSTRAINT execution_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.inbound_webhook
    ADD CONSTRAINT inbound_webhook_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.listener_history
    ADD CONSTRAINT listener_history_pkey PRIMARY KEY (definition_id, since);
ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_key UNIQUE (workspace_id, id);
ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_provider_key UNIQUE (workspace_id, provider_message_id);
ALTER TABLE ONLY public.order_item
    ADD CONSTRAINT order_item_pkey PRIMARY KEY (workspace_id, order_id, "position");
ALTER TABLE ONLY public."order"
    ADD CONSTRAINT order_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE ONLY public.order_tag
    ADD CONSTRAINT order_tag_pkey PRIMARY KEY (workspace_id, order_id, tag_id);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (event_id);
ALTER TABLE ONLY public.pipeline
    ADD CONSTRAINT pipeline_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE ONLY public.stage
    ADD CONSTRAINT stage_of_pipeline_key UNIQUE (workspace_id, pipeline_id, id);
ALTER TABLE ONLY public.stage
    ADD CONSTRAINT stage_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE ONLY public.stage
    ADD CONSTRAINT stage_position_key UNIQUE (workspace_id, pipeline_id, "position");
ALTER TABLE ONLY public.step
    ADD CONSTRAINT step_pkey PRIMARY KEY (execution_id, index);
ALTER TABLE ONLY public.tag
    ADD CONSTRAINT tag_name_key UNIQUE (workspace_id, name_key);
ALTER TABLE ONLY public.tag
    ADD CONSTRAINT tag_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE ONLY public.task_deadline
    ADD CONSTRAINT task_deadline_pkey PRIMARY KEY (task_id, due_at);
ALTER TABLE ONLY public.task
    ADD CONSTRAINT task_pkey PRIMARY KEY (workspace_id, id);
ALTER TABLE ONLY public.webhook_secret
    ADD CONSTRAINT webhook_secret_pkey PRIMARY KEY (workspace_id);
ALTER TABLE ONLY public.workspace
    ADD CONSTRAINT workspace_pkey PRIMARY KEY (id);
CREATE INDEX automation_audit_by_automation ON public.automation_audit USING btree (workspace_id, automation_id, id);
CREATE INDEX automation_listening ON public.automation USING btree (workspace_id, event_type) WHERE enabled;
CREATE INDEX contact_tag_by_tag ON public.contact_tag USING btree (workspace_id, tag_id);
CREATE INDEX event_by_contact ON public.event USING btree (workspace_id, contact_id, id);
CREATE INDEX event_by_entity ON public.event USING btree (workspace_id, entity_id, id) WHERE (entity_id IS DISTINCT FROM contact_id);
CREATE INDEX event_by_order ON public.event USING btree (workspace_id, order_id, id) WHERE (order_id <> entity_id);
CREATE INDEX event_by_type ON public.event USING btree (workspace_id, type, id);
CREATE INDEX execution_by_automation ON public.execution USING btree (workspace_id, automation_id, id);
CREATE INDEX execution_by_status ON public.execution USING btree (workspace_id, status, id) WHERE (status = ANY (ARRAY['FAILED'::text, 'CANCELLED'::text, 'SLEEPING'::text]));
CREATE INDEX execution_by_trigger ON public.execution USING btree (workspace_id, trigger_type, id);
CREATE INDEX execution_queued ON public.execution USING btree (workspace_id, event_seq, id) WHERE (status = 'QUEUED'::text);
CREATE INDEX execution_running ON public.execution USING btree (workspace_id, subject_id) WHERE (status = 'RUNNING'::text);
CREATE INDEX execution_sleeping ON public.execution USING btree (wake_at) WHERE (status = 'SLEEPING'::text);
CREATE INDEX inbound_webhook_open ON public.inbound_webhook USING btree (retry_at) WHERE (retry_at IS NOT NULL);
CREATE INDEX inbound_webhook_processed ON public.inbound_webhook USING btree (processed_at) WHERE (processed_at IS NOT NULL);
CREATE INDEX listener_history_by_event ON public.listener_history USING btree (workspace_id, event_type, since);
CREATE INDEX message_by_contact ON public.message USING btree (workspace_id, contact_id, created_at, id);
CREATE INDEX order_by_contact ON public."order" USING btree (workspace_id, contact_id, id);
CREATE INDEX order_by_source ON public."order" USING btree (workspace_id, source_order_id, id) WHERE (source_order_id IS NOT NULL);
CREATE INDEX order_by_stage ON public."order" USING btree (workspace_id, stage_id, id);
CREATE INDEX order_tag_by_tag ON public.order_tag USING btree (workspace_id, tag_id);
CREATE INDEX step_unknown ON public.step USING btree (execution_id) WHERE (status = 'UNKNOWN'::text);
CREATE INDEX task_by_contact ON public.task USING btree (workspace_id, contact_id, id) WHERE (contact_id IS NOT NULL);
CREATE INDEX task_by_order ON public.task USING btree (workspace_id, order_id, id) WHERE (order_id IS NOT NULL);
CREATE INDEX task_deadline_open ON public.task_deadline USING btree (due_at) WHERE (settled_at IS NULL);
ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspace(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.automation_audit
    ADD CONSTRAINT automation_audit_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspace(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.automation
    ADD CONSTRAINT automation_definition_id_fkey FOREIGN KEY (definition_id) REFERENCES public.definition(id);
ALTER TABLE ONLY public.automation_gate
    ADD CONSTRAINT automation_gate_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspace(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.automation
    ADD CONSTRAINT automation_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspace(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.contact_tag
    ADD CONSTRAINT contact_tag_workspace_id_contact_id_fkey FOREIGN KEY (workspace_id, contact_id) REFERENCES public.contact(workspace_id, id) ON DELETE CASCADE;
ALTER TABLE ONLY public.contact_tag
    ADD CONSTRAINT contact_tag_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspace(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.contact_tag
    ADD CONSTRAINT contact_tag_workspace_id_tag_id_fkey FOREIGN KEY (workspace_id, tag_id) REFERENCES public.tag(workspace_id, id) ON DELETE CASCADE;
ALTER TABLE ONLY public.contact
    ADD CONSTRAINT contact_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspace(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.conversation
    ADD CONSTRAINT conversation_workspace_id_contact_id_fkey FOREIGN KEY (workspace_id, contact_id) REFERENCES public.contact(workspace_id, id);
ALTER TABLE ONLY public.conversation
    ADD CONSTRAINT conversation_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspace(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.definition
    ADD CONSTRAINT definition_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspace(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.event_listener
    ADD CONSTRAINT event_listener_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspace(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.inbound_webhook
    ADD CONSTRAINT inbound_webhook_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspace(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.listener_history
    ADD CONSTRAINT listener_history_definition_id_fkey FOREIGN KEY (definition_id) REFERENCES public.definition(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.listener_history
    ADD CONSTRAINT listener_history_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspace(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_workspace_id_contact_id_conversation_id_fkey FOREIGN KEY (workspace_id, contact_id, conversation_id) REFERENCES public.conversation(workspace_id, contact_id, id);
ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspace(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.order_item
    ADD CONSTRAINT order_item_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspace(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.order_item
    ADD CONSTRAINT order_item_workspace_id_order_id_fkey FOREIGN KEY (workspace_id, order_id) REFERENCES public."order"(workspace_id, id) ON DELETE CASCADE;
ALTER TABLE ONLY public.order_tag
    ADD CONSTRAINT order_tag_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspace(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.order_tag
    ADD CONSTRAINT order_tag_workspace_id_order_id_fkey FOREIGN KEY (workspace_id, order_id) REFERENCES public."order"(workspace_id, id) ON DELETE CASCADE;
ALTER TABLE ONLY public.order_tag
    ADD CONSTRAINT order_tag_workspace_id_tag_id_fkey FOREIGN KEY (workspace_id, tag_id) REFERENCES public.tag(workspace_id, id) ON DELETE CASCADE;
ALTER TABLE ONLY public."order"
    ADD CONSTRAINT order_workspace_id_contact_id_fkey FOREIGN KEY (workspace_id, contact_id) REFERENCES public.contact(workspace_id, id);
ALTER TABLE ONLY public."order"
    ADD CONSTRAINT order_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspace(id) ON DELETE CASCADE;
ALTER TABLE ONLY public."order"
    ADD CONSTRAINT order_workspace_id_pipeline_id_stage_id_fkey FOREIGN KEY (workspace_id, pipeline_id, stage_id) REFERENCES public.stage(workspace_id, pipeline_id, id);
ALTER TABLE ONLY public."order"
    ADD CONSTRAINT order_workspace_id_source_order_id_fkey FOREIGN KEY (workspace_id, source_order_id) REFERENCES public."order"(workspace_id, id);
ALTER TABLE ONLY public.pipeline
    ADD CONSTRAINT pipeline_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspace(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.stage
    ADD CONSTRAINT stage_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspace(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.stage
    ADD CONSTRAINT stage_workspace_id_pipeline_id_fkey FOREIGN KEY (workspace_id, pipeline_id) REFERENCES public.pipeline(workspace_id, id) ON DELETE CASCADE;
ALTER TABLE ONLY public.tag
    ADD CONSTRAINT tag_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspace(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.task_deadline
    ADD CONSTRAINT task_deadline_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspace(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.task_deadline
    ADD CONSTRAINT task_deadline_workspace_id_task_id_fkey FOREIGN KEY (workspace_id, task_id) REFERENCES public.task(workspace_id, id) ON DELETE CASCADE;
ALTER TABLE ONLY public.task
    ADD CONSTRAINT task_workspace_id_contact_id_fkey FOREIGN KEY (workspace_id, contact_id) REFERENCES public.contact(workspace_id, id);
ALTER TABLE ONLY public.task
    ADD CONSTRAINT task_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspace(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.task
    ADD CONSTRAINT task_workspace_id_order_id_fkey FOREIGN KEY (workspace_id, order_id) REFERENCES public."order"(workspace_id, id);
ALTER TABLE ONLY public.webhook_secret
    ADD CONSTRAINT webhook_secret_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspace(id) ON DELETE CASCADE;
ALTER TABLE public.api_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.automation ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.automation_audit ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.automation_gate ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.contact ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.contact_tag ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.conversation ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.decision ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.definition ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.event ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.event_listener ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.execution ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.inbound_webhook ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.listener_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.message ENABLE ROW LEVEL SECURITY;
ALTER TABLE public."order" ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.order_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.order_tag ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.pipeline ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.stage ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.step ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.tag ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.task ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.task_deadline ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON public.api_key TO crm_tenant USING ((workspace_id = public.tenant_workspace()));
CREATE POLICY tenant ON public.automation TO crm_tenant USING ((workspace_id = public.tenant_workspace()));
CREATE POLICY tenant ON public.automation_audit TO crm_tenant USING ((workspace_id = public.tenant_workspace()));
CREATE POLICY tenant ON public.automation_gate TO crm_tenant USING ((workspace_id = public.tenant_workspace()));
CREATE POLICY tenant ON public.contact TO crm_tenant USING ((workspace_id = public.tenant_workspace()));
CREATE POLICY tenant ON public.contact_tag TO crm_tenant USING ((workspace_id = public.tenant_workspace()));
CREATE POLICY tenant ON public.conversation TO crm_tenant USING ((workspace_id = public.tenant_workspace()));
CREATE POLICY tenant ON public.decision TO crm_tenant USING ((workspace_id = public.tenant_workspace()));
CREATE POLICY tenant ON public.definition TO crm_tenant USING ((workspace_id = public.tenant_workspace()));
CREATE POLICY tenant ON public.event TO crm_tenant USING ((workspace_id = public.tenant_workspace()));
CREATE POLICY tenant ON public.event_listener TO crm_tenant USING ((workspace_id = public.tenant_workspace()));
CREATE POLICY tenant ON public.execution TO crm_tenant USING ((workspace_id = public.tenant_workspace()));
CREATE POLICY tenant ON public.inbound_webhook TO crm_tenant USING ((workspace_id = public.tenant_workspace()));
CREATE POLICY tenant ON public.listener_history TO crm_tenant USING ((workspace_id = public.tenant_workspace()));
CREATE POLICY tenant ON public.message TO crm_tenant USING ((workspace_id = public.tenant_workspace()));
CREATE POLICY tenant ON public."order" TO crm_tenant USING ((workspace_id = public.tenant_workspace()));
CREATE POLICY tenant ON public.order_item TO crm_tenant USING ((workspace_id = public.tenant_workspace()));
CREATE POLICY tenant ON public.order_tag TO crm_tenant USING ((workspace_id = public.tenant_workspace()));
CREATE POLICY tenant ON public.pipeline TO crm_tenant USING ((workspace_id = public.tenant_workspace()));
CREATE POLICY tenant ON public.stage TO crm_tenant USING ((workspace_id = public.tenant_workspace()));
CREATE POLICY tenant ON public.step TO crm_tenant USING ((workspace_id = public.tenant_workspace()));
CREATE POLICY tenant ON public.tag TO crm_tenant USING ((workspace_id = public.tenant_workspace()));
CREATE POLICY tenant ON public.task TO crm_tenant USING ((workspace_id = public.tenant_workspace()));
CREATE POLICY tenant ON public.task_deadline TO crm_tenant USING ((workspace_id = public.tenant_workspace()));
CREATE POLICY tenant ON public.webhook_secret TO crm_tenant USING ((workspace_id = public.tenant_workspace()));
CREATE POLICY tenant ON public.workspace TO crm_tenant USING ((id = public.tenant_workspace()));
ALTER TABLE public.webhook_secret ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.workspace ENABLE ROW LEVEL SECURITY;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.event TO crm_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.execution TO crm_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.api_key TO crm_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.automation TO crm_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.automation_audit TO crm_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.automation_gate TO crm_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.contact TO crm_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.contact_tag TO crm_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.conversation TO crm_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.decision TO crm_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.definition TO crm_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.event_listener TO crm_tenant;
GRANT USAGE ON SEQUENCE public.event_seq_seq TO crm_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.inbound_webhook TO crm_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.listener_history TO crm_tenant;
GRANT USAGE ON SEQUENCE public.listener_revision TO crm_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.message TO crm_tenant;
GRANT USAGE ON SEQUENCE public.migrations_id_seq TO crm_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public."order" TO crm_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.order_item TO crm_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.order_tag TO crm_tenant;
GRANT INSERT ON TABLE public.outbox TO crm_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.pipeline TO crm_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.stage TO crm_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.step TO crm_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tag TO crm_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.task TO crm_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.task_deadline TO crm_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.webhook_secret TO crm_tenant;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.workspace TO crm_tenant;