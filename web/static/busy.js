// A thin line at the top while a form's answer is on its way.
addEventListener("submit", () => document.body.classList.add("busy"));
addEventListener("pageshow", () => document.body.classList.remove("busy"));
