"""The images of records: their pictures, or else their covers."""

from __future__ import annotations

from msgspec.structs import replace

from tourbook import views as v
from tourbook.covers.shapes import HEIGHT as COVER_HEIGHT
from tourbook.covers.shapes import WIDTH as COVER_WIDTH
from tourbook.model.entries import Entry
from tourbook.model.trips import Stop, Trip
from tourbook.schedule.agenda import Agenda
from tourbook.schema import Text
from tourbook.schema.fields import Exhibit
from tourbook.schema.maps import MapRecord
from tourbook.schema.site_options import LookOptions

from .addresses import Addresses
from .language import Language
from .published_files import PublishedFile


class ImageMaker:
    """Makes the views of images in one language."""

    def __init__(self, agenda: Agenda, language: Language, addresses: Addresses) -> None:
        self._agenda, self._language, self._addresses = agenda, language, addresses

    def make_image(self, entry: Entry) -> v.Image | None:
        """Its picture, or else its cover."""
        picture = self._addresses.find_picture(entry)
        if picture:
            record = entry.record
            share = picture.share_path or self._addresses.share_path_for(entry.kind, entry.slug)
            return replace(
                self._make_picture(picture, record.picture_alt, share),
                credit=self._language.localize(record.picture_credit),
                focus=record.picture_focus,
            )
        exists = self._agenda.model.entries[type(entry)].get(entry.id) is entry
        return self._make_cover(entry.kind, entry.slug) if exists else None

    def make_exhibit_image(self, entry: Entry, exhibit: Exhibit) -> v.Image | None:
        picture = self._addresses.find_picture_of(entry, exhibit.picture)
        return self._make_picture(picture, exhibit.picture_alt, "") if picture else None

    def make_stop_image(self, stop: Stop) -> v.Image | None:
        """That of its exhibition, or else of its caravan."""
        entry = stop.exhibition or stop.caravan
        return self.make_image(entry) if entry else None

    def make_trip_image(self, trip: Trip) -> v.Image | None:
        """That of its exhibition or caravan; a tour of several exhibitions has a cover."""
        if trip.namesake:
            return self.make_image(trip.namesake)
        return self._make_cover("tour", trip.slug)

    def make_map(self, record: MapRecord | None) -> v.BaseMap | None:
        picture = self._addresses.find_site_picture(record.picture) if record else None
        if record is None or picture is None:
            return None
        image = self._make_picture(picture, record.picture_alt, "")
        credit = self._language.localize(record.picture_credit)
        number = self._language.localize({"zh": record.number}) if record.number else ""
        return v.BaseMap(image=replace(image, credit=credit), number=number)

    def make_logo(self, options: LookOptions) -> v.Image | None:
        picture = self._addresses.find_site_picture(options.logo)
        return self._make_picture(picture, options.logo_alt, "") if picture else None

    def make_hero(self, options: LookOptions) -> v.Image | None:
        """The picture of the home page."""
        picture = self._addresses.find_site_picture(options.hero)
        return (
            self._make_picture(picture, options.hero_alt, picture.share_path) if picture else None
        )

    def _make_picture(self, picture: PublishedFile, alt: Text, share: str) -> v.Image:
        return v.Image(
            url=picture.path,
            alt=self._language.localize(alt),
            width=picture.width,
            height=picture.height,
            renditions=tuple(
                v.Rendition(url=picture.name_rendition(width), width=width)
                for width in picture.widths
            ),
            share=share,
        )

    def _make_cover(self, kind: str, slug: str) -> v.Image | None:
        path = self._addresses.cover_path_for(kind, slug)
        if not path:
            return None
        return v.Image(
            url=path,
            width=COVER_WIDTH,
            height=COVER_HEIGHT,
            is_cover=True,
            share=self._addresses.share_path_for(kind, slug),
        )
