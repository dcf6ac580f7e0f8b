// New rows wait behind a quiet line while one reads, and come in at the top or with a full stop. Keys: j k . /
const list = document.querySelector("[data-live]");
const waiting = document.querySelector(".waiting");
const lost = document.querySelector(".lost");
const older = document.querySelector("a[rel=next]");
const MOST = 500; // rows kept on a page that stays open all day
const title = document.title;
let held = [];

function take() {
  if (!held.length) return;
  const empty = document.querySelector(".empty");
  if (empty) empty.remove();
  list.insertAdjacentHTML("afterbegin", held.join(""));
  held = [];
  waiting.hidden = true;
  document.title = title;
  trim();
}

function trim() {
  if (list.children.length <= MOST) return;
  while (list.children.length > MOST) list.lastElementChild.remove();
  if (!older) return;
  older.search = `?before=${list.lastElementChild.dataset.seq}`;
  older.hidden = false;
}

function offer() {
  if (!held.length) return;
  if (window.scrollY < 40 && document.visibilityState === "visible" && !list.contains(document.activeElement)) return take();
  waiting.textContent = list.dataset.fresh.replace("#", held.length);
  waiting.hidden = false;
  document.title = `(${held.length}) ${title}`;
}

function grow(stories) {
  for (const [id, others] of Object.entries(stories)) {
    if (others < 1) continue;
    for (const link of list.querySelectorAll(`[data-story="${CSS.escape(id)}"] .others`)) {
      link.textContent = others === 1 ? list.dataset.one : list.dataset.others.replace("#", others);
      link.hidden = false;
    }
  }
}

let events, last = list?.dataset.live;

function connect() {
  events = new EventSource(`/live?after=${last}`);
  events.addEventListener("rows", (event) => {
    last = event.lastEventId;
    const { rows, stories } = JSON.parse(event.data);
    held = [...rows, ...held].slice(0, MOST);
    offer();
    grow(stories);
  });
  events.addEventListener("open", () => { lost.hidden = true; });
  events.addEventListener("error", () => {
    lost.hidden = false;
    // A browser gives up for good where something other than us answered, as a proxy does while we start again.
    if (events.readyState === EventSource.CLOSED) setTimeout(connect, 3000);
  });
}

if (list) {
  connect();
  addEventListener("pagehide", () => events.close());
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  addEventListener("scroll", () => { if (window.scrollY < 40) take(); }, { passive: true });
  waiting.addEventListener("click", () => { take(); window.scrollTo({ top: 0 }); });
}

function step(by) {
  const rows = [...document.querySelectorAll(".row")];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
  if (next) next.querySelector(".title").focus();
  rows.forEach((row) => row.classList.toggle("here", row === next));
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "." && list) { take(); window.scrollTo({ top: 0 }); }
  else if (event.key === "/") document.querySelector("#q")?.focus();
  else return;
  event.preventDefault();
});
