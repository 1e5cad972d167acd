-- Schema 1 to 2: the stored rows with their combinations; a ledger row of no listed village counted for nothing; result: count.
INSERT INTO entry_row
SELECT e.batch_id, e.kind, e.month, e.unit, e.key, e.name, e.attributes, e.file, e.sheet, e.row_number,
    NOT (e.status = 'counted' AND cardinality(c.met) > 0 AND EXISTS (
        SELECT 1 FROM fact_1 AS f WHERE f.kind = 'stations' AND e.kind = 'stations' AND f.month = e.month AND f.key = e.key
            AND cardinality(f.met) = 0)),
    c.combination_id
FROM entry_1 AS e JOIN combination AS c ON c.kind = e.kind AND c.month = e.month AND c.status = e.status
    AND c.level IS NOT DISTINCT FROM e.attributes['level'] AND c.flags = e.flags
