-- A row is one version of the paper of that kind and month, the latest first.
SELECT kind, month, number, who, made_at, content FROM paper_version
WHERE kind = $kind AND month = $month ORDER BY number DESC
