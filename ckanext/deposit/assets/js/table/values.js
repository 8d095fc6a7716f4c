// What a cell may hold: what is typed the French way becomes what a schema wants, and what is wrong is said.
// The check of the portal has the last word; this one answers at once.
(function () {
  "use strict";

  const table = (window.socleTable = window.socleTable || {});
  const SPACES = /[\s\u00a0\u202f]+/g;
  const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
  const LA_POSTE = "356000000"; // its SIRET do not follow the key: INSEE, répertoire Sirene
  const SHOWN = 60;

  table.fold = function (text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(SPACES, " ").trim();
  };

  table.fill = function (sentence, values) {
    return sentence.replace(/\{(\w+)\}/g, function (whole, name) {
      return name in values ? values[name] : whole;
    });
  };

  function iso(year, month, day) {
    const date = new Date(Date.UTC(year, month - 1, day));
    const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
    return real ? date.toISOString().slice(0, 10) : "";
  }

  const MONTHS = {};
  ["fr", "en"].forEach(function (lang) {
    for (let month = 1; month <= 12; month += 1) {
      const name = new Intl.DateTimeFormat(lang, { month: "long", timeZone: "UTC" }).format(Date.UTC(2024, month - 1, 1));
      MONTHS[table.fold(name)] = month;
    }
  });

  function date(text) {
    const numbers = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/.exec(text);
    if (numbers) {
      return iso(Number(numbers[3]), Number(numbers[2]), Number(numbers[1])) || text;
    }
    const words = /^(\d{1,2})(?:er)? ([a-z]+) (\d{4})$/.exec(table.fold(text));
    return (words && MONTHS[words[2]] && iso(Number(words[3]), MONTHS[words[2]], Number(words[1]))) || text;
  }

  function number(text) {
    const bare = text.replace(SPACES, "").replace(/€$/, "");
    const dotted = bare.includes(".") ? bare : bare.replace(",", ".");
    return NUMBER.test(dotted) ? dotted : text;
  }

  function choice(column, text) {
    if (column.accepted.includes(text)) {
      return text;
    }
    const folded = table.fold(text);
    const found = column.accepted.find((each) => table.fold(each) === folded);
    if (found !== undefined || column.accepted.length === column.choices.length) {
      return found === undefined ? text : found;
    }
    // A list that takes more than it offers is one of yes and no.
    const said = { oui: 0, vrai: 0, yes: 0, x: 0, non: 1, faux: 1, no: 1 }[folded];
    return said === undefined ? text : column.choices[said];
  }

  // What is kept of what was typed or pasted.
  table.convert = function (column, typed) {
    const text = typed.replace(SPACES, " ").trim();
    if (!text) {
      return "";
    }
    if (column.kind === "choice") {
      return choice(column, text);
    }
    if (column.kind === "date") {
      return date(text);
    }
    if (column.kind === "integer" || column.kind === "number") {
      return number(text);
    }
    const bare = text.replace(/[ .]/g, "");
    return column.digits && bare.length === column.digits && /^\d+$/.test(bare) ? bare : text;
  };

  // A date in words, to read what a figure leaves open; nothing for the rest.
  table.said = function (column, text, lang) {
    const parts = column.kind === "date" && /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
    if (!parts || !iso(Number(parts[1]), Number(parts[2]), Number(parts[3]))) {
      return "";
    }
    return new Intl.DateTimeFormat(lang, { dateStyle: "full", timeZone: "UTC" }).format(new Date(text));
  };

  function key(digits) {
    let sum = 0;
    for (let place = 0; place < digits.length; place += 1) {
      const doubled = Number(digits[place]) * (place % 2 === digits.length % 2 ? 2 : 1);
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % 10;
  }

  function fits(column, text) {
    const value = Number(text);
    return (column.minimum === undefined || value >= column.minimum) && (column.maximum === undefined || value <= column.maximum);
  }

  const FORMATS = { email: /^[^@\s]+@[^@\s]+\.[^@\s]+$/, uri: /^[a-z][a-z0-9+.-]*:\S+$/i };

  const KINDS = {
    choice: (column, text) => column.accepted.includes(text),
    date: (_column, text) => Boolean(table.said({ kind: "date" }, text, "fr")),
    integer: (column, text) => /^[+-]?\d+$/.test(text) && fits(column, text),
    number: (column, text) => NUMBER.test(text) && fits(column, text),
    year: (column, text) => /^\d{4}$/.test(text) && fits(column, text),
    text: function (column, text) {
      const length = Array.from(text).length;
      const format = FORMATS[column.format];
      return (
        (!column.digits || (/^\d+$/.test(text) && text.length === column.digits)) &&
        (!column.siret || text.startsWith(LA_POSTE) || key(text) === 0) &&
        (!column.min_length || length >= column.min_length) &&
        (!column.max_length || length <= column.max_length) &&
        (!format || format.test(text))
      );
    },
  };

  const patterns = new Map();
  function pattern(column) {
    if (!patterns.has(column.name)) {
      let found = null;
      try {
        found = column.pattern ? new RegExp("^(?:" + column.pattern + ")$", "u") : null;
      } catch {
        found = null; // Python's expressions are not all JavaScript's: the portal checks this one
      }
      patterns.set(column.name, found);
    }
    return patterns.get(column.name);
  }

  // What is wrong with a cell whose row is begun, in a sentence; nothing when it is right.
  table.fault = function (column, text, words) {
    if (!text) {
      return column.required ? table.fill(words.required, { allowed: column.allowed }) : "";
    }
    const value = text.length > SHOWN ? text.slice(0, SHOWN) + "…" : text;
    const example = column.example ? " " + table.fill(words.example, { example: column.example }) : "";
    if (!KINDS[column.kind](column, text)) {
      const sentence = column.kind === "choice" ? words.unlisted : words.wrong;
      return table.fill(sentence, { value: value, allowed: column.allowed }) + (column.kind === "choice" ? "" : example);
    }
    const expected = pattern(column);
    return expected && !expected.test(text) ? table.fill(words.unlike, { value: value }) + example : "";
  };

  // Cells as a spreadsheet puts them on the clipboard: tabs and line ends, quotes around cells that hold some. A quote
  // that does not end its cell is a character like others.
  table.cells = function (text) {
    const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    const cell = /(?:"([^"]*(?:""[^"]*)*)"(?=[\t\n]|$)|([^\t\n]*))([\t\n]|$)/y;
    const rows = [[]];
    let end = "";
    do {
      const found = cell.exec(source);
      rows[rows.length - 1].push(found[1] === undefined ? found[2] : found[1].replace(/""/g, '"'));
      end = found[3];
      if (end === "\n") {
        rows.push([]);
      }
    } while (end);
    return rows;
  };
})();
