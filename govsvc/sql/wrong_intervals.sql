-- A row is one table with its number of rows whose time in force ends before it begins or lies after the data version, and of rows of no known batch or writing.
WITH known AS (SELECT version FROM state), timed AS (
    SELECT 'entry_row' AS name, since_version, until_version FROM entry_row UNION ALL
    SELECT 'snapshot', since_version, until_version FROM snapshot UNION ALL
    SELECT 'target', since_version, until_version FROM target UNION ALL
    SELECT 'submission', since_version, until_version FROM submission UNION ALL
    SELECT 'month_state', since_version, until_version FROM month_state UNION ALL
    SELECT 'edition', version, 9223372036854775807 FROM edition UNION ALL
    SELECT 'batch', version, 9223372036854775807 FROM batch UNION ALL
    SELECT 'operation', version, 9223372036854775807 FROM operation)
SELECT name, count(*) AS row_count FROM timed, known
WHERE since_version > known.version OR since_version > until_version OR until_version <> 9223372036854775807 AND until_version > known.version
GROUP BY name ORDER BY name
