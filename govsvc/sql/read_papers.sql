-- A row is the last version of the paper of a kind and month, the latest month first.
SELECT kind, month, number, who, made_at, content FROM (
    SELECT kind, month, number, who, made_at, content, row_number() OVER (PARTITION BY kind, month ORDER BY number DESC) AS place FROM paper_version) AS made
WHERE place = 1 ORDER BY month DESC, kind
