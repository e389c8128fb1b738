-- Executions that events may wake or end, with the event that began each. Without sequential scans: a plan made while few executions
-- waited must not be used once a million do.
CREATE OR REPLACE FUNCTION executions_waiting_for(p_workspaces uuid[], p_types text[], p_contacts uuid[], p_orders uuid[])
RETURNS TABLE (id uuid, definition_id uuid, next_step smallint, cause jsonb, steps jsonb) LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
BEGIN
  RETURN QUERY
    SELECT DISTINCT e.id, e.definition_id, e.next_step,
      jsonb_build_object('seq', c.seq::text, 'orderId', c.order_id, 'contactId', c.contact_id),
      (SELECT jsonb_agg(jsonb_build_object('index', s.index, 'input', s.input, 'output', s.output)) FROM step s WHERE s.execution_id = e.id)
    FROM unnest(p_workspaces, p_types, p_contacts, p_orders) AS n(workspace_id, type, contact_id, order_id)
    JOIN execution e ON e.workspace_id = n.workspace_id AND e.awaits_event = n.type AND e.awaits_id = ANY (ARRAY[n.contact_id, n.order_id])
    JOIN event c ON c.id = e.event_id;
END $$;

CREATE OR REPLACE FUNCTION executions_stopped_by(p_workspaces uuid[], p_types text[], p_contacts uuid[], p_orders uuid[])
RETURNS TABLE (id uuid, definition_id uuid, cause jsonb) LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
BEGIN
  RETURN QUERY
    SELECT DISTINCT e.id, e.definition_id, jsonb_build_object('seq', c.seq::text, 'orderId', c.order_id, 'contactId', c.contact_id)
    FROM unnest(p_workspaces, p_types, p_contacts, p_orders) AS n(workspace_id, type, contact_id, order_id)
    JOIN execution e ON e.workspace_id = n.workspace_id AND e.about_id = ANY (ARRAY[n.contact_id, n.order_id])
      AND e.stops_on IS NOT NULL AND e.stops_on @> ARRAY[n.type] AND e.status IN ('QUEUED', 'RUNNING', 'SLEEPING')
    JOIN event c ON c.id = e.event_id;
END $$;
