-- A row is one combination and the number of its copy, until its write is committed.
CREATE TEMPORARY TABLE incoming_copy (
    combination_id BIGINT, copy_id BIGINT) ON COMMIT DROP
