-- A row is a kind and month of which the versions of the paper are not numbered 1, 2, 3 …, with how many there are.
SELECT kind, month, count(*) FROM paper_version
GROUP BY kind, month HAVING count(*) <> max(number) OR count(DISTINCT number) <> count(*) OR min(number) <> 1 ORDER BY kind, month
