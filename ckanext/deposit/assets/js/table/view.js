// The grid on the screen: of all the rows, those that are in sight and the active one. Roles and keys are those of the
// ARIA grid (https://www.w3.org/WAI/ARIA/apg/patterns/grid/).
(function () {
  "use strict";

  const table = (window.socleTable = window.socleTable || {});
  const AROUND = 4;

  function element(role, className, text) {
    const made = document.createElement("div");
    made.setAttribute("role", role);
    made.className = className;
    made.textContent = text || "";
    return made;
  }

  // In rem: what such cells mostly hold, or the column's name on two lines.
  function width(column) {
    const usual = { date: 8.5, integer: 7.5, number: 8.5, year: 6.5, choice: 12, text: 14 }[column.kind];
    const named = Math.min(16, 2.5 + column.label.length * 0.3);
    return Math.max(column.digits ? Math.min(14, 3 + column.digits * 0.7) : usual, named);
  }

  table.View = class {
    constructor(grid, rows, words) {
      this.grid = grid;
      this.rows = rows;
      this.words = words;
      this.active = { row: 0, column: 0 };
      this.anchor = null; // where a selection began
      this.editing = null; // the cell that holds the editor
      this.shown = new Map();
      this.moved = function () {};
      this.widths = rows.columns.map(width);
      this.draw();
      this.grid.addEventListener("scroll", () => this.later());
      new ResizeObserver(() => this.later()).observe(grid);
    }

    draw() {
      const head = element("rowgroup", "d-grid__head");
      const labels = element("row", "d-grid__row");
      labels.setAttribute("aria-rowindex", "1");
      const corner = element("columnheader", "d-grid__number", "1");
      corner.setAttribute("aria-label", this.words.number);
      labels.append(corner);
      this.rows.columns.forEach((column, place) => {
        const label = element("columnheader", "d-grid__label");
        const name = document.createElement("span");
        name.textContent = column.label;
        label.append(name);
        label.style.width = this.widths[place] + "rem";
        label.setAttribute("aria-colindex", String(place + 2));
        if (column.required) {
          const mark = document.createElement("span");
          mark.className = "d-grid__required";
          mark.textContent = " *";
          mark.title = this.words.obligatory;
          name.append(mark);
        }
        labels.append(label);
      });
      head.append(labels);
      this.body = element("rowgroup", "d-grid__body");
      this.grid.setAttribute("aria-colcount", String(this.rows.columns.length + 1));
      this.grid.replaceChildren(head, this.body);
      this.head = head;
      const total = this.widths.reduce((sum, each) => sum + each, 0);
      // The number's width is that of the style.
      [head, this.body].forEach((each) => {
        each.style.width = "calc(" + total + "rem + var(--d-number))";
      });
    }

    get height() {
      return parseFloat(getComputedStyle(this.head).getPropertyValue("--d-height")) * this.rem;
    }

    get rem() {
      return parseFloat(getComputedStyle(document.documentElement).fontSize);
    }

    later() {
      if (!this.waiting) {
        this.waiting = true;
        requestAnimationFrame(() => {
          this.waiting = false;
          this.render();
        });
      }
    }

    // Draw the rows in sight; those that stay keep their elements, and the focus with them.
    render() {
      const height = this.height;
      const count = this.rows.shown;
      const first = Math.max(0, Math.floor(this.grid.scrollTop / height) - AROUND);
      const last = Math.min(count, Math.ceil((this.grid.scrollTop + this.grid.clientHeight) / height) + AROUND);
      const wanted = new Set([Math.min(this.active.row, count - 1)]);
      for (let place = first; place < last; place += 1) {
        wanted.add(place);
      }
      this.body.style.height = count * height + "px";
      this.grid.setAttribute("aria-rowcount", String(count + 1));
      this.shown.forEach((line, place) => {
        if (!wanted.has(place)) {
          line.remove();
          this.shown.delete(place);
        }
      });
      wanted.forEach((place) => this.line(place));
      this.shown.forEach((line, place) => this.update(line, place, height));
    }

    // The element of a row, made in its place among the others: a screen reader reads them in order.
    line(place) {
      if (this.shown.has(place)) {
        return this.shown.get(place);
      }
      const line = element("row", "d-grid__row");
      line.setAttribute("aria-rowindex", String(place + 2));
      line.append(element("rowheader", "d-grid__number"));
      this.rows.columns.forEach((_column, at) => {
        const cell = element("gridcell", "d-grid__cell");
        cell.style.width = this.widths[at] + "rem";
        cell.setAttribute("aria-colindex", String(at + 2));
        cell.dataset.row = String(place);
        cell.dataset.column = String(at);
        line.append(cell);
      });
      const below = Array.from(this.shown.keys()).filter((each) => each > place);
      this.body.insertBefore(line, below.length ? this.shown.get(Math.min.apply(null, below)) : null);
      this.shown.set(place, line);
      return line;
    }

    update(line, place, height) {
      line.style.top = place * height + "px";
      const number = line.firstElementChild;
      number.textContent = String(place + 2);
      const whole = this.rows.fault(place, -1);
      number.classList.toggle("d-grid__wrong", Boolean(whole && whole.level === "error"));
      for (let at = 0; at < this.rows.columns.length; at += 1) {
        this.fill(line.children[at + 1], place, at);
      }
    }

    fill(cell, place, at) {
      const active = place === this.active.row && at === this.active.column;
      cell.tabIndex = active ? 0 : -1;
      cell.setAttribute("aria-selected", String(this.selected(place, at)));
      if (active) {
        cell.setAttribute("aria-describedby", "table-fault table-help");
      } else {
        cell.removeAttribute("aria-describedby");
      }
      if (cell === this.editing) {
        return;
      }
      const text = this.rows.text(place, at);
      if (cell.textContent !== text) {
        cell.textContent = text;
      }
      const fault = this.marked(place, at);
      cell.classList.toggle("d-grid__wrong", Boolean(fault && fault.level === "error"));
      cell.classList.toggle("d-grid__doubt", Boolean(fault && fault.level !== "error"));
      if (fault && fault.level === "error") {
        cell.setAttribute("aria-invalid", "true");
      } else {
        cell.removeAttribute("aria-invalid");
      }
    }

    // The row that is being begun is not reproached with what is still to come.
    marked(place, at) {
      const coming = place === this.active.row && place === this.rows.last && !this.rows.text(place, at);
      return coming ? null : this.rows.fault(place, at);
    }

    selected(place, at) {
      const area = this.area();
      return place >= area.top && place <= area.bottom && at >= area.left && at <= area.right;
    }

    // The cells that are chosen: the active one, or from it to where a selection began.
    area() {
      const from = this.anchor || this.active;
      return {
        top: Math.min(from.row, this.active.row),
        bottom: Math.max(from.row, this.active.row),
        left: Math.min(from.column, this.active.column),
        right: Math.max(from.column, this.active.column),
      };
    }

    cell(place, at) {
      return this.line(place).children[at + 1];
    }

    get activeCell() {
      return this.cell(this.active.row, this.active.column);
    }

    go(row, column, extend) {
      this.anchor = extend ? this.anchor || { row: this.active.row, column: this.active.column } : null;
      this.active = {
        row: Math.max(0, Math.min(this.rows.shown - 1, row)),
        column: Math.max(0, Math.min(this.rows.columns.length - 1, column)),
      };
      this.moved();
      this.reveal();
      this.render();
      this.activeCell.focus({ preventScroll: true });
    }

    // Scroll so that the active cell is neither beyond the frame nor beneath what stays in place.
    reveal() {
      const height = this.height;
      const top = this.active.row * height;
      const room = this.grid.clientHeight - this.head.offsetHeight;
      if (top < this.grid.scrollTop) {
        this.grid.scrollTop = top;
      } else if (top + height > this.grid.scrollTop + room) {
        this.grid.scrollTop = top + height - room;
      }
      const left = this.widths.slice(0, this.active.column).reduce((sum, each) => sum + each, 0) * this.rem;
      const right = left + this.widths[this.active.column] * this.rem;
      const wide = this.grid.clientWidth - this.head.firstElementChild.firstElementChild.offsetWidth;
      if (left < this.grid.scrollLeft || right - left > wide) {
        this.grid.scrollLeft = left;
      } else if (right > this.grid.scrollLeft + wide) {
        this.grid.scrollLeft = right - wide;
      }
    }
  };
})();
