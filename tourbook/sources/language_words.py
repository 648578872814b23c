"""Which language is meant by a word that is no tag of BCP 47: 中文, english, cn, eng, zh_CN."""

from __future__ import annotations

import re
from typing import NamedTuple

from tourbook.common.l10n import localize_text
from tourbook.common.languages import LANGUAGE_NAMES
from tourbook.common.patterns import compile_late
from tourbook.schema import SiteRecord

_ISO_639_1 = frozenset(
    re.findall(
        "..",
        "aaabaeafakamanarasavayazbabebgbhbibmbnbobrbscacechcocrcscucvcydadedvdzeeeleneoes"
        "eteufafffifjfofrfygagdglgngugvhahehihohrhthuhyhziaidieigiiikioisitiujajvkakgkikj"
        "kkklkmknkokrkskukvkwkylalblglilnloltlulvmgmhmimkmlmnmrmsmtmynanbndnengnlnnnonrnv"
        "nyocojomorospapiplpsptqurmrnrorurwsascsdsesgsiskslsmsnsosqsrssstsusvswtatetgthti"
        "tktltntotrtstttwtyugukuruzvevivowawoxhyiyozazhzu",
    )
)
"""The languages with a tag of two letters."""
_TAG = compile_late(r"^([a-z]{2,3})(-[A-Za-z0-9]{2,8})*$")


class NamedLanguage(NamedTuple):
    tag: str
    zh: str
    en: str


_ROWS = """
zh|中文|Chinese|汉语 普通话 国语 简体 简体中文 中国 mandarin cn chn zho chi chs zhs zh-cn zh-chs
zh-Hant|繁体中文|traditional Chinese|繁体 繁體 繁體中文 正體中文 hk tw cht zht zh-cht
en-GB|英式英语|British English|british en-uk
yue|粤语|Cantonese|广东话 白话 粵語
en|英语|English|英文 美语 us gb eng usa
bo|藏语|Tibetan|藏文 tibet tb tib bod xz xizang
ug|维吾尔语|Uyghur|维语 维文 维吾尔文 uig uyghur uighur xj
mn|蒙古语|Mongolian|蒙文 蒙语 蒙古文 mon
kk|哈萨克语|Kazakh|哈萨克文 kaz kz
za|壮语|Zhuang|壮文 zha
ii|彝语|Yi|彝文 iii
ko|韩语|Korean|韩文 朝鲜语 朝鲜文 kp kor korea
ja|日语|Japanese|日文 jp jpn japan
th|泰语|Thai|泰文 tha thailand
lo|老挝语|Lao|老挝文 lao
km|高棉语|Khmer|柬埔寨语 kh khm
my|缅甸语|Burmese|缅文 mm mya bur
vi|越南语|Vietnamese|越南文 vn vie
ms|马来语|Malay|马来文 msa may
id|印度尼西亚语|Indonesian|印尼语 ind
hi|印地语|Hindi|印地文 in hin
ur|乌尔都语|Urdu|urd pk
bn|孟加拉语|Bengali|bd ben
ne|尼泊尔语|Nepali|np nep
ru|俄语|Russian|俄文 rus russia
fr|法语|French|法文 fra fre france
de|德语|German|德文 deu ger germany at
es|西班牙语|Spanish|西班牙文 spa sp esp mx spain
pt|葡萄牙语|Portuguese|葡萄牙文 por portugal brazil
it|意大利语|Italian|意大利文 ita italy
ar|阿拉伯语|Arabic|阿拉伯文 ara
nl|荷兰语|Dutch|nld dut
pl|波兰语|Polish|pol poland
cs|捷克语|Czech|cz ces cze
sv|瑞典语|Swedish|swe sweden
da|丹麦语|Danish|dk dan
nb|挪威语|Norwegian|nor norway
el|希腊语|Greek|gr ell gre
uk|乌克兰语|Ukrainian|ua ukr ukraine
cy|威尔士语|Welsh|cym wel wales
ga|爱尔兰语|Irish|gle
gd|苏格兰盖尔语|Scottish Gaelic|gla gaelic scots
tr|土耳其语|Turkish|tur
"""
_LANGUAGES = [NamedLanguage(*row.split("|")[:3]) for row in _ROWS.split("\n") if row]
_BY_TAG = {language.tag: language for language in _LANGUAGES}
_BY_WORD = {
    name.casefold(): _BY_TAG.get(tag, NamedLanguage(tag, name, name))
    for tag, name in LANGUAGE_NAMES.items()
}
for _row in filter(None, _ROWS.split("\n")):
    _tag, _zh, _en, _words = _row.split("|")
    _BY_WORD |= dict.fromkeys((*_words.split(), _zh.lower(), _en.lower()), _BY_TAG[_tag])


def is_language_tag(word: str) -> bool:
    """Whether the word has the form of a tag, and a language that there is: en, yue, zh-Hant. A
    language with two letters has no tag of three (RFC 5646, 2.2.1)."""
    match = _TAG.match(word)
    if match is None or word.lower() in ("zh-chs", "zh-cht", "en-uk"):
        return False
    base = match[1]
    return base in _ISO_639_1 if len(base) == 2 else base == "yue" or base not in _BY_WORD


def find_confused_language(tag: str, text: str) -> NamedLanguage | None:
    """The language whose country has the code that was taken for a tag, if a text shows it: “uk” is
    Ukrainian, but not without a Cyrillic letter; “kr” is Kanuri and “ch” Chamorro, both in Latin
    letters."""
    if tag == "uk" and not re.search("[\u0400-\u04ff]", text):
        return _BY_TAG["en"]
    if tag in ("kr", "ch") and re.search("[\u1100-\uffff]", text):
        return _BY_TAG["ko" if tag == "kr" else "zh"]
    return None


def are_languages_wrong(site: SiteRecord) -> bool:
    """Whether a language of the site is none, so that nothing can be said of the texts in it."""
    return any(
        not is_language_tag(language)
        or find_confused_language(language, localize_text(site.name, language, language))
        for language in site.languages
    )


def find_meant_language(word: str) -> NamedLanguage | None:
    """The language that the author of a word means, if it is known."""
    plain = word.strip().casefold().replace("_", "-")
    candidates = (plain, plain.partition("-")[0])
    for candidate in candidates:
        if candidate in _BY_WORD:
            return _BY_WORD[candidate]
        if candidate in _BY_TAG:
            return _BY_TAG[candidate]
    return None
