// The field in which the active cell is typed, and the list that it offers when the column has one.
(function () {
  "use strict";

  const table = (window.socleTable = window.socleTable || {});

  table.Editor = class {
    // `done(text, move)` keeps what was typed, then goes on: down, up, next, previous, or nowhere.
    constructor(view, rows, list, done) {
      this.view = view;
      this.rows = rows;
      this.list = list;
      this.done = done;
      this.typed = function () {};
      this.input = document.createElement("input");
      this.input.className = "d-grid__input";
      this.input.type = "text";
      this.input.autocomplete = "off";
      this.input.spellcheck = false;
      this.input.setAttribute("aria-describedby", "table-fault table-help");
      this.input.addEventListener("keydown", (event) => this.key(event));
      this.input.addEventListener("input", () => this.change());
      this.input.addEventListener("blur", () => this.close(true, ""));
      this.list.addEventListener("mousedown", (event) => this.pick(event));
      view.grid.addEventListener("scroll", () => this.place());
      ["scroll", "resize"].forEach((name) => window.addEventListener(name, () => this.place()));
    }

    get open() {
      return Boolean(this.view.editing);
    }

    get column() {
      return this.rows.columns[this.view.active.column];
    }

    // Begin to type: over what the cell holds, or instead of it.
    begin(instead) {
      const cell = this.view.activeCell;
      const text = this.rows.text(this.view.active.row, this.view.active.column);
      this.input.value = instead ? "" : text;
      this.input.setAttribute("aria-label", this.column.label);
      this.input.inputMode = { integer: "numeric", year: "numeric", number: "decimal" }[this.column.kind] || "text";
      cell.textContent = "";
      cell.append(this.input);
      this.view.editing = cell;
      this.input.focus();
      this.input.select();
      if (this.column.kind === "choice") {
        ["combobox", "list", "table-list"].forEach((value, place) => {
          this.input.setAttribute(["role", "aria-autocomplete", "aria-controls"][place], value);
        });
        this.offer("", text);
      }
    }

    // Leave the field, with what was typed or without it.
    close(keep, move) {
      const cell = this.view.editing;
      if (!cell) {
        return;
      }
      const chosen = this.list.querySelector("[aria-selected=true]");
      const text = chosen ? chosen.textContent : this.input.value;
      this.view.editing = null;
      this.list.hidden = true;
      this.list.replaceChildren();
      ["role", "aria-autocomplete", "aria-controls", "aria-expanded", "aria-activedescendant"].forEach((name) => {
        this.input.removeAttribute(name);
      });
      this.input.remove();
      this.done(keep ? text : null, move);
    }

    change() {
      if (this.column.kind === "choice") {
        this.offer(this.input.value, "");
      }
      this.typed(this.input.value);
    }

    // Show the values of the list that hold what was typed; the first one is proposed, or the one that the cell has.
    offer(typed, present) {
      const wanted = table.fold(typed);
      const found = this.column.choices.filter((each) => table.fold(each).includes(wanted));
      // What was typed in full comes first, then what begins so.
      const rank = (each) => (table.fold(each) === wanted ? 0 : table.fold(each).startsWith(wanted) ? 1 : 2);
      found.sort((one, other) => rank(one) - rank(other));
      this.list.replaceChildren();
      found.forEach((each, place) => {
        const option = document.createElement("li");
        option.id = "table-option-" + place;
        option.setAttribute("role", "option");
        option.textContent = each;
        this.list.append(option);
      });
      this.list.hidden = !found.length;
      this.input.setAttribute("aria-expanded", String(Boolean(found.length)));
      this.point(wanted ? 0 : found.indexOf(present));
      this.place();
    }

    point(place) {
      const options = Array.from(this.list.children);
      options.forEach((each, at) => each.setAttribute("aria-selected", String(at === place)));
      if (options[place]) {
        this.input.setAttribute("aria-activedescendant", options[place].id);
        options[place].scrollIntoView({ block: "nearest" });
      } else {
        this.input.removeAttribute("aria-activedescendant");
      }
    }

    step(by) {
      const options = Array.from(this.list.children);
      const now = options.findIndex((each) => each.getAttribute("aria-selected") === "true");
      const next = now < 0 && by < 0 ? options.length - 1 : now + by;
      this.point(Math.max(0, Math.min(options.length - 1, next)));
    }

    // Beneath the cell, or above it where there is no room.
    place() {
      if (this.list.hidden || !this.view.editing) {
        return;
      }
      const cell = this.view.editing.getBoundingClientRect();
      const above = window.innerHeight - cell.bottom < this.list.offsetHeight && cell.top > this.list.offsetHeight;
      this.list.style.left = Math.max(0, Math.min(cell.left, window.innerWidth - this.list.offsetWidth)) + "px";
      this.list.style.top = (above ? cell.top - this.list.offsetHeight : cell.bottom) + "px";
      this.list.style.minWidth = cell.width + "px";
    }

    pick(event) {
      event.preventDefault(); // the field keeps the focus
      const options = Array.from(this.list.children);
      const place = options.indexOf(event.target.closest("[role=option]"));
      if (place >= 0) {
        this.point(place);
        this.close(true, "here");
      }
    }

    key(event) {
      const listed = this.column.kind === "choice" && !this.list.hidden;
      const moves = { Enter: event.shiftKey ? "up" : "down", Tab: event.shiftKey ? "previous" : "next" };
      const arrows = { ArrowDown: "down", ArrowUp: "up" };
      event.stopPropagation();
      if (event.isComposing) {
        return;
      }
      if (event.key === "Escape") {
        this.close(false, "here");
      } else if (moves[event.key]) {
        this.close(true, moves[event.key]);
      } else if (arrows[event.key] && listed) {
        this.step(event.key === "ArrowDown" ? 1 : -1);
      } else if (arrows[event.key]) {
        this.close(true, arrows[event.key]);
      } else {
        return;
      }
      event.preventDefault();
    }
  };
})();
