-- What the judge sees in the database: written by triggers, in the product's transactions, in every process.
CREATE TABLE judge_violation (seen_at timestamptz NOT NULL DEFAULT clock_timestamp(), what text NOT NULL, execution_id uuid, detail text);
CREATE TABLE judge_expect (event_type text NOT NULL, workspace_id uuid NOT NULL, field text NOT NULL, value text NOT NULL, automation_id uuid NOT NULL);
CREATE TABLE judge_peak (workspace_id uuid PRIMARY KEY, running integer NOT NULL);

CREATE FUNCTION judge_move() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE fault text;
BEGIN
  fault := CASE
    WHEN NEW.seq < OLD.seq THEN 'seq fell'
    WHEN NEW.fence < OLD.fence THEN 'fence fell'
    WHEN NEW.next_step < OLD.next_step THEN 'next step fell'
    WHEN NEW.status = OLD.status AND NEW.seq > OLD.seq + 1 THEN 'seq gap'
    WHEN NEW.status <> OLD.status AND NEW.seq <> OLD.seq + 1 THEN 'status changed without its seq'
    WHEN NEW.status <> OLD.status AND OLD.status IN ('SUCCEEDED', 'FAILED', 'CANCELLED') THEN 'an end was not the end'
    WHEN NEW.status <> OLD.status AND NOT (OLD.status || '>' || NEW.status) = ANY (ARRAY['QUEUED>RUNNING', 'RUNNING>SLEEPING', 'RUNNING>SUCCEEDED',
      'RUNNING>FAILED', 'RUNNING>CANCELLED', 'RUNNING>QUEUED', 'SLEEPING>QUEUED', 'SLEEPING>SUCCEEDED', 'SLEEPING>FAILED', 'SLEEPING>CANCELLED', 'QUEUED>CANCELLED'])
      THEN 'forbidden move'
  END;
  IF fault IS NOT NULL THEN
    INSERT INTO judge_violation (what, execution_id, detail)
    VALUES (fault, NEW.id, format('%s/%s/%s -> %s/%s/%s by %s', OLD.status, OLD.seq, OLD.next_step, NEW.status, NEW.seq, NEW.next_step, current_user));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER judge_move AFTER UPDATE ON execution FOR EACH ROW EXECUTE FUNCTION judge_move();

-- Steps of one transaction are written after the execution that they move, so this trigger is deferred to the commit.
CREATE FUNCTION judge_skip() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE done bigint;
BEGIN
  SELECT count(*) INTO done FROM step WHERE execution_id = NEW.id AND index < NEW.next_step AND status = 'SUCCEEDED';
  IF done < NEW.next_step THEN
    INSERT INTO judge_violation (what, execution_id, detail)
    VALUES ('a step was skipped', NEW.id, format('%s -> %s with %s done by %s', OLD.next_step, NEW.next_step, done, current_user));
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER judge_skip AFTER UPDATE OF next_step ON execution DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.next_step > OLD.next_step) EXECUTE FUNCTION judge_skip();

-- At most the cap of a workspace at once, and one at a time per order.
CREATE FUNCTION judge_cap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH running AS (
    SELECT e.workspace_id, count(*) AS running, count(DISTINCT coalesce(e.subject_id, e.id)) AS subjects FROM execution e
    WHERE e.status = 'RUNNING' AND e.workspace_id IN (SELECT n.workspace_id FROM n WHERE n.status = 'RUNNING') GROUP BY 1
  ), peak AS (
    INSERT INTO judge_peak AS p SELECT r.workspace_id, r.running FROM running r
      LEFT JOIN judge_peak k ON k.workspace_id = r.workspace_id WHERE r.running > coalesce(k.running, 0)
    ON CONFLICT (workspace_id) DO UPDATE SET running = greatest(p.running, excluded.running)
  )
  INSERT INTO judge_violation (what, detail)
  SELECT CASE WHEN running > 5 THEN 'over the cap' ELSE 'two of one order' END, format('workspace %s: %s running of %s subjects', workspace_id, running, subjects)
  FROM running WHERE running > 5 OR subjects < running;
  RETURN NULL;
