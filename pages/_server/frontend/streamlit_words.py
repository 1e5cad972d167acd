"""Streamlit's own English texts, with the Chinese that is shown in their place.

A text that is in neither table stays English; a browser test finds it.
"""

from govsvc.security.visitor_downloads import MOST_A_MINUTE

#: whole text → Chinese
WORDS = {
    # widgets
    "Open": "展开",
    "Close": "关闭",
    "Dismiss": "关闭",
    "Clear all": "全部清除",
    "Clear value": "清除",
    "Clear selection": "清除选择",
    "Select all": "全选",
    "No results": "没有匹配的选项",
    "No results.": "没有匹配的选项",
    "No results found.": "没有匹配的选项",
    "No options to select": "没有可选的",
    "Choose options": "请选择",
    "Choose an option": "请选择",
    "Choose date": "选择日期",
    "Choose date range": "选择日期范围",
    "Show password": "显示密码",
    "Hide password": "隐藏密码",
    "Upload": "选择文件",
    "Browse files": "选择文件",
    "Uploading...": "正在上传…",
    "Upload failed": "上传失败",
    "file upload": "选择文件",
    "File type not allowed.": "不能上传这种文件。",
    "File size is too small.": "文件是空的。",
    "Drag and drop files here": "把文件拖到此处",
    "Drag and drop a file here": "把文件拖到此处",
    "Fullscreen": "全屏",
    "Close fullscreen": "退出全屏",
    "Copy to clipboard": "复制",
    "Increment value": "加",
    "Decrement value": "减",
    "Scroll left": "向左",
    "Scroll right": "向右",
    "Download failed": "下载失败",
    # whatever the reason is, this is all that the browser is given
    "Failed to generate file for download": (
        f"没有下载成。没有登录的，一台电脑一分钟最多下载{MOST_A_MINUTE}个文件，请过一分钟再试，"
        "或登录后下载；仍不成的，请告诉管理员。"
    ),
    "Previous": "上一页",
    "Next": "下一页",
    # tables
    "Type to search": "输入要找的文字",
    "Search": "查找",
    "Previous Result": "上一处",
    "Next Result": "下一处",
    "Close Search": "关闭查找",
    "search-close-button": "关闭查找",
    "Sort ascending": "升序",
    "Sort descending": "降序",
    "Autosize": "适应宽度",
    "Pin column": "固定此列",
    "Unpin column": "取消固定",
    "Hide column": "隐藏此列",
    "Format": "格式",
    "Add row": "添加一行",
    "Delete row(s)": "删除所选行",
    "Show/hide columns": "显示或隐藏列",
    "Download as CSV": "下载",
    # calendars
    **dict(
        zip(
            (
                "January",
                "February",
                "March",
                "April",
                "May",
                "June",
                "July",
                "August",
                "September",
                "October",
                "November",
                "December",
            ),
            (f"{month}月" for month in range(1, 13)),
        )
    ),
    **dict(zip(("Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"), "日一二三四五六")),
    "Previous month.": "上个月",
    "Next month.": "下个月",
    "Previous month": "上个月",
    "Next month": "下个月",
    "Select a date.": "选择日期",
    "yyyy": "年",
    "mm": "月",
    "dd": "日",
    # the frame, and states of the connection
    "Skip to main content": "跳到正文",
    "App pages": "页面",
    "Page not found": "没有这个页面",
    "Running...": "正在处理…",
    "RUNNING...": "正在处理…",
    "Stop": "停止",
    "Rerun": "重新运行",
    "Always rerun": "总是重新运行",
    "Connecting": "正在连接…",
    "CONNECTING": "正在连接…",
    "Please wait...": "请稍候…",
    "Connection error": "连不上服务器",
    "Connection failed": "连不上服务器",
    "Loading...": "正在载入…",
    "Clear caches": "清除缓存",
    "View more": "更多",
    "View less": "收起",
    (
        "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in "
        "your terminal:"
    ): "看板程序可能已经关闭，请联系管理员重新启动。",
    (
        "Streamlit server is not responding. Are you connected to the internet?"
    ): "服务器没有应答。请检查网络，或联系管理员。",
    "TypeError:": "没有显示出来：",
    "Vega visualization": "走势图",
    "visualization": "图",
    "group mark container": "图",
    "line mark container": "折线",
    "line mark": "折线",
    "point": "点",
}
#: (regular expression of JavaScript, Chinese with $1 for its first group)
PATTERNS = [
    (r"^Help for (.+)$", "$1的说明"),
    (r"^Remove (.+)$", "去掉$1"),
    (r"^(\d+) options? available\.?$", "$1个选项"),
    (r"^(.*) icon$", "图标"),
    (
        r"^You can only select up to (\d+) options?\. Remove an option first\.$",
        "最多选$1个，请先去掉一个",
    ),
    (r"^(.+) files are not allowed\.$", "不能上传$1文件"),
    (r"^File must be (.+) or smaller\.$", "文件不能超过$1"),
    (r"^Press Enter to .+$", "按回车确认"),
    (r"^(\d+) results?$", "$1处"),
    (r"^(\d+) more$", "还有$1页"),
    (
        r"^The page that you have requested does not seem to exist.*$",
        "要找的页面不存在，已转到首页。",
    ),
    (
        r"^Failed to fetch dynamically imported module.*$",
        "页面的程序文件没有下载完整，请刷新本页。",
    ),
    (r"^.* mark container$", "图"),
    (r"^.* mark$", "图"),
    (r"^option (.+), selected\.?$", "已选$1"),
    (r"^Select (.+)$", "选择$1"),
    (r"^Choose (.+), .+$", "选择日期"),
    (r"^Selected date is (.+)$", "已选$1"),
    (r"^year, (.+)$", "$1，年"),
    (r"^month, (.+)$", "$1，月"),
    (r"^day, (.+)$", "$1，日"),
]
