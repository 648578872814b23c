"""Languages and their tags (BCP 47): what they are called, and which can stand in for which."""

from __future__ import annotations

LANGUAGE_NAMES = {
    "ar": "العربية", "bg": "Български", "bn": "বাংলা", "bo": "བོད་ཡིག",
    "br": "Brezhoneg", "ca": "Català", "cs": "Čeština", "cy": "Cymraeg", "da": "Dansk",
    "de": "Deutsch", "el": "Ελληνικά", "en": "English", "es": "Español", "et": "Eesti",
    "eu": "Euskara", "fa": "فارسی", "fi": "Suomi", "fr": "Français", "fy": "Frysk",
    "ga": "Gaeilge", "gd": "Gàidhlig", "gl": "Galego", "gv": "Gaelg",
    "haw": "ʻŌlelo Hawaiʻi", "he": "עברית", "hi": "हिन्दी", "hr": "Hrvatski",
    "hu": "Magyar", "id": "Bahasa Indonesia", "ii": "ꆈꌠꉙ", "is": "Íslenska",
    "it": "Italiano", "ja": "日本語", "kk": "Қазақ тілі", "km": "ខ្មែរ", "ko": "한국어",
    "kw": "Kernewek", "ky": "Кыргызча", "lo": "ລາວ", "lt": "Lietuvių", "lv": "Latviešu",
    "mi": "Te reo Māori", "mn": "Монгол", "ms": "Bahasa Melayu", "my": "မြန်မာ",
    "nb": "Norsk bokmål", "ne": "नेपाली", "nl": "Nederlands", "nn": "Norsk nynorsk",
    "no": "Norsk", "pl": "Polski", "pt": "Português", "pt-BR": "Português (Brasil)",
    "ro": "Română", "ru": "Русский", "se": "Davvisámegiella", "sk": "Slovenčina",
    "sl": "Slovenščina", "sr": "Српски", "sv": "Svenska", "sw": "Kiswahili",
    "ta": "தமிழ்", "th": "ไทย", "tl": "Tagalog", "tr": "Türkçe", "ug": "ئۇيغۇرچە",
    "uk": "Українська", "ur": "اردو", "uz": "Oʻzbekcha", "vi": "Tiếng Việt",
    "yue": "粵語", "za": "Vahcuengh", "zh": "中文", "zh-Hans": "简体中文", "zh-Hant": "繁體中文",
}  # fmt: skip
"""Language (BCP 47) -> its name in the language itself (CLDR)."""
RIGHT_TO_LEFT = {"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
RIGHT_TO_LEFT_SCRIPTS = {"Arab", "Hebr", "Thaa"}


def get_language_tag(lang: str) -> str:
    """The BCP 47 tag of a language."""
    return "zh-CN" if get_base_language(lang) == "zh" else lang


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


def is_right_to_left(lang: str) -> bool:
    base, *subtags = lang.split("-")
    scripts = {subtag for subtag in subtags if len(subtag) == 4}
    return bool(scripts & RIGHT_TO_LEFT_SCRIPTS) if scripts else base in RIGHT_TO_LEFT