END $$;
CREATE TRIGGER judge_cap AFTER UPDATE ON execution REFERENCING NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION judge_cap();

CREATE FUNCTION judge_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'SUCCEEDED' THEN
    INSERT INTO judge_violation (what, execution_id, detail) VALUES ('a step was recorded again', NEW.execution_id, format('step %s by %s', NEW.index, current_user));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER judge_step AFTER UPDATE ON step FOR EACH ROW EXECUTE FUNCTION judge_step();

-- Named points: a worker's statement waits here while the judge holds the lock with that number.
CREATE FUNCTION judge_trap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user LIKE 'worker%' OR (current_user LIKE 'api%' AND TG_ARGV[0] IN ('8', '9', '10')) THEN PERFORM pg_advisory_xact_lock_shared(77, TG_ARGV[0]::integer); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER judge_trap_effect BEFORE INSERT ON task FOR EACH ROW EXECUTE FUNCTION judge_trap(1);
CREATE TRIGGER judge_trap_record BEFORE INSERT ON step FOR EACH ROW EXECUTE FUNCTION judge_trap(2);
CREATE CONSTRAINT TRIGGER judge_trap_commit AFTER INSERT ON task DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION judge_trap(3);
CREATE TRIGGER judge_trap_dispatch BEFORE INSERT ON decision FOR EACH ROW EXECUTE FUNCTION judge_trap(4);
CREATE TRIGGER judge_trap_arm BEFORE UPDATE ON execution FOR EACH ROW WHEN (OLD.awaits_event IS NULL AND NEW.awaits_event IS NOT NULL) EXECUTE FUNCTION judge_trap(6);
CREATE TRIGGER judge_trap_sleep BEFORE UPDATE ON execution FOR EACH ROW
  WHEN (OLD.awaits_event IS NOT NULL AND OLD.status = 'RUNNING' AND NEW.status = 'SLEEPING') EXECUTE FUNCTION judge_trap(7);
CREATE TRIGGER judge_trap_met BEFORE UPDATE ON execution FOR EACH ROW
  WHEN (OLD.awaits_event IS NOT NULL AND NEW.awaits_event IS NULL) EXECUTE FUNCTION judge_trap(8);
CREATE TRIGGER judge_trap_admit BEFORE UPDATE ON execution FOR EACH ROW WHEN (OLD.status = 'QUEUED' AND NEW.status = 'RUNNING') EXECUTE FUNCTION judge_trap(5);
CREATE TRIGGER judge_trap_stop BEFORE UPDATE ON execution FOR EACH ROW WHEN (NOT OLD.cancel_requested AND NEW.cancel_requested) EXECUTE FUNCTION judge_trap(9);
CREATE TRIGGER judge_trap_entry BEFORE UPDATE ON entry FOR EACH ROW EXECUTE FUNCTION judge_trap(10);

-- Where only one per contact may be unfinished; an execution that was asked to end does not count, as it soon will.
CREATE FUNCTION judge_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE unfinished bigint;
BEGIN
  IF EXISTS (SELECT FROM definition WHERE id = NEW.definition_id AND body #>> '{settings,reentry,mode}' IN ('ONE_AT_A_TIME', 'RESTART')) THEN
    SELECT count(*) INTO unfinished FROM execution e JOIN event c ON c.id = e.event_id
    WHERE e.automation_id = NEW.automation_id AND e.status IN ('QUEUED', 'RUNNING', 'SLEEPING') AND NOT e.cancel_requested
      AND c.contact_id = (SELECT contact_id FROM event WHERE id = NEW.event_id);
    IF unfinished > 1 THEN
      INSERT INTO judge_violation (what, execution_id, detail) VALUES ('two of one contact', NEW.id, format('%s unfinished by %s', unfinished, current_user));
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER judge_entry AFTER INSERT ON execution DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION judge_entry();
