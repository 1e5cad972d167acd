-- One row: how many entries there are of that time, person, kind and text (of all where "").
SELECT count(*)
FROM log_entry
WHERE at >= $since AND at < $until AND ($actor = '' OR who = $actor)
    AND ($kind = '' OR what = $kind)
    AND ($text = '' OR instr(about, $text) OR instr(before, $text) OR instr(after, $text)
        OR instr(source, $text))
