"""The open data of a site: what its pages say of stops, exhibitions and places, as tables.

`records` are the types: their fields, with their descriptions, are also the page that documents
them. They hold no personal data, no contacts, and nothing that only the crew needs.
"""
