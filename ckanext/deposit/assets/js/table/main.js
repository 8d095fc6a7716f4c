// The page of the online table: puts its parts together, and says in words what they do.
(function () {
  "use strict";

  const table = window.socleTable;
  const place = document.querySelector("[data-table]");
  if (!place) {
    return;
  }
  const data = JSON.parse(document.getElementById("table-data").textContent);
  const words = data.words;
  const lang = document.documentElement.lang || "fr";
  const part = (name) => place.querySelector("[data-table-" + name + "]");
  const form = part("form");
  const numbers = new Intl.NumberFormat(lang);
  const plural = new Intl.PluralRules(lang);

  place.hidden = false;
  const rows = new table.Rows(data, words);
  const view = new table.View(part("grid"), rows, words);
  const saving = new table.Saving(rows, { form: form, addresses: data.addresses, version: data.version });
  const editor = new table.Editor(view, rows, part("list"), done);
  new table.Keys(view, rows, editor, tell);

  function counted(name, count) {
    return table.fill(words[name][plural.select(count) === "one" ? 0 : 1], { count: numbers.format(count) });
  }

  // Say something to who does not see the page; twice the same words are said twice.
  function tell(sentence) {
    part("told").textContent = "";
    requestAnimationFrame(() => {
      part("told").textContent = sentence;
    });
  }

  function done(text, move) {
    const at = { row: view.active.row, column: view.active.column };
    if (text !== null) {
      rows.write([[at.row, at.column, text]]);
    }
    const by = { down: [1, 0], up: [-1, 0], next: [0, 1], previous: [0, -1], here: [0, 0] }[move];
    if (by) {
      const line = at.column + by[1];
      const wraps = line < 0 ? -1 : line >= rows.columns.length ? 1 : 0;
      const column = wraps ? (wraps > 0 ? 0 : rows.columns.length - 1) : line;
      view.go(at.row + by[0] + wraps, wraps < 0 && at.row === 0 ? 0 : column);
    } else {
      view.render();
    }
    const fault = text ? rows.fault(at.row, at.column) : null;
    if (fault) {
      tell(table.fill(words.where, { row: at.row + 2, column: rows.columns[at.column].label }) + " " + fault.message);
    }
  }

  // What is said of the active cell: its place, what is wrong with it, what to write.
  function describe(typed) {
    const at = view.active;
    const column = rows.columns[at.column];
    const text = typed === undefined ? rows.text(at.row, at.column) : table.convert(column, typed);
    // While the list offers something, what is typed is the beginning of it.
    const local = typed === undefined || !part("list").hidden ? null : table.fault(column, text, words);
    const kept = typed === undefined ? rows.fault(at.row, at.column) || rows.fault(at.row, -1) : null;
    const fault = local || (kept && kept.message) || "";
    part("where").textContent = table.fill(words.where, { row: at.row + 2, column: column.label });
    part("obligatory").hidden = !column.required;
    part("fault").textContent = fault;
    part("fault").classList.toggle("d-table__doubt", Boolean(kept && kept.level !== "error" && !local));
    part("said").textContent = fault ? "" : table.said(column, text, lang);
    part("help").textContent = column.help || column.description || "";
    part("allowed").textContent = column.strict && !fault ? table.fill(words.allowed, { allowed: column.allowed }) : "";
  }

  let faults = [];
  function count() {
    faults = rows.faults();
    part("count").textContent = counted("rows", rows.count);
    part("wrong").textContent = faults.length ? counted("wrong_count", faults.length) : rows.count ? words.right : "";
    part("next").hidden = !faults.length;
    part("undo").disabled = !rows.before.length;
    part("redo").disabled = !rows.after.length;
  }

  let counting = 0;
  function refresh() {
    view.later();
    describe();
    cancelAnimationFrame(counting);
    counting = requestAnimationFrame(count);
  }

  rows.changed = function () {
    saving.changed();
    refresh();
  };
  view.moved = () => describe();
  editor.typed = describe;

  function clock(moment) {
    const parts = new Intl.DateTimeFormat(lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).formatToParts(moment);
    const of = (type) => parts.find((each) => each.type === type).value;
    return table.fill(words.clock, { hour: of("hour"), minute: of("minute") });
  }

  let before = "";
  saving.state = function (state, detail) {
    const sentences = { saved: () => table.fill(words.saved, { time: clock(detail) }), refused: () => detail };
    const sentence = sentences[state] ? sentences[state]() : words[state];
    part("state").textContent = sentence;
    part("state").dataset.state = state;
    part("conflict").hidden = state !== "conflict";
    if (state === "conflict" && detail) {
      part("conflict-words").textContent = detail;
    }
    const bad = ["offline", "failed", "left", "refused", "conflict"];
    if ((bad.includes(state) || bad.includes(before)) && state !== before && state !== "saving") {
      tell(state === "conflict" && detail ? detail : sentence);
    }
    before = state === "saving" ? before : state;
  };
  saving.checked = function (kept, found) {
    rows.tell(kept, found);
    const whole = found.filter((fault) => fault.row === null);
    part("whole").replaceChildren();
    whole.forEach((fault) => {
      const item = document.createElement("li");
      item.textContent = fault.message;
      part("whole").append(item);
    });
    part("whole").hidden = !whole.length;
    refresh();
  };

  function again() {
    view.go(view.active.row, view.active.column);
  }

  const buttons = {
    undo: () => (rows.undo(), again()),
    redo: () => (rows.redo(), again()),
    insert: function () {
      tell(rows.insert(view.active.row) ? words.inserted : words.full);
      again();
    },
    remove: function () {
      const area = view.area();
      rows.remove(area.top, area.bottom);
      tell(area.top === area.bottom ? words.removed : words.removedMany);
      view.go(area.top, view.active.column);
    },
    next: function () {
      const now = view.active.row * rows.columns.length + view.active.column;
      const after = faults.find(([row, column]) => row * rows.columns.length + column > now) || faults[0];
      if (after) {
        view.go(after[0], Math.max(0, after[1]));
      }
    },
    mine: () => saving.overwrite(),
    theirs: function () {
      saving.leaving = true;
      window.location.reload();
    },
  };
  Object.keys(buttons).forEach((name) => part(name).addEventListener("click", buttons[name]));

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    editor.close(true, "");
    if (rows.last < 0) {
      tell(words.empty);
      part("fault").textContent = words.empty;
      delete form.dataset.sent;
      return;
    }
    saving.save().then(function (kept) {
      if (kept) {
        saving.leaving = true;
        form.submit();
      } else {
        delete form.dataset.sent;
        part("state").scrollIntoView({ block: "center" });
      }
    });
  });
  window.addEventListener("pageshow", function () {
    saving.leaving = false;
  });

  refresh();
  view.render();
  if (data.version) {
    part("state").textContent = words.kept;
    saving.check(rows.kept());
  } else if (rows.last >= 0) {
    saving.changed(); // the rows that are published already
  }
  // The address may name a cell: #ligne-12, as the report of the check does. Last: nothing waits for what it may lack.
  const asked = /^#ligne-(\d+)(?:-(.+))?$/.exec(window.location.hash);
  if (asked) {
    const column = rows.columns.findIndex((each) => each.name === decodeURIComponent(asked[2] || ""));
    view.go(Number(asked[1]) - 2, Math.max(0, column));
  }
})();
