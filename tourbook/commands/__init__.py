"""The commands. To add one, write a module with a COMMAND and list it here."""

COMMANDS = {
    "init": "begin a site / 开始一个新网站",
    "build": "build the site into output/ (the default command) / 生成网站",
    "merge": "put together what `build --shard` made in parts / 把分开生成的部分合成网站",
    "check": "check only, write nothing / 只检查，不写文件",
    "changes": "say what commits mean in plain words / 用大白话说改了什么",
    "hooks": "let Git check each commit / 每次提交前先检查",
    "explain": "explain why an output file exists and is or is not rebuilt / 说明某个文件的来历",
    "clean": "delete what was built, and only that / 删除生成的文件",
    "new": "add an exhibition, a venue, a stop … / 新建展览、场馆、站点等",
    "rename": "give a record another id, everywhere at once / 改编号，到处一起改",
    "move": "move a stop to other days, and see what clashes / 一站改期，先看有没有冲突",
    "cancel": "cancel a stop / 取消一站",
    "postpone": "postpone a stop until there is a new date / 一站延期，新日期未定",
    "confirm": "confirm a stop / 确认一站",
    "skip": "leave out one date of a recurring visit / 重复的到访少来一次",
    "end": "end a recurring visit, and go on with another / 重复的到访到哪天为止，换一条接着来",
    "swap": "let the sets of two stops change places / 两站的展品对调",
    "export": "write the records as a workbook, CSV or JSON / 导出成表格",
    "import": "make the files say what a workbook says / 把表格里的改动写回来",
    "fmt": "put the files into their usual layout: key order, quotation marks / 按固定格式排文件",
    "plan": "find free periods, or make a rotation / 查空档、排轮换",
    "report": "figures of a year, as text, CSV or XLSX / 年度统计",
    "deploy": "move what has changed to a host, with rclone / 用 rclone 把有改动的文件传到托管空间",
    "server": "publish from a repository on your own server / 在自己的服务器上发布",
    "serve": "preview with live reload / 本地预览，保存后自动刷新",
    "schema": "write schemas/*.json and the field tables of docs/content*.md / "
    "生成 JSON Schema 和字段表",
    "completion": "print a script with which a shell completes commands / 输出命令补全脚本",
}
"""Name of a command and of its module -> help."""
