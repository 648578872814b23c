"""The index of a site's own search: which pages hold a word, without a server.

A page of the site that can be found is a *subject* and has a number. Files of terms say in which
subjects a term occurs; files of subjects say what these are. A browser fetches only those that it
needs, as scripts, which works from a disk, too. `search.js` of the default theme reads them.
"""
