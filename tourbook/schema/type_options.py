"""What a field can hold, read from its type: for tables of fields, columns and help."""

from msgspec import inspect as mi


def list_type_options(field_type: mi.Type) -> list[mi.Type]:
    """The types that a field can have: without descriptions, none, and the text that is empty."""
    field_type = strip_description(field_type)
    types = field_type.types if isinstance(field_type, mi.UnionType) else (field_type,)
    options = [strip_description(option) for option in types]
    return [option for option in options if not _is_empty(option)]


def strip_description(field_type: mi.Type) -> mi.Type:
    """A type without what is said of it."""
    while isinstance(field_type, mi.Metadata):
        field_type = field_type.type
    return field_type


def _is_empty(option: mi.Type) -> bool:
    return isinstance(option, mi.NoneType) or (
        isinstance(option, mi.LiteralType) and option.values == ("",)
    )
