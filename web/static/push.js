// The form of a browser's own channel: ask for permission, subscribe, and send what the push service gave.
const form = document.getElementById("new");
const trouble = document.getElementById("trouble");

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

async function subscribe() {
  const worker = await navigator.serviceWorker.register("/worker.js");
  await navigator.serviceWorker.ready;
  const old = await worker.pushManager.getSubscription();
  if (old) await old.unsubscribe(); // it may be of another key
  return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(form.dataset.key) });
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  trouble.textContent = "";
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) {
    trouble.textContent = form.dataset.unable;
    return;
  }
  if (await Notification.requestPermission() !== "granted") {
    trouble.textContent = form.dataset.denied;
    return;
  }
  try {
    form.elements.address.value = `push:${JSON.stringify(await subscribe())}`;
    form.submit();
  } catch (error) {
    trouble.textContent = `${form.dataset.unable} (${error.message})`;
  }
});
