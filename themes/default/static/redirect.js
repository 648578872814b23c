// The page has moved: on to its new address, with what follows ? and # in this one.
const link = document.querySelector("a");
link.search = location.search;
if (location.hash) link.hash = location.hash;
location.replace(link.href);
