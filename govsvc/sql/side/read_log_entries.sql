-- One row: one entry of that time, person, kind and text (of all where ""), the latest first.
SELECT number, at, who, source, what, about, before, after, previous, hash
FROM log_entry
WHERE at >= $since AND at < $until AND ($actor = '' OR who = $actor)
    AND ($kind = '' OR what = $kind)
    AND ($text = '' OR instr(about, $text) OR instr(before, $text) OR instr(after, $text)
        OR instr(source, $text))
ORDER BY number DESC
LIMIT $most OFFSET $skip
