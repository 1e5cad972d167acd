-- One row: one file of one address and hour before that hour, how often and when last.
SELECT source, substr(at, 1, 13) AS hour, name, count(*) AS download_count, max(at)
FROM visitor_download
WHERE substr(at, 1, 13) < $hour
GROUP BY source, hour, name
ORDER BY hour, source, download_count DESC, name
