-- A row is one county's indicator in one month by one source; county is '' for the home county's own count. printed is the percent as the bulletin prints it. In force from since_version until before until_version.
CREATE TABLE IF NOT EXISTS snapshot (
    batch_id BIGINT NOT NULL, month DATE NOT NULL, source VARCHAR NOT NULL, county VARCHAR NOT NULL, indicator VARCHAR NOT NULL,
    numerator BIGINT, denominator BIGINT, printed VARCHAR, printed_rank INTEGER, group_name VARCHAR, score VARCHAR,
    cutoff DATE, position INTEGER NOT NULL, since_version BIGINT NOT NULL, until_version BIGINT NOT NULL, full_score VARCHAR)
