-- Schema 1 to 2: what rows count for is in their combinations; no result.
DROP TABLE fact_1
