// How much waits is counted once the grid is shown: it takes as long as the list itself.
(function () {
  "use strict";

  document.querySelectorAll("[data-count-from]").forEach(function (link) {
    fetch(link.dataset.countFrom, { credentials: "same-origin" })
      .then(function (answer) {
        return answer.ok ? answer.json() : null;
      })
      .then(function (found) {
        if (found) {
          link.textContent = found.words;
        }
      })
      .catch(function () {}); // The button leads to the list all the same.
  });
})();
