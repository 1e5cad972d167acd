-- One row: one entry of that time, person and kind (of all where ""), the latest first.
SELECT number, at, who, source, what, about, before, after, previous, hash
FROM log_entry
WHERE at >= $since AND at < $until AND ($who = '' OR who = $who) AND ($what = '' OR what = $what)
ORDER BY number DESC
LIMIT $most
