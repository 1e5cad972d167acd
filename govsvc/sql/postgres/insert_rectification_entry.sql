-- Writes one assigned matter; result: count.
INSERT INTO rectification_entry VALUES ($number, $version, $unit, $matter, $problem, $assigned_on, $first_deadline, $lead, $person, $measure, $source, $document, $cycle, $list_key, $kind, $month, $row_key, jsonb_object($code_names::TEXT[], $code_values::TEXT[]),
    $partners, $goal, $note, $code, $evidence, $file, $moved_to, $returns_before, $extensions_before, $rebounds_before)
