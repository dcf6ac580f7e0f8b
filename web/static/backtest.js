// What a rule would have caught, beside the form, as one types.
const form = document.querySelector("[data-backtest]");
const field = form.elements.rule;
const beside = document.querySelector(".backtest");
let timer, latest = 0;

async function look() {
  const asked = ++latest;
  if (!field.value.trim()) { beside.replaceChildren(); return; }
  const answer = await fetch(`${form.dataset.backtest}?rule=${encodeURIComponent(field.value)}`);
  if (asked === latest && answer.ok) beside.innerHTML = await answer.text();
}

field.addEventListener("input", () => {
  document.querySelector("#trouble")?.remove(); // it spoke of the rule as it was sent
  field.removeAttribute("aria-invalid");
  clearTimeout(timer);
  timer = setTimeout(look, 250);
});
if (!document.querySelector("#trouble")) look();
