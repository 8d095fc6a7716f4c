/* The open data of a public body on its own site:
 *   <div data-donnees="https://…/organization/…/bloc.json"><a href="…">…</a></div>
 *   <script src="https://…/window/bloc.js" defer></script>
 * The link inside stays where this does not run. No cookie, no inline style, no HTML from text: a site with a strict
 * Content-Security-Policy names the portal in script-src and connect-src, nothing more.
 */
(() => {
  "use strict";

  const STYLE = `
    :host { display: block; overflow-wrap: anywhere; }
    h2, h3, h4 { margin: 0 0 0.5em; font-size: 1.25em; line-height: 1.3; }
    ul { margin: 0 0 0.75em; padding: 0; list-style: none; }
    li { padding: 0.25em 0; border-top: 1px solid currentColor; }
    a { display: inline-block; padding: 0.5em 0; color: inherit; }
    small { display: block; font-size: 0.875em; }`;

  const element = (name, text) => Object.assign(document.createElement(name), { textContent: text || "" });

  const link = (text, url) => {
    const anchor = element("a", text);
    // An address that is not the web's is no link.
    if (/^https?:\/\//.test(url)) anchor.href = url;
    return anchor;
  };

  const row = (item) => {
    const line = element("li");
    line.append(link(item.title, item.url), element("small", [item.date, item.validity].filter(Boolean).join(" · ")));
    return line;
  };

  const draw = (place, block) => {
    const inside = place.attachShadow({ mode: "open" });
    const style = new CSSStyleSheet();
    style.replaceSync(STYLE);
    inside.adoptedStyleSheets = [style];
    const section = element("section");
    section.lang = block.language;
    const heading = element(/^h[234]$/.test(place.dataset.titre) ? place.dataset.titre : "h2", block.heading);
    const list = element("ul");
    list.append(...block.items.map(row));
    section.append(heading, block.items.length ? list : element("p", block.empty), link(block.more.label, block.more.url));
    inside.append(section);
  };

  for (const place of document.querySelectorAll("[data-donnees]")) {
    if (place.shadowRoot) continue;
    fetch(place.dataset.donnees, { credentials: "omit" })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
      .then((block) => draw(place, block))
      .catch((fault) => console.warn("bloc.js:", place.dataset.donnees, fault));
  }
})();
