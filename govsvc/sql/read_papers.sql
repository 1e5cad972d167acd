-- A row is the last version of the paper of a kind and month, the latest month first.
SELECT kind, month, number, who, made_at, content FROM paper_version
QUALIFY row_number() OVER (PARTITION BY kind, month ORDER BY number DESC) = 1 ORDER BY month DESC, kind
