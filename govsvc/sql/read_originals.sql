-- A row is one uploaded file that is kept, with whether a batch names it.
SELECT o.file, o.sha256, o.kept_as, o.content, EXISTS (SELECT 1 FROM batch_file AS f WHERE f.sha256 = o.sha256) AS is_of_batch FROM original AS o ORDER BY o.file, o.sha256
