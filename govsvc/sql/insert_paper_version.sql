-- Writes one version of a paper; result: count.
INSERT INTO paper_version VALUES ($kind, $month, $number, $version, $who, $noted_at, $content)
