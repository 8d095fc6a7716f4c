// What the keyboard, the mouse and the clipboard do in the grid while no cell is open.
(function () {
  "use strict";

  const table = (window.socleTable = window.socleTable || {});

  table.Keys = class {
    constructor(view, rows, editor, tell) {
      this.view = view;
      this.rows = rows;
      this.editor = editor;
      this.tell = tell;
      this.words = rows.words;
      this.free = false; // after Escape, Tab leaves the grid
      const grid = view.grid;
      grid.addEventListener("keydown", (event) => this.key(event));
      grid.addEventListener("mousedown", (event) => this.press(event));
      grid.addEventListener("mousemove", (event) => this.drag(event));
      grid.addEventListener("dblclick", (event) => this.twice(event));
      grid.addEventListener("focusin", (event) => {
        this.free = this.free && grid.contains(event.relatedTarget);
      });
      ["copy", "cut", "paste"].forEach((name) => {
        grid.addEventListener(name, (event) => this.clipboard(name, event));
      });
    }

    key(event) {
      if (this.editor.open) {
        return;
      }
      const command = event.ctrlKey || event.metaKey;
      const printed = event.key.length === 1 && (!command || event.getModifierState("AltGraph"));
      const leaves = event.key === "Tab" && this.free;
      this.free = event.key === "Escape" || (this.free && (event.key === "Shift" || leaves));
      if (leaves || event.isComposing) {
        return;
      }
      if (printed || event.key === "Dead" || event.key === "Process") {
        this.editor.begin(true); // the character goes in the field, which now has the focus
        return;
      }
      if (this.walk(event, command) || this.act(event, command)) {
        event.preventDefault();
      }
    }

    // Move in the grid, and say whether the key does.
    walk(event, command) {
      const at = this.view.active;
      const page = Math.max(1, Math.floor(this.view.grid.clientHeight / this.view.height) - 2);
      const end = this.rows.columns.length - 1;
      const last = Math.max(0, this.rows.last);
      const targets = {
        ArrowUp: [command ? 0 : at.row - 1, at.column],
        ArrowDown: [command ? last : at.row + 1, at.column],
        ArrowLeft: [at.row, command ? 0 : at.column - 1],
        ArrowRight: [at.row, command ? end : at.column + 1],
        Home: [command ? 0 : at.row, 0],
        End: [command ? last : at.row, end],
        PageUp: [at.row - page, at.column],
        PageDown: [at.row + page, at.column],
      };
      if (event.key === "Tab") {
        this.next(event.shiftKey ? -1 : 1);
        return true;
      }
      const target = targets[event.key];
      if (target) {
        this.view.go(target[0], target[1], event.shiftKey);
      }
      return Boolean(target);
    }

    // The cell after, or before, in the order of reading.
    next(by) {
      const width = this.rows.columns.length;
      const place = this.view.active.row * width + this.view.active.column + by;
      if (place >= 0) {
        this.view.go(Math.floor(place / width), place % width);
      }
    }

    act(event, command) {
      if (event.key === "Enter" || event.key === "F2") {
        this.editor.begin(false);
      } else if (event.key === "Delete" || event.key === "Backspace") {
        this.empty();
      } else if (command && event.key.toLowerCase() === "z") {
        this.travel(event.shiftKey);
      } else if (command && event.key.toLowerCase() === "y") {
        this.travel(true);
      } else {
        return event.key === "Escape";
      }
      return true;
    }

    travel(again) {
      const done = again ? this.rows.redo() : this.rows.undo();
      this.tell(done ? (again ? this.words.redone : this.words.undone) : this.words.nothing);
      this.view.go(this.view.active.row, this.view.active.column);
    }

    // The cells of the area, as `make(row, column)` gives them.
    each(make) {
      const area = this.view.area();
      const cells = [];
      for (let row = area.top; row <= area.bottom; row += 1) {
        for (let column = area.left; column <= area.right; column += 1) {
          cells.push(make(row, column));
        }
      }
      return cells;
    }

    empty() {
      this.rows.write(this.each((row, column) => [row, column, ""]));
    }

    at(event) {
      const cell = event.target.closest && event.target.closest("[role=gridcell]");
      return cell ? [Number(cell.dataset.row), Number(cell.dataset.column)] : null;
    }

    press(event) {
      const place = this.at(event);
      if (!place || event.target === this.editor.input || event.button) {
        return;
      }
      event.preventDefault();
      this.editor.close(true, "");
      const again = place[0] === this.view.active.row && place[1] === this.view.active.column;
      // Without a mouse there is no double click: a second touch opens the cell.
      if (again && document.activeElement === this.view.activeCell && matchMedia("(pointer: coarse)").matches) {
        this.editor.begin(false);
        return;
      }
      this.view.go(place[0], place[1], event.shiftKey);
    }

    drag(event) {
      const place = event.buttons === 1 && !this.editor.open ? this.at(event) : null;
      if (place && (place[0] !== this.view.active.row || place[1] !== this.view.active.column)) {
        this.view.go(place[0], place[1], true);
      }
    }

    twice(event) {
      if (this.at(event) && !this.editor.open) {
        this.editor.begin(false);
      }
    }

    clipboard(name, event) {
      if (this.editor.open) {
        return;
      }
      event.preventDefault();
      if (name === "paste") {
        this.paste(event.clipboardData.getData("text/plain"));
        return;
      }
      const area = this.view.area();
      const lines = [];
      this.each((row, column) => {
        const text = this.rows.text(row, column);
        const line = (lines[row - area.top] = lines[row - area.top] || []);
        line.push(/["\t\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text);
      });
      event.clipboardData.setData("text/plain", lines.map((line) => line.join("\t")).join("\n"));
      this.tell(table.fill(this.words.copied, { count: (area.bottom - area.top + 1) * (area.right - area.left + 1) }));
      if (name === "cut") {
        this.empty();
      }
    }

    // Put the cells of a spreadsheet from the active cell on; with their names in the first row, in their own columns.
    paste(text) {
      const cells = table.cells(text);
      const area = this.view.area();
      const named = cells.length > 1 ? this.named(cells[0]) : null;
      const lines = named ? cells.slice(1) : cells;
      const end = this.rows.columns.length;
      const places = named || cells[0].map((_cell, at) => (area.left + at < end ? area.left + at : -1));
      if (area.top + lines.length > this.rows.limit) {
        this.tell(this.words.full);
        return;
      }
      if (lines.length === 1 && lines[0].length === 1) {
        this.rows.write(this.each((row, column) => [row, column, lines[0][0]]));
        return;
      }
      const written = [];
      lines.forEach((line, row) => {
        line.forEach((cell, at) => {
          if (places[at] >= 0) {
            written.push([area.top + row, places[at], cell]);
          }
        });
      });
      this.rows.write(written);
      const lost = places.filter((place) => place < 0).length;
      const told = table.fill(lines.length > 1 ? this.words.pasted : this.words.pastedOne, { count: lines.length });
      this.tell(told + (lost ? " " + table.fill(this.words.dropped, { count: lost }) : ""));
    }

    // The columns that a first row names, -1 for those that are not of this table; nothing when it is no row of names.
    named(first) {
      const known = new Map();
      this.rows.columns.forEach((column, place) => {
        known.set(table.fold(column.name), place).set(table.fold(column.label), place);
      });
      const places = first.map((cell) => (known.has(table.fold(cell)) ? known.get(table.fold(cell)) : -1));
      const found = places.filter((place) => place >= 0).length;
      return found > 1 && found * 2 > first.length ? places : null;
    }
  };
})();
