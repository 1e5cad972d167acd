-- One row: one entry of that time, person, kind and text (of all where ""), the latest first.
SELECT number, at, who, source, what, about, before, after, previous, hash
FROM log_entry
WHERE at >= $since AND at < $until AND ($actor = '' OR who = $actor)
    AND ($kind = '' OR what = $kind)
    AND ($text = '' OR strpos(about, $text) > 0 OR strpos(before, $text) > 0 OR strpos(after, $text) > 0
        OR strpos(source, $text) > 0)
ORDER BY number DESC
LIMIT $most OFFSET $skip
