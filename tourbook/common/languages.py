"""Languages and their tags (BCP 47): what they are called, and which can stand in for which."""

from __future__ import annotations

from collections.abc import Sequence

LANGUAGE_NAMES = {
    "af": "Afrikaans", "am": "አማርኛ", "ar": "العربية", "as": "অসমীয়া", "ay": "Aymar aru",
    "az": "Azərbaycan", "ba": "Башҡортса", "be": "Беларуская", "bg": "Български",
    "bn": "বাংলা", "bo": "བོད་ཡིག", "br": "Brezhoneg", "bs": "Bosanski", "ca": "Català",
    "ceb": "Cebuano", "chr": "ᏣᎳᎩ", "ckb": "کوردیی ناوەندی", "co": "Corsu", "cs": "Čeština",
    "cy": "Cymraeg", "da": "Dansk", "de": "Deutsch", "dsb": "Dolnoserbšćina", "dv": "ދިވެހި",
    "dz": "རྫོང་ཁ", "el": "Ελληνικά", "en": "English", "eo": "Esperanto", "es": "Español",
    "et": "Eesti", "eu": "Euskara", "fa": "فارسی", "fi": "Suomi", "fil": "Filipino",
    "fj": "Vosa Vakaviti", "fo": "Føroyskt", "fr": "Français", "fy": "Frysk", "ga": "Gaeilge",
    "gd": "Gàidhlig", "gl": "Galego", "gn": "Avañe’ẽ", "gsw": "Schwiizertüütsch",
    "gu": "ગુજરાતી", "gv": "Gaelg", "ha": "Hausa", "haw": "ʻŌlelo Hawaiʻi", "he": "עברית",
    "hi": "हिन्दी", "hr": "Hrvatski", "hsb": "Hornjoserbšćina", "ht": "Kreyòl ayisyen",
    "hu": "Magyar", "hy": "Հայերեն", "id": "Bahasa Indonesia", "ig": "Igbo", "ii": "ꆈꌠꉙ",
    "ilo": "Ilokano", "is": "Íslenska", "it": "Italiano", "iu": "ᐃᓄᒃᑎᑐᑦ", "ja": "日本語",
    "jv": "Jawa", "ka": "ქართული", "kk": "Қазақ тілі", "kk-Arab": "قازاق تىلى",
    "kl": "Kalaallisut", "km": "ខ្មែរ", "kn": "ಕನ್ನಡ", "ko": "한국어", "ku": "Kurdî",
    "kw": "Kernewek", "ky": "Кыргызча", "la": "Latina", "lb": "Lëtzebuergesch",
    "lij": "Ligure", "ln": "Lingála", "lo": "ລາວ", "lt": "Lietuvių", "lv": "Latviešu",
    "mg": "Malagasy", "mi": "Te reo Māori", "mk": "Македонски", "ml": "മലയാളം",
    "mn": "Монгол", "mn-Mong": "ᠮᠣᠩᠭᠣᠯ", "mr": "मराठी", "ms": "Bahasa Melayu", "mt": "Malti",
    "my": "မြန်မာ", "nan": "閩南語", "nb": "Norsk bokmål", "ne": "नेपाली", "nl": "Nederlands",
    "nn": "Norsk nynorsk", "no": "Norsk", "nv": "Diné bizaad", "oc": "Occitan",
    "om": "Afaan Oromoo", "or": "ଓଡ଼ିଆ", "pa": "ਪੰਜਾਬੀ", "pl": "Polski", "ps": "پښتو",
    "pt": "Português", "pt-BR": "Português (Brasil)", "qu": "Runasimi", "rm": "Rumantsch",
    "ro": "Română", "ru": "Русский", "rw": "Ikinyarwanda", "sa": "संस्कृतम्", "sc": "Sardu",
    "sco": "Scots", "sd": "سنڌي", "se": "Davvisámegiella", "si": "සිංහල", "sk": "Slovenčina",
    "sl": "Slovenščina", "sm": "Gagana Samoa", "sn": "chiShona", "so": "Soomaali",
    "sq": "Shqip", "sr": "Српски", "sr-Latn": "Srpski", "st": "Sesotho", "su": "Basa Sunda",
    "sv": "Svenska", "sw": "Kiswahili", "ta": "தமிழ்", "te": "తెలుగు", "tg": "Тоҷикӣ",
    "th": "ไทย", "ti": "ትግርኛ", "tk": "Türkmen dili", "tl": "Tagalog", "tn": "Setswana",
    "to": "Lea fakatonga", "tr": "Türkçe", "tt": "Татар", "ug": "ئۇيغۇرچە",
    "uk": "Українська", "ur": "اردو", "uz": "Oʻzbekcha", "vi": "Tiếng Việt", "wo": "Wolof",
    "xh": "IsiXhosa", "yi": "ייִדיש", "yo": "Èdè Yorùbá", "yue": "粵語", "za": "Vahcuengh",
    "zh": "中文", "zh-CN": "简体中文", "zh-HK": "繁體中文", "zh-Hans": "简体中文",
    "zh-Hant": "繁體中文", "zh-MO": "繁體中文", "zh-SG": "简体中文",
    "zh-TW": "繁體中文", "zu": "isiZulu",
}  # fmt: skip
"""Language (BCP 47) -> its name in the language itself (CLDR)."""
RIGHT_TO_LEFT = {"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
RIGHT_TO_LEFT_SCRIPTS = {"Arab", "Hebr", "Thaa"}


def get_language_tag(lang: str) -> str:
    """The BCP 47 tag of a language."""
    return "zh-CN" if lang == "zh" else lang


def get_base_language(lang: str) -> str:
    """The language without script and region: "en" of "en-GB"."""
    return lang.partition("-")[0]


def list_broader_languages(lang: str) -> list[str]:
    """The language and those that can stand in for it (RFC 4647, 3.4): zh-Hant-HK, zh-Hant, zh."""
    parts = lang.split("-")
    return ["-".join(parts[:n]) for n in range(len(parts), 0, -1)]


def get_language_name(lang: str) -> str:
    """The name of a language in itself; its tag if that is not known."""
    codes = list_broader_languages(lang)
    return next((LANGUAGE_NAMES[code] for code in codes if code in LANGUAGE_NAMES), lang)


def list_language_names(langs: Sequence[str]) -> list[str]:
    """The names of some languages; those with the same name have what tells them apart: English
    (GB), English (US)."""
    names = list(map(get_language_name, langs))
    return [
        f"{name} ({lang.partition('-')[2]})" if names.count(name) > 1 and "-" in lang else name
        for lang, name in zip(langs, names, strict=True)
    ]


def is_right_to_left(lang: str) -> bool:
    base, *subtags = lang.split("-")
    scripts = {subtag for subtag in subtags if len(subtag) == 4}
    return bool(scripts & RIGHT_TO_LEFT_SCRIPTS) if scripts else base in RIGHT_TO_LEFT
