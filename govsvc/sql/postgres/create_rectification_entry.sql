-- A row is one matter that was assigned to a unit (整改事项), as it was assigned by the write of that version; list_key, kind, month, row_key and codes tell the row of a problem list that it was made from, list_key '' where there is none. From code on: what an imported ledger says of the time before.
CREATE TABLE IF NOT EXISTS rectification_entry (
    entry_number BIGINT NOT NULL, version BIGINT NOT NULL, unit VARCHAR NOT NULL, matter VARCHAR NOT NULL, problem VARCHAR NOT NULL,
    assigned_on DATE NOT NULL, first_deadline DATE, lead VARCHAR NOT NULL, person VARCHAR NOT NULL, measure VARCHAR NOT NULL,
    source VARCHAR NOT NULL, document VARCHAR NOT NULL, cycle VARCHAR NOT NULL, list_key VARCHAR NOT NULL, kind VARCHAR NOT NULL,
    month DATE, row_key VARCHAR NOT NULL, codes JSONB NOT NULL,
    partners VARCHAR NOT NULL, goal VARCHAR NOT NULL, note VARCHAR NOT NULL, code VARCHAR NOT NULL, evidence VARCHAR NOT NULL, file VARCHAR NOT NULL,
    moved_to DATE, returns_before INTEGER NOT NULL, extensions_before INTEGER NOT NULL, rebounds_before INTEGER NOT NULL)
