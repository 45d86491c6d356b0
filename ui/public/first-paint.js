// Chooses the theme before anything is painted, so that no other one flashes.
(function () {
  var wish = null;
  try {
    wish = localStorage.getItem("cleave.theme");
  } catch (e) {
    // Storage may be forbidden; the system decides then.
  }
  var dark = wish === "dark" || (wish !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
