"""One Chinese sentence for each member of pyxform's ``ErrorCode``; the placeholders are those of its own template."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_LETTERS = "须以字母、汉字或下划线开头，其后只能用字母、汉字、数字、下划线、连字符和句点。"

BY_CODE: Mapping[str, str] = MappingProxyType(
    {
        "ENTITY_001": "用了“save_to”列，却没有声明实体。请增加 entities 表并在其中声明一个实体。",
        "ENTITY_002": "“save_to”的属性“{saveto}”已被第 {other_row} 行使用，请删去或改名其中一个。",
        "ENTITY_003": "题组和重复组不能存为实体的属性，请删去或移走这一行的“save_to”。",
        "ENTITY_004": "“save_to”所写的实体清单“{dataset}”在 entities 表里找不到，请核对清单名或补上这一行。",
        "ENTITY_005": "实体清单“{dataset}”没有“label”。新建实体必须有“label”；若要更新实体，请改填“entity_id”。",
        "ENTITY_006": "实体清单“{dataset}”没有“update_if”。"
        "“create_if”与“entity_id”同时填写时必须有它；若只新建，请删去“entity_id”。",
        "ENTITY_007": "实体清单“{dataset}”没有“entity_id”。更新实体必须有；若只新建，请把“update_if”改为“create_if”。",
        "ENTITY_008": "声明了多个实体时，“save_to”须写成“清单名#属性名”，或只保留一个实体。",
        "ENTITY_009": "每个题组或重复组只能有一个实体，范围“{scope}”已分给第 {other_row} 行的实体，没有别的位置可用。"
        "请检查“save_to”和 entities 表里的引用。",
        "ENTITY_011": "实体清单“{dataset}”在“{other_scope}”里已有引用，与“{scope}”里的“save_to”不相容。"
        "请核对清单名，或用 calculate 题把值抄到需要的范围。",
        "ENTITY_012": "实体清单“{dataset}”在“{other_scope}”里已有引用，与“{scope}”里对“{question}”的引用不相容。"
        "请核对引用，或用 calculate 题把值抄到需要的范围。",
        "ENTITY_013": "“save_to”里最多只能有一个“#”，请核对写法。",
        "HEADER_001": "工作表“{sheet_name}”的列名不对（“{header}”）。请检查第一行是不是列名。",
        "HEADER_002": "工作表“{sheet_name}”里的“{other}”和“{header}”是同一列的两种写法，请改名或删去其中一列。",
        "HEADER_003": "工作表“{sheet_name}”缺少必须的列：{missing}。",
        "HEADER_004": "选项表的列名“{column}”不对：列名不能为空，也不能有空格。",
        "HEADER_005": "entities 表里有不支持的列：{columns}。请核对列名或删去这些列。",
        "INTERNAL_001": "触发题的数据有误（“{value}”），请检查“trigger”列。",
        "INTERNAL_002": "路径“{path}”的引用既没有属性也没有题名，请检查 entities 表。",
        "LABEL_001": "这个选项没有“label”，请补上选项文字。",
        "NAMES_001": "名称“{value}”在同一层里重复；同一题组、重复组或整张表的同一层里，名称不能相同。",
        "NAMES_002": "名称“{value}”与另一个名称只差大小写，有的统计软件分不清，建议改名。",
        "NAMES_003": "重复组的名称“{value}”不能与整张表的名称（通常是“data”）相同。",
        "NAMES_004": "重复组的名称“{value}”在整张表里必须唯一，不论在哪一层。",
        "NAMES_005": "名称“meta”留给表单的元数据使用，请改名。",
        "NAMES_006": "这个选项没有编码，请填写“name”列。",
        "NAMES_007": "选项编码在同一清单里重复。请改正；确需重复时，在 settings 表设置“allow_choice_duplicates”。",
        "NAMES_008": "“{column}”的值不能作名称：" + _LETTERS,
        "NAMES_009": "“{name}”的值不能作名称：" + _LETTERS,
        "NAMES_010": "“{column}”的值不能以两个下划线开头。",
        "NAMES_011": "“{column}”的值不能含有句点。",
        "NAMES_012": "“{column}”的值不能是“name”或“label”（不论大小写）。",
        "NAMES_013": "没有找到工作表“{sheet}”，名称相近的有：{candidates}。",
        "NAMES_014": "entities 表的“list_name”不能重复。",
        "NAMES_015": "entities 表的“list_name”不能为空。",
        "PYREF_001": "“{column}”里的引用写得不对：引用要以“${{”开头，接题名，以“}}”结尾。",
        "PYREF_002": "“{column}”里的多个引用之间要用逗号隔开。",
        "PYREF_003": "“{column}”引用了“{q}”，survey 表里没有这个名称。",
        "PYREF_004": "“{column}”引用了“{q}”，这个名称在 survey 表里不止一处，被引用的名称必须唯一。",
        "RANGE_001": "range 题的参数“{name}”必须是数字。",
        "RANGE_002": "range 题的参数“{name}”不能是 0。",
        "RANGE_003": "range 题的参数“{name}”不能大于“start”与“end”之差。",
        "RANGE_004": "range 题的参数“{name}”必须是“step”的整数倍。",
        "RANGE_005": "range 题的参数“{name}”必须在“start”与“end”之间（含两端）。",
        "RANGE_006": "range 题的参数“tick_labelset”必须是 choices 表里已有的清单名。",
        "RANGE_007": "range 题的“appearance”为“no-ticks”时，“tick_labelset”的清单只能有两项。",
        "RANGE_008": "range 题的参数“tick_interval”、“placeholder”、“tick_labelset”"
        "只能配合“appearance”为空、“vertical”或“no-ticks”使用。",
        "RANGE_009": "range 题的“tick_labelset”清单里，选项编码必须都是数字。",
        "RANGE_010": "range 题的“tick_labelset”清单里，选项编码必须在“start”与“end”之间（含两端）。",
        "RANGE_011": "range 题的“tick_labelset”清单里，选项编码必须等于“start”加上“{name}”的整数倍。",
        "RANGE_012": "range 题的“appearance”为“no-ticks”时，“tick_labelset”的选项编码只能是“start”和“end”的值。",
        "SURVEY_001": "“end_{type}”没有对应的“begin_{type}”（名称“{name}”）。",
        "SURVEY_002": "“begin_{type}”没有对应的“end_{type}”（名称“{name}”）。",
        "SURVEY_003": "geoshape 和 geotrace 题的参数“incremental”只能是“true”，或不写。",
        "SURVEY_004": "“parameters”列的写法不对，应为“参数=值”，多个之间用空格隔开。",
        "SURVEY_005": "“parameters”列里有这种题型不认识的参数：{rejected}。可以写：{accepted}。",
        "SURVEY_006": "参数“reference-geometry”必须是已有的选项清单、实体清单或附件的名称，或引用一个重复组。",
        "SURVEY_007": "参数“capture-accuracy”必须是数字。",
        "SURVEY_008": "参数“warning-accuracy”必须是数字。",
        "SURVEY_009": "参数“allow-mock-accuracy”只能是“true”或“false”。",
    },
)
