// The only script of the reader's pages: it opens the filters where there is room, and takes people to their errors.
(function () {
  "use strict";

  document.querySelectorAll("details[data-open-from]").forEach(function (details) {
    if (window.matchMedia("(min-width: " + details.dataset.openFrom + ")").matches) {
      details.open = true;
    }
  });

  var summary = document.querySelector(".s-error-summary");
  if (summary) {
    summary.focus();
  }

  // An open menu closes with Escape, and gives the focus back to what opened it.
  document.addEventListener("keydown", function (event) {
    var menu = event.key === "Escape" && document.querySelector("details.s-menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
})();
