-- A row is one month that has a village list.
SELECT DISTINCT month FROM entry WHERE since_version <= $as_of AND until_version > $as_of AND kind = 'villages' ORDER BY month
