-- Finds what the rows of one month have in common without reading that of all others.
CREATE INDEX IF NOT EXISTS combination_by_month ON combination (month, kind)
