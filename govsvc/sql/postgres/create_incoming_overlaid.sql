-- A row is the place of one stored row and its new combination, until its write is committed.
CREATE TEMPORARY TABLE incoming_overlaid (
    place BIGINT, combination_id BIGINT) ON COMMIT DROP
