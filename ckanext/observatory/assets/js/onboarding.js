// Four hundred communes to tick: filter as one types, tick all that is shown. Without script, the list is whole.
(() => {
  const tools = document.querySelector("[data-onboarding]");
  if (!tools) return;
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const rows = [...document.querySelectorAll("[data-commune]")].map((row) => ({
    row, words: fold(row.dataset.commune), asks: row.hasAttribute("data-asks"), box: row.querySelector("input[type=checkbox]"),
  }));
  const filter = tools.querySelector("input[type=search]");
  const left = tools.querySelector("input[type=checkbox]");
  const count = document.querySelector("[data-onboarding-count]");
  const shown = () => rows.filter(({ row }) => !row.hidden);
  const say = () => {
    const ticked = rows.filter(({ box }) => box && box.checked).length;
    count.textContent = count.dataset.onboardingCount.replace("{ticked}", ticked).replace("{shown}", shown().length);
  };
  const choose = () => {
    const words = fold(filter.value).split(/\s+/).filter(Boolean);
    for (const each of rows) {
      each.row.hidden = (left.checked && !each.asks) || !words.every((word) => each.words.includes(word));
    }
    say();
  };
  const tick = (checked) => {
    for (const { box } of shown()) if (box && !box.disabled) box.checked = checked;
    say();
  };
  tools.hidden = false;
  filter.addEventListener("input", choose);
  filter.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  left.addEventListener("change", choose);
  tools.querySelector("[data-tick]").addEventListener("click", () => tick(true));
  tools.querySelector("[data-untick]").addEventListener("click", () => tick(false));
  document.addEventListener("change", (event) => { if (event.target.name === "commune") say(); });
  say();
})();
