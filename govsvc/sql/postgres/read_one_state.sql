-- No row; all queries of this transaction see the data of one moment.
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ
