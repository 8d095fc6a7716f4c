// The rows that are typed. A row is never changed in place: undo keeps the rows of before, and what was found of a row
// is kept with it, wherever it moves.
(function () {
  "use strict";

  const table = (window.socleTable = window.socleTable || {});
  const FEWEST = 20, SPARE = 10, UNDONE = 200;

  table.Rows = class {
    constructor(data, words) {
      this.columns = data.columns;
      this.words = words;
      this.limit = data.limit;
      this.own = data.columns.map((column) => data.own[column.name] || "");
      this.blank = data.columns.map(() => "");
      this.rows = data.rows.map((row) => this.blank.map((_each, place) => row[place] || ""));
      this.before = [];
      this.after = [];
      this.local = new WeakMap();
      this.told = new WeakMap();
      this.twice = new Map();
      this.changed = function () {};
    }

    // How many rows are shown: there is always room below.
    get shown() {
      return Math.min(this.limit, Math.max(FEWEST, this.last + 1 + SPARE));
    }

    // The last row in which something is written, -1 without one.
    get last() {
      let place = this.rows.length - 1;
      while (place >= 0 && !this.begun(place)) {
        place -= 1;
      }
      return place;
    }

    get count() {
      return this.rows.filter((row) => this.says(row)).length;
    }

    row(place) {
      return this.rows[place] || this.blank;
    }

    text(place, column) {
      return this.row(place)[column];
    }

    // What the portal writes by itself makes no row.
    says(row) {
      return row.some((cell, place) => cell && cell !== this.own[place]);
    }

    begun(place) {
      return this.says(this.row(place));
    }

    // What is kept: the rows down to the last that says something.
    kept() {
      return this.rows.slice(0, this.last + 1);
    }

    replace(rows) {
      this.before.push(this.rows);
      this.before.splice(0, this.before.length - UNDONE);
      this.after = [];
      this.settle(rows);
    }

    settle(rows) {
      this.rows = rows;
      this.twice.clear();
      this.changed();
    }

    undo() {
      return this.travel(this.before, this.after);
    }

    redo() {
      return this.travel(this.after, this.before);
    }

    travel(from, to) {
      if (!from.length) {
        return false;
      }
      to.push(this.rows);
      this.settle(from.pop());
      return true;
    }

    // Write cells, given as [row, column, text].
    write(cells) {
      const rows = this.rows.slice();
      let different = false;
      cells.forEach(([place, column, typed]) => {
        const text = table.convert(this.columns[column], typed);
        if (text === (rows[place] || this.blank)[column] || place >= this.limit) {
          return;
        }
        while (rows.length <= place) {
          rows.push(this.blank);
        }
        rows[place] = this.with(rows[place], column, text);
        different = true;
      });
      if (different) {
        this.replace(rows);
      }
      return different;
    }

    with(row, column, text) {
      const fresh = row.slice();
      fresh[column] = text;
      if (!this.says(row) && this.says(fresh)) {
        this.own.forEach((own, place) => {
          fresh[place] = fresh[place] || own;
        });
      }
      const told = this.told.get(row);
      if (told) {
        this.told.set(fresh, { faults: told.faults, since: new Set(told.since).add(column) });
      }
      return fresh;
    }

    insert(place) {
      if (this.last + 1 >= this.limit) {
        return false;
      }
      const rows = this.rows.slice();
      rows.splice(place, 0, this.blank);
      this.replace(rows);
      return true;
    }

    remove(first, last) {
      const rows = this.rows.slice();
      rows.splice(first, last - first + 1);
      this.replace(rows);
    }

    // What the portal found in the rows that it checked.
    tell(rows, faults) {
      const found = new Map();
      faults.forEach((fault) => {
        if (fault.row !== null && rows[fault.row]) {
          const column = this.columns.findIndex((each) => each.name === fault.column);
          const of = found.get(fault.row) || {};
          of[column] = of[column] || fault;
          found.set(fault.row, of);
        }
      });
      this.told = new WeakMap();
      rows.forEach((row, place) => {
        if (row !== this.blank) {
          this.told.set(row, { faults: found.get(place) || {}, since: new Set() });
        }
      });
    }

    // What is wrong with a cell, as the portal said, or at once when it was typed since; column -1 is the whole row.
    fault(place, column) {
      const row = this.row(place);
      if (!this.says(row)) {
        return null;
      }
      const told = this.told.get(row);
      if (told && !told.since.has(column)) {
        return told.faults[column] || null;
      }
      if (column < 0) {
        return null;
      }
      if (!this.local.has(row)) {
        this.local.set(row, this.columns.map((each, at) => table.fault(each, row[at], this.words)));
      }
      const message = this.local.get(row)[column] || this.repeated(place, column);
      return message ? { message: message, level: "error" } : null;
    }

    repeated(place, column) {
      const text = this.text(place, column);
      if (!this.columns[column].unique || !text) {
        return "";
      }
      if (!this.twice.has(column)) {
        const places = new Map();
        this.rows.forEach((row, at) => {
          if (row[column] && !places.has(row[column])) {
            places.set(row[column], at);
          }
        });
        this.twice.set(column, places);
      }
      const first = this.twice.get(column).get(text);
      return first < place ? table.fill(this.words.repeated, { value: text, row: first + 2 }) : "";
    }

    // The places of what is to be corrected, row by row.
    faults() {
      const found = [];
      for (let place = 0; place <= this.last; place += 1) {
        for (let column = -1; column < this.columns.length; column += 1) {
          const fault = this.fault(place, column);
          if (fault && fault.level === "error") {
            found.push([place, column]);
          }
        }
      }
      return found;
    }
  };
})();
