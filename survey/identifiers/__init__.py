"""Numbers that identify: 统一社会信用代码, 15-digit 注册号, 居民身份证, telephones. Checks return problems (I…)."""

from survey.identifiers.idcard import birth_date, check_id_card, is_male, to_18
from survey.identifiers.phone import check_mobile, check_phone, cleaned_phone, is_plain_mobile
from survey.identifiers.regno import check_reg_no15
from survey.identifiers.typing import CLEANERS, cleaned
from survey.identifiers.uscc import check_uscc, cleaned_code, inner_check_holds, region_of, suggest_uscc, uscc_holds

__all__ = [
    "CLEANERS",
    "birth_date",
    "check_id_card",
    "check_mobile",
    "check_phone",
    "check_reg_no15",
    "check_uscc",
    "cleaned",
    "cleaned_code",
    "cleaned_phone",
    "inner_check_holds",
    "is_male",
    "is_plain_mobile",
    "region_of",
    "suggest_uscc",
    "to_18",
    "uscc_holds",
]
