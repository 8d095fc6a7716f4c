// Keeps what is typed: a moment after the last change, again and again while the network is down, never over what
// somebody else has saved.
(function () {
  "use strict";

  const table = (window.socleTable = window.socleTable || {});
  const QUIET = 1500, PATIENCE = 60000, AGAIN = [3000, 5000, 10000, 20000, 30000], CHECKED_AFTER = 400;

  table.Saving = class {
    constructor(rows, settings) {
      this.rows = rows;
      this.form = settings.form;
      this.addresses = settings.addresses;
      this.version = settings.version;
      this.saved = settings.version ? rows.rows : null; // the rows that the portal has
      this.writer = (crypto.randomUUID ? crypto.randomUUID() : String(Math.random())).slice(0, 36);
      this.failures = 0;
      this.state = function () {};
      this.checked = function () {};
      window.addEventListener("online", () => this.soon(0));
      window.addEventListener("beforeunload", (event) => {
        if (this.pending && !this.leaving) {
          event.preventDefault();
        }
      });
    }

    get pending() {
      return this.saved !== this.rows.rows && !(this.version === 0 && this.rows.last < 0);
    }

    changed() {
      this.state(this.conflict ? "conflict" : this.failures ? "failed" : "waiting");
      this.soon(QUIET);
    }

    soon(delay) {
      clearTimeout(this.timer);
      if (!this.conflict) {
        this.timer = setTimeout(() => this.save(), delay);
      }
    }

    // Save now, and say whether all that was typed is kept.
    save() {
      clearTimeout(this.timer);
      if (!this.pending || this.conflict) {
        return Promise.resolve(!this.pending);
      }
      if (!this.going) {
        this.state("saving");
        this.going = this.send(true).finally(() => {
          this.going = null;
        });
      }
      // What was typed meanwhile is saved after; where it failed, the clock tries again.
      return this.going.then((done) => (done && this.pending ? this.save() : done));
    }

    async send(retry) {
      const rows = this.rows.rows;
      const kept = this.rows.kept();
      const body = new FormData(this.form);
      const content = { columns: this.rows.columns.map((column) => column.name), rows: kept };
      body.append("version", String(this.version));
      body.append("writer", this.writer);
      body.append("rows", new Blob([JSON.stringify(content)], { type: "application/json" }), "rows.json");
      const answer = await this.ask(this.addresses.save, { method: "POST", body: body });
      if (answer && answer.status === 400 && retry && (await this.renew())) {
        return this.send(false);
      }
      return this.take(answer, rows, kept);
    }

    async ask(address, options) {
      try {
        const signal = AbortSignal.timeout ? AbortSignal.timeout(PATIENCE) : undefined;
        const answer = await fetch(address, { credentials: "same-origin", signal: signal, ...options });
        const json = (answer.headers.get("Content-Type") || "").includes("json");
        return { status: answer.status, redirected: answer.redirected, said: json ? await answer.json() : null };
      } catch {
        return null; // no network, or no answer in time
      }
    }

    take(answer, rows, kept) {
      const said = answer && answer.said;
      if (said && answer.status === 200) {
        this.version = said.version;
        this.saved = rows;
        this.failures = 0;
        this.state("saved", new Date());
        clearTimeout(this.checking);
        this.checking = setTimeout(() => this.check(kept), CHECKED_AFTER);
        return true;
      }
      if (said && answer.status === 409) {
        this.conflict = true;
        this.theirs = said.version;
        this.state("conflict", said.message);
        return false;
      }
      if (answer && answer.status < 500 && said) {
        this.state("refused", said.message);
        return false;
      }
      this.failures += 1;
      this.state(answer && answer.redirected ? "left" : answer ? "failed" : "offline");
      this.soon(AGAIN[Math.min(this.failures, AGAIN.length) - 1]);
      return false;
    }

    // After a new login, the token of the form is another one.
    async renew() {
      try {
        const answer = await fetch(this.addresses.page, { credentials: "same-origin" });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.getElementById(this.form.id);
        this.form.querySelectorAll("input[type=hidden]").forEach((input) => {
          input.value = fresh.querySelector("[name='" + input.name + "']").value;
        });
        return true;
      } catch {
        return false; // the login page has no such form: the next try tells
      }
    }

    // Somebody else saved meanwhile: these rows are to take the place of theirs.
    overwrite() {
      this.conflict = false;
      this.version = this.theirs;
      return this.save();
    }

    async check(kept) {
      const version = this.version;
      const answer = kept.length ? await this.ask(this.addresses.check, {}) : null;
      if (answer && answer.status === 200 && answer.said && answer.said.version === version && version === this.version) {
        this.checked(kept, answer.said.faults);
      }
    }
  };
})();
