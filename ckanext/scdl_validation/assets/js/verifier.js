// Enhancements only: dropping a file, true progress while it is sent, a large file that need not be chosen twice.
(function () {
  "use strict";

  var kept = null;

  function prepare() {
    var form = document.querySelector("form[data-verify]");
    if (form) {
      droppable(form);
      form.addEventListener("submit", function (event) {
        send(form, event);
      });
    }
    // A large file is not in the page: the one that the window still has is given again.
    var again = document.querySelector("[data-verify-again]");
    if (again && kept) {
      var transfer = new DataTransfer();
      transfer.items.add(kept);
      again.querySelector("input[type=file]").files = transfer.files;
      again.hidden = true;
    }
  }

  function droppable(form) {
    var zone = form.querySelector("[data-verify-drop]");
    var input = zone.querySelector("input[type=file]");
    zone.querySelector("[data-verify-hint]").hidden = false;
    ["dragenter", "dragover"].forEach(function (name) {
      zone.addEventListener(name, function (event) {
        event.preventDefault();
        zone.classList.add("s-drop--over");
      });
    });
    ["dragleave", "drop"].forEach(function (name) {
      zone.addEventListener(name, function () {
        zone.classList.remove("s-drop--over");
      });
    });
    zone.addEventListener("drop", function (event) {
      event.preventDefault();
      if (event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        input.focus();
      }
    });
  }

  function send(form, event) {
    event.preventDefault();
    var place = form.querySelector("[data-verify-progress]");
    if (form.dataset.sent) {
      return;
    }
    form.dataset.sent = "1";
    kept = form.querySelector("input[type=file]").files[0] || null;
    var words = document.createElement("p");
    var bar = document.createElement("progress");
    words.textContent = place.dataset.sending;
    bar.max = 1;
    bar.setAttribute("aria-label", place.dataset.sending);
    place.replaceChildren(words, bar);
    var request = new XMLHttpRequest();
    request.upload.addEventListener("progress", function (step) {
      if (step.lengthComputable) {
        bar.value = step.loaded / step.total;
      }
    });
    request.upload.addEventListener("load", function () {
      words.textContent = place.dataset.checking;
      bar.setAttribute("aria-label", place.dataset.checking);
      bar.removeAttribute("value");
    });
    request.addEventListener("load", function () {
      show(request.responseText);
    });
    request.addEventListener("error", function () {
      delete form.dataset.sent;
      place.replaceChildren(words);
      words.textContent = place.dataset.failed;
    });
    request.open("POST", form.action);
    request.send(new FormData(form));
  }

  function show(text) {
    var page = new DOMParser().parseFromString(text, "text/html");
    var main = page.querySelector("main");
    document.querySelector("main").replaceWith(document.importNode(main, true));
    document.title = page.title;
    window.history.replaceState({ form: true }, "");
    window.history.pushState({}, "");
    window.scrollTo(0, 0);
    var head = document.querySelector(".s-error-summary") || document.querySelector("main h1");
    head.tabIndex = -1;
    head.focus();
    prepare();
  }

  // Nothing is kept: the form is asked again. A link within the report comes here too, without that state.
  window.addEventListener("popstate", function (event) {
    if (event.state && event.state.form) {
      window.location.reload();
    }
  });
  prepare();
})();
