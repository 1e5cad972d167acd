-- Schema 3 to 4: a bulletin's 分值 is kept beside 得分; no result.
ALTER TABLE snapshot ADD COLUMN IF NOT EXISTS full_score VARCHAR
