-- A row is one version of a paper.
SELECT kind, month, number, who, made_at, content FROM paper_version ORDER BY kind, month, number
