// New alerts come in at the top by themselves, or wait behind a quiet line while one reads further down.
const list = document.querySelector(".rows");
const waiting = document.querySelector(".waiting");
const lost = document.querySelector(".lost");
let newest = Number(list?.dataset.newest ?? 0);
let held = [];

function take() {
  for (const row of held) list.insertAdjacentElement("afterbegin", row);
  held = [];
  waiting.hidden = true;
}

async function look() {
  const answer = await fetch("/inbox");
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const rows = [...page.querySelectorAll(".rows > .row")].filter((row) => Number(row.dataset.id) > newest).reverse();
  if (!rows.length) return;
  if (!list) return location.reload(); // the first alert ever
  newest = Number(rows.at(-1).dataset.id);
  held.push(...rows);
  if (window.scrollY < 40 && document.visibilityState === "visible") return take();
  waiting.textContent = waiting.dataset.fresh.replace("#", held.length);
  waiting.hidden = false;
}

if (!location.search) {
  const events = new EventSource(`/live?after=${list?.dataset.seq ?? document.body.dataset.seq ?? 0}`);
  events.addEventListener("rows", look);
  events.addEventListener("open", () => { lost.hidden = true; look(); });
  events.addEventListener("error", () => { lost.hidden = false; });
  waiting.addEventListener("click", take);
}
