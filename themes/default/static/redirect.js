// The page has moved: on to its new address, with what follows ? and # in this one.
const link = document.querySelector("a");
link.search = location.search;
link.hash = location.hash;
location.replace(link.href);
