-- A row is one combination that is being written, until its write is committed.
CREATE TEMPORARY TABLE incoming_combination (
    combination_id BIGINT, kind VARCHAR, month DATE, status VARCHAR, attributes JSONB, key_field VARCHAR, flags JSONB, met JSONB, lists VARCHAR[], told JSONB) ON COMMIT DROP
