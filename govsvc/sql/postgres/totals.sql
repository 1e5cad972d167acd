-- A row is one part of the database: a table, of monthly tables one kind (of snapshots: source) and month of it; with its number of rows, the last data version that touched them (null where the table does not say) and a hash of all their values.
SELECT 'entry_row' AS name, kind, month::VARCHAR AS month, count(*) AS row_count,
    max(greatest(since_version, CASE WHEN until_version = 9223372036854775807 THEN 0 ELSE until_version END)) AS touched,
    bit_xor(hashtextextended(t::TEXT, 0))::VARCHAR AS hash FROM entry_row AS t GROUP BY kind, month
UNION ALL SELECT 'snapshot', source, month::VARCHAR, count(*),
    max(greatest(since_version, CASE WHEN until_version = 9223372036854775807 THEN 0 ELSE until_version END)),
    bit_xor(hashtextextended(t::TEXT, 0))::VARCHAR FROM snapshot AS t GROUP BY source, month
UNION ALL SELECT 'submission', kind, month::VARCHAR, count(*),
    max(greatest(since_version, CASE WHEN until_version = 9223372036854775807 THEN 0 ELSE until_version END)),
    bit_xor(hashtextextended(t::TEXT, 0))::VARCHAR FROM submission AS t GROUP BY kind, month
UNION ALL SELECT 'combination', kind, month::VARCHAR, count(*), NULL, bit_xor(hashtextextended(t::TEXT, 0))::VARCHAR FROM combination AS t GROUP BY kind, month
UNION ALL SELECT 'month_state', '', month::VARCHAR, count(*),
    max(greatest(since_version, CASE WHEN until_version = 9223372036854775807 THEN 0 ELSE until_version END)),
    bit_xor(hashtextextended(t::TEXT, 0))::VARCHAR FROM month_state AS t GROUP BY month
UNION ALL SELECT 'edition', '', month::VARCHAR, count(*), max(version), bit_xor(hashtextextended(t::TEXT, 0))::VARCHAR FROM edition AS t GROUP BY month
UNION ALL SELECT 'batch', kind, month::VARCHAR, count(*), max(version), bit_xor(hashtextextended(t::TEXT, 0))::VARCHAR FROM batch AS t GROUP BY kind, month
UNION ALL SELECT 'operation', '', NULL, count(*), max(version), bit_xor(hashtextextended(t::TEXT, 0))::VARCHAR FROM operation AS t
UNION ALL SELECT 'target', '', NULL, count(*), NULL, bit_xor(hashtextextended(t::TEXT, 0))::VARCHAR FROM target AS t
UNION ALL SELECT 'setting', '', NULL, count(*), NULL, bit_xor(hashtextextended(t::TEXT, 0))::VARCHAR FROM setting AS t
UNION ALL SELECT 'batch_file', '', NULL, count(*), NULL, bit_xor(hashtextextended(t::TEXT, 0))::VARCHAR FROM batch_file AS t
UNION ALL SELECT 'header_choice', '', NULL, count(*), NULL, bit_xor(hashtextextended(t::TEXT, 0))::VARCHAR FROM header_choice AS t
UNION ALL SELECT 'value_choice', '', NULL, count(*), NULL, bit_xor(hashtextextended(t::TEXT, 0))::VARCHAR FROM value_choice AS t
UNION ALL SELECT 'rule_version', '', NULL, count(*), NULL, bit_xor(hashtextextended(t::TEXT, 0))::VARCHAR FROM rule_version AS t
UNION ALL SELECT 'original', '', NULL, count(*), NULL, bit_xor(hashtextextended(t::TEXT, 0))::VARCHAR FROM original AS t
UNION ALL SELECT 'rectification_entry', '', NULL, count(*), max(version), bit_xor(hashtextextended(t::TEXT, 0))::VARCHAR FROM rectification_entry AS t
UNION ALL SELECT 'rectification_event', '', NULL, count(*), max(version), bit_xor(hashtextextended(t::TEXT, 0))::VARCHAR FROM rectification_event AS t
UNION ALL SELECT 'meeting', '', NULL, count(*), max(version), bit_xor(hashtextextended(t::TEXT, 0))::VARCHAR FROM meeting AS t
UNION ALL SELECT 'meeting_matter', '', NULL, count(*), max(version), bit_xor(hashtextextended(t::TEXT, 0))::VARCHAR FROM meeting_matter AS t
UNION ALL SELECT 'evidence', '', NULL, count(*), NULL, bit_xor(hashtextextended(t::TEXT, 0))::VARCHAR FROM evidence AS t
UNION ALL SELECT 'special_day', '', NULL, count(*), NULL, bit_xor(hashtextextended(t::TEXT, 0))::VARCHAR FROM special_day AS t
UNION ALL SELECT 'rectification_letter', '', NULL, count(*), max(version), bit_xor(hashtextextended(t::TEXT, 0))::VARCHAR FROM rectification_letter AS t
UNION ALL SELECT 'paper_version', '', NULL, count(*), max(version), bit_xor(hashtextextended(t::TEXT, 0))::VARCHAR FROM paper_version AS t
UNION ALL SELECT 'letterhead', '', NULL, count(*), max(version), bit_xor(hashtextextended(t::TEXT, 0))::VARCHAR FROM letterhead AS t
UNION ALL SELECT 'unit', '', NULL, count(*), NULL, bit_xor(hashtextextended(t::TEXT, 0))::VARCHAR FROM unit AS t
ORDER BY name, kind, month
