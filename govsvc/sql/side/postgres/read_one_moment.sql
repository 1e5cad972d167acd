-- No row; all queries of this transaction see the tables of one moment.
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ
