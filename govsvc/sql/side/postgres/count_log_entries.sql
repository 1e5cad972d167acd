-- One row: how many entries there are of that time, person, kind and text (of all where "").
SELECT count(*)
FROM log_entry
WHERE at >= $since AND at < $until AND ($actor = '' OR who = $actor)
    AND ($kind = '' OR what = $kind)
    AND ($text = '' OR strpos(about, $text) > 0 OR strpos(before, $text) > 0 OR strpos(after, $text) > 0
        OR strpos(source, $text) > 0)
