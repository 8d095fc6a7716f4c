// Enhancements only: dropping a file, a word while it is sent, a check that is followed by itself.
(function () {
  "use strict";

  var drop = document.querySelector("[data-deposit-drop]");
  if (drop) {
    var input = drop.querySelector("input[type=file]");
    drop.querySelector("[data-deposit-hint]").hidden = false;
    ["dragenter", "dragover"].forEach(function (name) {
      drop.addEventListener(name, function (event) {
        event.preventDefault();
        drop.classList.add("s-drop--over");
      });
    });
    ["dragleave", "drop"].forEach(function (name) {
      drop.addEventListener(name, function () {
        drop.classList.remove("s-drop--over");
      });
    });
    drop.addEventListener("drop", function (event) {
      event.preventDefault();
      if (event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        input.focus();
      }
    });
  }

  // A second click sends nothing; the server would not publish twice either.
  document.querySelectorAll("main form[method=post]").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "1";
      var words = form.querySelector("[data-deposit-sending]");
      if (words) {
        words.textContent = words.dataset.words;
      }
    });
  });
  // The page that «Back» shows again can be sent again.
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
    });
  });

  var watched = document.querySelector("[data-deposit-watch]");
  function follow() {
    fetch(window.location.href, { credentials: "same-origin" })
      .then(function (answer) {
        return answer.text().then(function (text) {
          var page = new DOMParser().parseFromString(text, "text/html");
          var now = page.querySelector("[data-deposit-watch]");
          if (answer.redirected || !now) {
            window.location.assign(answer.url);
          } else {
            if (now.textContent.trim() !== watched.textContent.trim()) {
              watched.replaceChildren.apply(watched, Array.from(now.childNodes));
            }
            window.setTimeout(follow, 2000);
          }
        });
      })
      .catch(function () {
        window.setTimeout(follow, 5000);
      });
  }
  if (watched) {
    window.setTimeout(follow, 1500);
  }
})();
