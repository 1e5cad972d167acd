-- Schema 3 to 4: combinations tell what partial sheets say of the flags; no result.
ALTER TABLE combination ADD COLUMN IF NOT EXISTS told MAP(VARCHAR, BOOLEAN) DEFAULT (MAP {})
