"""Which question kind a place of an XForm is: the author's type word first, the control and bind otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as ET

from survey.form import QuestionKind as Kind
from survey.xlsform.texts import local

_BY_WORD: Mapping[str, Kind] = {
    "note": Kind.NOTE,
    "add note prompt": Kind.NOTE,
    "q note": Kind.NOTE,
    "calculate": Kind.CALCULATE,
    "q calculate": Kind.CALCULATE,
    "add calculate prompt": Kind.CALCULATE,
    "hidden": Kind.HIDDEN,
    "rank": Kind.RANK,
    "range": Kind.RANGE,
    "audit": Kind.AUDIT,
    "start-geopoint": Kind.START_GEOPOINT,
    "background-geopoint": Kind.START_GEOPOINT,
    "background-audio": Kind.BACKGROUND_AUDIO,
    "barcode": Kind.BARCODE,
}
_BY_PRELOAD: Mapping[tuple[str, str], Kind] = {
    ("timestamp", "start"): Kind.START,
    ("timestamp", "end"): Kind.END,
    ("date", "today"): Kind.TODAY,
    ("property", "deviceid"): Kind.DEVICEID,
    ("property", "username"): Kind.USERNAME,
    ("property", "phonenumber"): Kind.PHONENUMBER,
    ("property", "email"): Kind.EMAIL,
}
_BY_TYPE: Mapping[str, Kind] = {
    "int": Kind.INTEGER,
    "integer": Kind.INTEGER,
    "decimal": Kind.DECIMAL,
    "date": Kind.DATE,
    "time": Kind.TIME,
    "dateTime": Kind.DATETIME,
    "geopoint": Kind.GEOPOINT,
    "geotrace": Kind.GEOTRACE,
    "geoshape": Kind.GEOSHAPE,
    "barcode": Kind.BARCODE,
}
_BY_CONTROL: Mapping[str, Kind] = {
    "select1": Kind.SELECT_ONE,
    "select": Kind.SELECT_MULTIPLE,
    "rank": Kind.RANK,
    "trigger": Kind.ACKNOWLEDGE,
    "range": Kind.RANGE,
}
_BY_MEDIA: Mapping[str, Kind] = {"image": Kind.IMAGE, "audio": Kind.AUDIO, "video": Kind.VIDEO, "osm": Kind.FILE}


def kind_of(word: str, control: ET.Element | None, bind: Mapping[str, str]) -> Kind:
    """Decide the kind. ``word`` is pyxform's type, ``bind`` the bind's attributes by local name."""
    if bind.get("preload"):
        return _BY_PRELOAD.get((bind["preload"], bind.get("preloadParams", "")), Kind.METADATA)
    if word in _BY_WORD:
        return _BY_WORD[word]
    if control is None:
        return Kind.CALCULATE if bind.get("calculate") else Kind.HIDDEN
    if control.get("query"):
        return Kind.SELECT_ONE
    tag = local(control)
    if tag == "upload":
        return _BY_MEDIA.get(control.get("mediatype", "").partition("/")[0], Kind.FILE)
    return _BY_CONTROL.get(tag) or _BY_TYPE.get(bind.get("type", ""), Kind.TEXT)
