// What a rule would have caught, beside the form, as one types; and what else one may want, a key or a click away.
const form = document.querySelector("[data-backtest]");
const field = form.elements.rule;
const beside = document.querySelector(".backtest");
const told = document.querySelector("#told"); // read aloud: one line, not the whole list
let timer, latest = 0;

async function look() {
  clearTimeout(timer);
  const asked = ++latest;
  if (!field.value.trim()) { beside.replaceChildren(); told.textContent = ""; return; }
  const query = new URLSearchParams({ rule: field.value });
  if (form.dataset.watch) query.set("watch", form.dataset.watch);
  document.documentElement.classList.add("busy");
  const answer = await fetch(`${form.dataset.backtest}?${query}`).catch(() => null);
  if (asked !== latest) return;
  document.documentElement.classList.remove("busy");
  if (!answer?.ok) return;
  beside.innerHTML = await answer.text();
  told.textContent = beside.querySelector("[data-told], .trouble")?.textContent ?? "";
  if (beside.querySelector("[data-again]")) timer = setTimeout(look, 2000);
}

function write(rule) { // as typing does, so that Ctrl-Z takes it back
  field.focus();
  field.select();
  if (!document.execCommand("insertText", false, rule)) field.value = rule;
  look();
}

field.addEventListener("input", () => {
  document.querySelector("#trouble")?.remove(); // it spoke of the rule as it was sent
  field.removeAttribute("aria-invalid");
  clearTimeout(timer);
  timer = setTimeout(look, 250);
});
document.addEventListener("click", event => {
  const pick = event.target.closest("[data-rule]");
  if (!pick || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  write(pick.dataset.rule);
});
if (!document.querySelector("#trouble")) look();
