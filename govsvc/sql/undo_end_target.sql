-- Undoing a write: what it put in force ends; result: count.
UPDATE target SET until_version = $version
WHERE until_version = 9223372036854775807 AND (since_version = $undone OR batch_id IN (SELECT batch_id FROM batch WHERE version = $undone))
