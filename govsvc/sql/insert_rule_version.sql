-- Writes one version of the rules; result: count.
INSERT INTO rule_version VALUES ($name, $document, $month, $rules, $version, 9223372036854775807)
