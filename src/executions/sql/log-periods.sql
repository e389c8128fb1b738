-- The log is partitioned by time: event by its id, decision by the event's, step by the execution's. A period is one partition of each,
-- with the same bounds; rows outside all periods are in the default partitions.

-- The lowest UUIDv7 of an instant.
CREATE OR REPLACE FUNCTION log_id_at(p_at timestamptz) RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM p_at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

-- The periods, oldest first; the partitions of a period have its name after an underscore. Ids come from the clocks of processes, which may
-- be an hour off: a period is past a retention an hour later.
CREATE OR REPLACE FUNCTION log_periods(p_days integer) RETURNS TABLE (name text, first_id uuid, end_id uuid, is_past boolean) LANGUAGE sql STABLE AS $$
  SELECT substr(c.relname, length('event_') + 1), coalesce(substring(b.bound FROM $re$FROM \('([^']+)'\)$re$)::uuid, '00000000-0000-0000-0000-000000000000'),
    u.end_id, u.end_id <= log_id_at(clock_now() - p_days * interval '1 day' - interval '1 hour')
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  CROSS JOIN LATERAL pg_get_expr(c.relpartbound, c.oid) AS b(bound)
  CROSS JOIN LATERAL (SELECT substring(b.bound FROM $re$TO \('([^']+)'\)$re$)::uuid AS end_id) u
  WHERE i.inhparent = 'event'::regclass AND b.bound <> 'DEFAULT' ORDER BY u.end_id
$$;

-- Executions below this id are past the retention, if they have ended. A period is kept as a whole: its executions go when it has ended. The log
-- of the time before there were periods is one large period, of which rows are deleted one by one.
CREATE OR REPLACE FUNCTION log_horizon(p_days integer) RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT least(log_id_at(clock_now() - p_days * interval '1 day'), (
    SELECT nullif(kept.first_id, '00000000-0000-0000-0000-000000000000')
    FROM log_periods(p_days) kept WHERE NOT kept.is_past ORDER BY kept.end_id LIMIT 1))
$$;

-- Adds a period after the last one, or from an hour ahead if the last one is over; rows of the time between are in the default partitions.
-- False if another process does this, or if others use the tables: nobody waits behind it for longer than the timeout.
CREATE OR REPLACE FUNCTION add_log_period(p_days integer, p_length interval) RETURNS boolean LANGUAGE plpgsql SET lock_timeout = '200ms' SET timezone = 'UTC' AS $$
DECLARE
  t text; starts timestamptz; last_end uuid; period text;
BEGIN
  IF NOT pg_try_advisory_xact_lock(4803) THEN
    RETURN false;
  END IF;
  SELECT p.end_id INTO last_end FROM log_periods(p_days) p ORDER BY p.end_id DESC LIMIT 1;
  starts := to_timestamp(('x' || left(replace(last_end::text, '-', ''), 12))::bit(48)::bigint / 1000.0);
  IF starts IS NULL OR starts < clock_now() THEN
    starts := date_trunc('milliseconds', clock_now()) + interval '1 hour';
  END IF;
  period := to_char(starts, '"p"YYYYMMDD');
  FOREACH t IN ARRAY ARRAY['event', 'decision', 'step'] LOOP
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', t || '_' || period, t);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', t, t || '_' || period, log_id_at(starts), log_id_at(starts + p_length));
  END LOOP;
  RETURN true;
EXCEPTION WHEN lock_not_available THEN
  RETURN false;
END $$;

-- Drops a period that is past the retention, and moves what executions or the outbox still need to the default partitions. Does nothing if another process
-- does this, if others use the tables, or if more executions than p_most need it: their rows are copied under an exclusive lock.
CREATE OR REPLACE FUNCTION drop_log_period(p_days integer, p_name text, p_most integer, OUT is_dropped boolean, OUT is_needed boolean)
LANGUAGE plpgsql SET lock_timeout = '200ms' SET enable_seqscan = off AS $$
DECLARE
  t text; p record; executions uuid[]; events uuid[];
BEGIN
  -- A drop that is lost in a server crash is done again.
  PERFORM set_config('synchronous_commit', 'off', true);
  is_dropped := false;
  is_needed := false;
  IF NOT pg_try_advisory_xact_lock(4803) THEN
    RETURN;
  END IF;
  SELECT * INTO p FROM log_periods(p_days) d WHERE d.name = p_name AND d.is_past;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  -- Before the lock, for these scans may pass many dead rows. Nothing is added meanwhile: ids are of the present, and an old event only gets
  -- an execution while it is in the outbox.
  executions := ARRAY(SELECT e.id FROM execution e WHERE e.id >= p.first_id AND e.id < p.end_id LIMIT p_most + 1);
  events := ARRAY(SELECT e.event_id FROM execution e WHERE e.event_id >= p.first_id AND e.event_id < p.end_id
    UNION ALL SELECT o.event_id FROM outbox o WHERE o.event_id >= p.first_id AND o.event_id < p.end_id LIMIT p_most + 1);
  is_needed := greatest(cardinality(executions), cardinality(events)) > p_most;
  IF is_needed THEN
    RETURN;
  END IF;
  -- In the order in which the transaction of a step uses them.
  LOCK TABLE ONLY event, ONLY decision, ONLY step IN ACCESS EXCLUSIVE MODE;
  FOREACH t IN ARRAY ARRAY['event', 'decision', 'step'] LOOP
    EXECUTE format('ALTER TABLE %I DETACH PARTITION %I', t, t || '_' || p_name);
  END LOOP;
  EXECUTE format('INSERT INTO event OVERRIDING SYSTEM VALUE SELECT * FROM %I WHERE id = ANY ($1)', 'event_' || p_name) USING events;
  EXECUTE format('INSERT INTO decision SELECT * FROM %I WHERE event_id = ANY ($1)', 'decision_' || p_name) USING events;
  EXECUTE format('INSERT INTO step SELECT * FROM %I WHERE execution_id = ANY ($1)', 'step_' || p_name) USING executions;
  FOREACH t IN ARRAY ARRAY['event', 'decision', 'step'] LOOP
    EXECUTE format('DROP TABLE %I', t || '_' || p_name);
  END LOOP;
  is_dropped := true;
EXCEPTION WHEN lock_not_available THEN
  RETURN;
END $$;
