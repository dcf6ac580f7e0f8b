// Buttons that copy the text they carry, for what takes no messages from programs.
document.documentElement.classList.add("copies");
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  const word = button.textContent;
  await navigator.clipboard.writeText(button.dataset.copy);
  button.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = word; }, 2000);
});
