-- No entry is changed or removed.
CREATE OR REPLACE TRIGGER log_is_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON log_entry
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
