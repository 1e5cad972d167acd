-- Takes out the downloads of before that hour.
DELETE FROM visitor_download
WHERE substr(at, 1, 13) < $hour
