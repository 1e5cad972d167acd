-- Forgets what was said of one header; result: count.
DELETE FROM header_choice WHERE fingerprint = $fingerprint
