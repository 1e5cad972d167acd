-- A row is one version of the rules (口径版本): its name, the document it comes from, the month from which it holds until a later one does, and the rules (JSON). In force from since_version until before until_version.
CREATE TABLE IF NOT EXISTS rule_version (
    name VARCHAR NOT NULL, document VARCHAR NOT NULL, from_month DATE NOT NULL, rules VARCHAR NOT NULL,
    since_version BIGINT NOT NULL, until_version BIGINT NOT NULL)
