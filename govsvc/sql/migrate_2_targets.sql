-- Schema 2 to 3: targets are in force since the write that brought them; result: count.
INSERT INTO target SELECT t.batch_id, t.year, t.until, t.indicator, t.value, t.place, t.lead_unit, coalesce(b.version, 0), 9223372036854775807
FROM target_2 AS t LEFT JOIN batch AS b USING (batch_id)
