-- One row: the name by which another connection sees the data of this transaction's moment.
SELECT pg_export_snapshot()
