-- One row: how many downloads an address ("": any) had of that time.
SELECT count(*)
FROM visitor_download
WHERE ($source = '' OR source = $source) AND at > $since AND at <= $until
