-- Whether an event about a contact waits for its dispatch, which would write decisions about it. With the rights of its owner, because
-- a tenant cannot read the outbox, which has no workspace; the workspace must be the tenant's own.
CREATE OR REPLACE FUNCTION undispatched_about(p_workspace uuid, p_contact uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p_workspace = coalesce(tenant_workspace(), p_workspace) AND EXISTS (
    SELECT FROM event v JOIN outbox o ON o.event_id = v.id WHERE v.workspace_id = p_workspace AND v.contact_id = p_contact)
$$;
