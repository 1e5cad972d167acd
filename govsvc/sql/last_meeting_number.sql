-- The row is the last number of a meeting, 0 where there is none.
SELECT coalesce(max(meeting_number), 0) AS meeting_number FROM meeting
