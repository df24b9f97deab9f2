"""pyxform's messages that stand in no catalogue: a pattern of the English text and the Chinese sentence.

Tried in order, anywhere in the text; named groups are the sentence's placeholders.
"""

from __future__ import annotations

import re

_TEXTS = (
    (r"^You must have a sheet named '(?P<sheet>[^']+)'", "工作簿里没有名为“{sheet}”的工作表。"),
    (r"Question with no type", "这一行没有题型，请填写“type”列。"),
    (r"Question or group with no name", "这道题或题组没有名称，请填写“name”列。"),
    (r"Audits must always be named 'audit", "audit 题的名称只能是“audit”，请把“name”列留空。"),
    (r"Missing calculation", "calculate 题没有算式，请填写“calculation”列。"),
    (
        r"(?P<name>\S+) must be set to true or false: '(?P<value>[^']*)' is an invalid value",
        "参数“{name}”只能是“true”或“false”，不能是“{value}”。",
    ),
    (r"(?P<name>\S+) must be set to on-form-edit", "参数“{name}”只能是“on-form-edit”。"),
    (
        r"Parameter (?P<name>\S+) must be set to no-power.*?'(?P<value>[^']*)' is an invalid",
        "参数“{name}”只能是“no-power”、“low-power”、“balanced”或“high-accuracy”，不能是“{value}”。",
    ),
    (r"Parameter (?P<name>\S+) must have an integer value", "参数“{name}”必须是整数。"),
    (r"Parameter (?P<name>\S+) must be greater than or equal to zero", "参数“{name}”不能小于 0。"),
    (
        r"Parameter (?P<name>\S+) must be greater than or equal to (?P<other>[\w-]+)",
        "参数“{name}”不能小于“{other}”。",
    ),
    (
        r"include location information in the audit, '(?P<a>[^']+)', '(?P<b>[^']+)', and '(?P<c>[^']+)'",
        "audit 题要记录位置，必须同时写明参数“{a}”、“{b}”和“{c}”。",
    ),
    (r"Invalid value for (?P<name>[\w-]+)\.$", "参数“{name}”的值不对。"),
    (
        r"^(?P<name>\S+) value must be a number or a reference to another field",
        "参数“{name}”必须是数字，或引用另一道题。",
    ),
    (
        r"Parameters must include (?P<need>[\w-]+)=true to use a (?P<name>[\w-]+)",
        "要用参数“{name}”，必须同时写明“{need}=true”。",
    ),
    (r"Parameter 'app' has an invalid Android package name", "参数“app”不是有效的安卓应用包名。"),
    (r"Repeat loop without list name", "loop 没有写选项清单的名称。"),
    (r"List name not in columns sheet: (?P<name>.+)$", "loop 的选项清单“{name}”找不到。"),
    (
        r"There should be an? (?P<sheet>\w+) sheet in this xlsform",
        "工作簿里没有“{sheet}”表，而这里要用到选项清单；请补上（列：“list_name”、“name”、“label”）。",
    ),
    (r"List name not in external choices sheet: (?P<name>.+)$", "external_choices 表里没有清单“{name}”。"),
    (r"List name not in choices sheet: (?P<name>.+)$", "choices 表里没有清单“{name}”。"),
    (
        r"Choice names with spaces.*?See \[(?P<value>.*?)\] in \[(?P<name>.*?)\]",
        "多选题的选项编码不能有空格：清单“{name}”里的“{value}”。",
    ),
    (r"Choice filter not supported with or_other", "带“or_other”的选择题不能用“choice_filter”。"),
    (r"Please specify choices for this 'or other' question", "带“or_other”的选择题没有选项，请在 choices 表补上。"),
    (r"Choice filter not supported for table-list", "“appearance”为“table-list”的题组里不能用“choice_filter”。"),
    (
        r"Badly formatted table list, list names don't match: (?P<a>\S+) vs\. (?P<b>\S+)",
        "“table-list”题组里的选择题必须用同一个选项清单，这里有“{a}”和“{b}”。",
    ),
    (r"Cannot omit instanceID", "表单要加密，不能省去“instanceID”。"),
    (
        r"File name for '(?P<name>[^']+)' should end with one of.*?: (?P<value>.+)$",
        "“{name}”的文件名须以这些扩展名之一结尾：{value}。",
    ),
    (r"For 'background-geopoint' questions, the 'calculation'", "background-geopoint 题的“calculation”列必须留空。"),
    (r"For 'background-geopoint' questions, the 'trigger'", "background-geopoint 题必须填写“trigger”列。"),
    (r"Unknown question type '(?P<name>.*)'", "不认识的题型“{name}”。"),
    (
        r"The question \$\{(?P<a>[^}]+)\} is not user-visible .*?question \$\{(?P<b>[^}]+)\}",
        "“{a}”不显示给填表人，不能用来触发“{b}”的计算。",
    ),
    (r"There is no survey element named '(?P<name>[^']*)'", "引用了“{name}”，survey 表里没有这个名称。"),
    (
        r"There are multiple survey elements named '(?P<name>[^']*)'",
        "引用了“{name}”，survey 表里不止一处叫这个名称，请改名。",
    ),
    (r"survey element named '(?P<name>[^']*)' has no label or hint", "“{name}”没有题目文字，请填写“label”列。"),
    (
        r"To use big-image, you must also specify an image for the survey element named (?P<name>.+)\.$",
        "“{name}”用了“big-image”，还必须填写“image”。",
    ),
    (
        r"The same instance id will.*?name: '(?P<name>[^']*)'.*?Existing URI: '(?P<a>[^']*)'.*?e URI: '(?P<b>[^']*)'",
        "“{name}”这个名称既指“{a}”又指“{b}”，请给其中一个文件或清单改名。",
    ),
    (r"Invalid value for `self\.bind", "“bind::type”列的值不对，请删去这一列，改用“type”列写题型。"),
    (
        r"Instance names must be unique within a form\. The name '(?P<name>[^']*)' was found (?P<value>\d+) time",
        "“{name}”这个名称被用了 {value} 次来引入外部数据；同一张表里只能引入一次，请删去多余的或改名。",
    ),
    (
        r"Question '(?P<name>[^']*)' is a select from file type, using 'search\(\)'",
        "“{name}”从文件取选项，不能同时用“search()”。",
    ),
    (
        r"Question '(?P<name>[^']*)' uses 'search\(\)'.*?list name '(?P<value>[^']*)'",
        "“{name}”用了“search()”，它的清单“{value}”又被没有用的题引用；请换一个清单名。",
    ),
    (r"Survey cannot have an empty id_string", "表单没有编号，请在 settings 表填写“form_id”。"),
    (r"Media type: (?P<name>.+?) not supported", "不支持的媒体类型“{name}”。"),
    (r"Duplicate column header: (?P<name>.+)$", "列名“{name}”出现了两次。"),
    (r"There should be choices for this question", "这道选择题没有选项。"),
    (r"Arguments 'itemset' and 'list_name' must not both", "这道选择题没有写选项清单的名称。"),
    (r"This section has not been included", "引用的题组不在这个工作簿里。"),
    (r"Found a cascading_select (?P<name>\S+)", "找不到级联选择“{name}”的数据，请改用“choice_filter”。"),
    (r"does not appear to be a valid XLSForm", "工作簿不像是 XLSForm 表单。"),
)

BY_PATTERN = tuple((re.compile(pattern), sentence) for pattern, sentence in _TEXTS)
