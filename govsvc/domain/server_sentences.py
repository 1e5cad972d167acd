"""What a database server refuses, or a city misses, in words: situation → (code, title, the way
out).
"""

SERVER_WORDS = {
    "server_not_reached": (
        "server_away",
        "连不上数据库服务器。",
        "数据没有改变。请稍后再试；仍不行，请管理员检查服务器是否运行、数据库地址是否写对。",
    ),
    "server_refuses": (
        "server_refuses",
        "数据库服务器不接受本程序的用户名、密码或证书，或没有地址里的数据库。",
        "数据没有改变。请管理员核对数据库地址（GOVSVC_DATABASE）和 ~/.pgpass。",
    ),
    "server_certificate": (
        "server_certificate",
        "数据库服务器的证书不受信任，没有连接。",
        "数据没有改变。请管理员核对地址里的主机名、sslmode 和 sslrootcert。",
    ),
    "server_read_only": (
        "server_read_only",
        "连到的数据库服务器是备机，只能查看，没有保存。",
        "数据没有改变。请稍后再试；仍不行，请管理员把地址指向主机。",
    ),
    "server_commit_unknown": (
        "server_commit",
        "保存的最后一步与数据库服务器断了连接：可能已保存，也可能没有。",
        "请刷新页面，看数据是否已经是新的，再决定是否重做。",
    ),
    "server_schema_missing": (
        "server_schema",
        "数据库服务器上没有这个县的数据表。",
        "请管理员检查地址里的 schema，并先在服务器上建立这个模式、授权给本程序的用户。",
    ),
    "server_rights": (
        "server_rights",
        "数据库服务器不允许本程序的用户这样做。",
        "数据没有改变。请管理员在服务器上把这个县的模式授权给它。",
    ),
    "server_no_role": (
        "server_no_role",
        "数据库服务器上没有用户“{role}”，没有授权。",
        "请数据库管理员先建立：CREATE ROLE 用户名 LOGIN PASSWORD '密码';",
    ),
    "server_role_owns": (
        "server_role_owns",
        "数据库用户“{role}”是这些表的所有者或服务器的管理员，限制不了，没有授权。",
        "请另建一个用户给看板用。",
    ),
    "only_on_a_server": (
        "only_on_a_server",
        "数据在文件里，没有数据库用户可授权。",
        "请检查 --database 或 GOVSVC_DATABASE。",
    ),
    "server_full": (
        "disk_full",
        "数据库服务器的磁盘已满，没有保存。",
        "数据没有改变。请管理员在服务器上腾出空间，再试一次。",
    ),
    "server_order": (
        "server_order",
        "服务器上的这个数据库不是按 UTF8 编码、C 排序规则建立的，名单的顺序会不同。",
        "请管理员用 LC_COLLATE 'C' ENCODING 'UTF8' TEMPLATE template0 另建一个数据库。",
    ),
    "server_not_dumped": (
        "server_not_dumped",
        "pg_dump 没有写完这个县的备份，没有留下不完整的文件。",
        "请管理员检查服务器是否运行、本程序的用户能否读全部的表，pg_dump 不能比服务器旧。",
    ),
    "server_programs_missing": (
        "server_programs_missing",
        "这台电脑上没有 pg_dump 和 pg_restore，不能备份服务器上的数据。",
        "请管理员安装与服务器同版本的 postgresql-client，或在服务器上安排备份。",
    ),
    "server_not_restored": (
        "server_not_restored",
        "数据在数据库服务器上，不用这个命令恢复。",
        "请管理员停止所有看板，在服务器上用 pg_restore 恢复这个县的模式，步骤见《运维手册》。",
    ),
    "target_not_empty": (
        "target_not_empty",
        "要复制到的地方已有数据、账号或操作日志，和原来的不同，没有复制。",
        "请核对两个地址；换一个空的模式或新的文件再复制。",
    ),
    "copy_unlike": (
        "copy_unlike",
        "复制后两边的数据不一致。",
        "请不要使用新的一份，把它删掉，换一个空的模式或新的文件再复制；原来的数据没有改变。",
    ),
    "county_file_missing": (
        "not_found",
        "没有这个数据库文件：{file}。",
        "请检查全市名单里的地址。",
    ),
    "not_a_file": ("not_a_file", "数据在数据库服务器上，没有数据库文件。", "请联系管理员。"),
}
