-- Schema 1 to 2: the combinations of the stored rows, with what they counted for; result: count.
INSERT INTO combination
SELECT row_number() OVER (), e.kind, e.month, e.status, e.attributes['level'], e.flags,
    coalesce(arg_max(f.met, cardinality(f.met)), MAP {}), coalesce(arg_max(f.lists, cardinality(f.met)), [])
FROM entry_1 AS e LEFT JOIN fact_1 AS f
    ON e.status = 'counted' AND f.kind = e.kind AND f.month = e.month AND f.unit = e.unit AND f.key = e.key
GROUP BY e.kind, e.month, e.status, e.attributes['level'], e.flags
