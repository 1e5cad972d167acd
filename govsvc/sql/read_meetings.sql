-- A row is one meeting as its last correction left it, the latest held first.
SELECT meeting_number, name, held_on, document FROM (
    SELECT meeting_number, name, held_on, document, row_number() OVER (PARTITION BY meeting_number ORDER BY version DESC) AS place FROM meeting) AS said
WHERE place = 1 ORDER BY held_on DESC, meeting_number DESC
